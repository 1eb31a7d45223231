import type { z } from 'zod'
import { startOfDay } from '#modules/employees/index.ts'
import { change, type Db, insert, insertMany } from '#platform/db.ts'
import { AppError, invalid } from '#platform/errors.ts'
import type { Session } from '#platform/module.ts'
import type { Requirement, RequirementBody } from './contract.ts'
import { courseTitles } from './queries.ts'
import { find, type RequirementRow, show } from './requirementReading.ts'

export const nameTaken = () => new AppError(409, 'compliance.name_taken', 'Another requirement in force has this name.')
const ended = () => new AppError(409, 'compliance.ended', 'This requirement has ended already.')

type Body = z.output<typeof RequirementBody>
type Write = { db: Db; who: Session; now: Temporal.Instant }

/** A new requirement with its first version. Throws 409 for a name in force, 422 for what it refers to in vain. */
export async function addRequirement({ db, who, now }: Write, body: Body): Promise<Requirement> {
  const { items: _, effectiveOn: __, ...fields } = body
  const row = await insert(db, 'compliance.requirements', { ...fields, createdBy: who.userId, updatedBy: who.userId })
  await append({ db, who, now }, { row, body, isEnd: false })
  return only(await show(db, [row], who))
}

/** Appends a version and makes it the current row. Throws 404, and 412 when somebody else was faster. */
export async function changeRequirement(write: Write, id: string, body: Body, version: number | undefined): Promise<Requirement> {
  const { db, who } = write
  const { items: _, effectiveOn: __, ...fields } = body
  const where = version === undefined ? { id } : { id, version }
  const row = await change(db, 'compliance.requirements', where, { ...fields, endedAt: null, updatedBy: who.userId })
  await append(write, { row, body, isEnd: false })
  return only(await show(db, [row], who))
}

/** From the start of that day it applies to nobody. Throws 404, 409 when it has ended. */
export async function endRequirement(write: Write, id: string, effectiveOn: string): Promise<Requirement> {
  const { db, who } = write
  const before = await find(db, id)
  if (before.endedAt !== null) throw ended()
  const endedAt = startOfDay(effectiveOn).toString()
  const row = await change(db, 'compliance.requirements', { id, version: before.version }, { endedAt, updatedBy: who.userId })
  await append(write, { row, body: { ...row, items: [], effectiveOn }, isEnd: true })
  return only(await show(db, [row], who))
}

async function append({ db, who, now }: Write, { row, body, isEnd }: { row: RequirementRow; body: Body; isEnd: boolean }): Promise<void> {
  const courseIds = body.items.flatMap((item) => (item.kind === 'certificate' ? [item.courseId] : []))
  if (courseIds.length > 0 && (await courseTitles(db, { courseIds })).length < courseIds.length)
    throw invalid('items', 'One of these courses does not exist.')
  const version = await insert(db, 'compliance.requirement_versions', {
    requirementId: row.id,
    number: row.version,
    name: row.name,
    appliesTo: row.appliesTo,
    jobTitle: row.jobTitle,
    departmentId: row.departmentId,
    effectiveAt: startOfDay(body.effectiveOn).toString(),
    recordedAt: now.toString(),
    recordedBy: who.userId,
    ended: isEnd,
  })
  await insertMany(
    db,
    'compliance.requirement_items',
    body.items.map((item) => ({ versionId: version.id, ...item })),
  )
}

const only = <T>(rows: readonly T[]): T => rows[0] as T
