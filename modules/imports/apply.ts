import { addPeople, addressHolders, roomLeft } from '#modules/directory/index.ts'
import { addEmployees, numberHolders } from '#modules/employees/index.ts'
import type { Db } from '#platform/db.ts'
import type { JobContext } from '#platform/module.ts'
import { numberHeld, placeAbove } from './policy.ts'
import { changesOf, type Failed, fail, type ImportedRow, note, runIn, settle } from './run.ts'
import { above, closedTo, type Found, foundById, foundByNumber, stillMay } from './standing.ts'
import { type By, touchesEmployment, valuesOf, write } from './write.ts'

const portion = 500
const changedSince = 'This person was changed after the check. Check the file again.'

/**
 * Does what the check showed, portion by portion, each in a transaction of its own: a worker that is killed leaves whole portions,
 * and another goes on. Whoever has lost the rights to it meanwhile does no more.
 */
export async function applyFile({ payload, tenantId, now, tools }: JobContext): Promise<void> {
  const { runId, may } = payload as { runId: string; may: string[] }
  const first = await tools.inTenant({ tenantId, userId: null, now }, (db) => runIn(db, runId, 'applying'))
  if (!first) return
  const work = (db: Db) => applyPortion(db, runId, now)
  while (await tools.inTenant({ tenantId, userId: first.startedBy, now, may: new Set(may) }, work));
}

/** True while there may be more. */
async function applyPortion(db: Db, runId: string, now: Temporal.Instant): Promise<boolean> {
  const run = await runIn(db, runId, 'applying')
  if (!run) return false
  const outcomes: ImportedRow['outcome'][] = run.deactivatesLeavers ? ['create', 'change', 'leave'] : ['create', 'change']
  const rows = await db
    .selectFrom('imports.rows')
    .selectAll()
    .where('runId', '=', runId)
    .where('state', '=', 'waiting')
    .where('outcome', 'in', outcomes)
    .orderBy('line')
    .limit(portion)
    .execute()
  if (rows.length === 0) {
    await note(db, runId, { status: 'applied', appliedAt: now.toString() })
    return false
  }
  const of = (outcome: ImportedRow['outcome']) => rows.filter((row) => row.outcome === outcome)
  const by = { now, by: run.startedBy }
  const failed = (await stillMay(db, by))
    ? [...(await create(db, of('create'), by)), ...(await alter(db, [...of('change'), ...of('leave')], by))]
    : rows.map(({ id }) => fail(id, null, 'You may no longer import people.'))
  await settle(db, { rows, failed, as: ['done', 'failed'] })
  await note(db, runId, { done: run.done + rows.length })
  return true
}

const to = (changes: ReturnType<typeof changesOf>, field: keyof ReturnType<typeof changesOf>): string | null => changes[field]?.[1] ?? null

async function create(db: Db, rows: readonly ImportedRow[], by: By): Promise<Failed[]> {
  if (rows.length === 0) return []
  const [taken, holders, room, employed, closed] = await Promise.all([
    foundByNumber(
      db,
      rows.map((row) => row.employeeNumber as string),
    ),
    addressHolders(
      db,
      rows.flatMap((row) => to(changesOf(row), 'email') ?? []),
    ),
    roomLeft(db),
    numberHolders(
      db,
      rows.map((row) => row.employeeNumber as string),
    ),
    closedTo(db, placesIn(rows), by),
  ])
  const numbers = new Set(taken.map(({ person }) => person.employeeId))
  const failed: Failed[] = []
  const good: ImportedRow[] = []
  for (const row of rows) {
    if (numbers.has(row.employeeNumber)) failed.push(fail(row.id, 'employeeNumber', 'Somebody else has this employee number by now.'))
    else if (holders.has(to(changesOf(row), 'email') ?? ''))
      failed.push(fail(row.id, 'email', 'Somebody else has this e-mail address by now.'))
    else if (employed.has(row.employeeNumber ?? '')) failed.push(fail(row.id, 'employeeNumber', numberHeld))
    else if (closed.has(to(changesOf(row), 'department') ?? '')) failed.push(fail(row.id, 'department', placeAbove))
    else if (good.length >= room) failed.push(fail(row.id, null, 'There is no room for more people in your plan.'))
    else good.push(row)
  }
  await addPeople(
    db,
    good.map((row) => {
      const changes = changesOf(row)
      return {
        ...{ id: row.userId as string, employeeId: row.employeeNumber, status: 'invited' as const, createdBy: by.by },
        ...{ firstName: to(changes, 'firstName') ?? '', middleName: to(changes, 'middleName'), lastName: to(changes, 'lastName') ?? '' },
        ...{ email: to(changes, 'email'), phone: to(changes, 'phone'), deptId: to(changes, 'department') },
      }
    }),
  )
  await addEmployees(
    db,
    good.map((row) => {
      const changes = changesOf(row)
      return {
        ...{ userId: row.userId as string, employeeNumber: row.employeeNumber as string, departmentId: to(changes, 'department') },
        ...{ jobTitle: to(changes, 'jobTitle'), startDate: to(changes, 'startDate') },
      }
    }),
    by,
  )
  return failed
}

/** Where these rows would put people. */
const placesIn = (rows: readonly ImportedRow[]) => [...new Set(rows.flatMap((row) => to(changesOf(row), 'department') ?? []))]

type Ready = { row: ImportedRow; found: Found }
/** The rows whose person is as the check saw them, and whom the importing person may change. */
async function unchanged(db: Db, rows: readonly ImportedRow[], by: By): Promise<{ ready: Ready[]; failed: Failed[] }> {
  const people = await foundById(
    db,
    rows.map((row) => row.userId as string),
  )
  const [over, closed, employed] = await Promise.all([
    above(db, people, by),
    closedTo(db, placesIn(rows), by),
    numberHolders(
      db,
      people.flatMap(({ person, employment }) => (employment ? [] : (person.employeeId ?? []))),
    ),
  ])
  const byId = new Map(people.map((one) => [one.person.id, one]))
  const ready: Ready[] = []
  const failed: Failed[] = []
  for (const row of rows) {
    const found = byId.get(row.userId as string)
    const seen = row.seen as { user?: number; employment?: number | null }
    if (!found || over.has(found.person.id)) failed.push(fail(row.id, null, 'This person may do things that you may not.'))
    else if (seen.user !== undefined && (seen.user !== found.person.version || seen.employment !== (found.employment?.version ?? null)))
      failed.push(fail(row.id, null, changedSince))
    else if (closed.has(to(changesOf(row), 'department') ?? '')) failed.push(fail(row.id, 'department', placeAbove))
    else if (!found.employment && touchesEmployment(changesOf(row)) && employed.has(found.person.employeeId ?? ''))
      failed.push(fail(row.id, 'employeeNumber', numberHeld))
    else ready.push({ row, found })
  }
  return { ready, failed }
}

async function alter(db: Db, rows: readonly ImportedRow[], by: By): Promise<Failed[]> {
  if (rows.length === 0) return []
  const { ready, failed } = await unchanged(db, rows, by)
  await write(
    db,
    ready.map(({ row, found }) => ({ found, next: valuesOf(changesOf(row), 1) })),
    by,
  )
  return failed
}
