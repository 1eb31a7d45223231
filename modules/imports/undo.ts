import { addressHolders, withdrawPeople } from '#modules/directory/index.ts'
import { changeEmployments, type Moved } from '#modules/employees/index.ts'
import type { Db } from '#platform/db.ts'
import type { JobContext } from '#platform/module.ts'
import { changesOf, type Failed, fail, type ImportedRow, note, runIn, settle } from './run.ts'
import { type Found, foundById, stillMay } from './standing.ts'
import { type By, touchesEmployment, valuesOf, write } from './write.ts'

const portion = 500

/** Takes back what a run did, portion by portion. Who was changed since keeps what they have, and the row says so. */
export async function undoRun({ payload, tenantId, now, tools }: JobContext): Promise<void> {
  const { runId, by } = payload as { runId: string; by: string }
  const work = (db: Db) => undoPortion(db, runId, { now, by })
  while (await tools.inTenant({ tenantId, userId: by, now }, work));
}

/** True while there may be more. */
async function undoPortion(db: Db, runId: string, by: By): Promise<boolean> {
  const run = await runIn(db, runId, 'undoing')
  if (!run) return false
  const rows = await db
    .selectFrom('imports.rows')
    .selectAll()
    .where('runId', '=', runId)
    .where('state', '=', 'done')
    .orderBy('line')
    .limit(portion)
    .execute()
  if (rows.length === 0) {
    await note(db, runId, { status: 'undone' })
    return false
  }
  const allowed = await stillMay(db, by)
  const failed = allowed ? await takeBack(db, rows, by) : rows.map(({ id }) => fail(id, null, 'You may no longer import people.'))
  await settle(db, { rows, failed, as: ['undone', 'kept'] })
  await note(db, runId, { done: run.done + rows.length })
  return true
}

async function takeBack(db: Db, rows: readonly ImportedRow[], by: By): Promise<Failed[]> {
  const people = await foundById(
    db,
    rows.map((row) => row.userId as string),
  )
  const byId = new Map(people.map((one) => [one.person.id, one]))
  const holders = await addressHolders(
    db,
    rows.flatMap((row) => changesOf(row).email?.[0] ?? []),
  )
  const failed: Failed[] = []
  const added: Found[] = []
  const altered: Parameters<typeof write>[1][number][] = []
  for (const row of rows) {
    const found = byId.get(row.userId as string)
    const address = changesOf(row).email?.[0]
    const holder = address ? holders.get(address) : undefined
    if (!found || !isAsLeft(row, found)) failed.push(fail(row.id, null, 'Changed since the import: left as they are now.'))
    else if (holder && holder !== found.person.id) failed.push(fail(row.id, 'email', 'Somebody else has the former e-mail address by now.'))
    else if (row.outcome === 'create') added.push(found)
    else altered.push({ found, next: valuesOf(changesOf(row), 0) })
  }
  await write(db, altered, by)
  await changeEmployments(
    db,
    added.flatMap(({ employment }): Moved[] =>
      employment
        ? [
            {
              employment,
              place: { departmentId: null, jobTitle: null, ended: true },
              values: { employeeNumber: `undone ${employment.id}` }, // the number is free again
            },
          ]
        : [],
    ),
    by,
  )
  await withdrawPeople(
    db,
    added.map(({ person }) => person.id),
    by,
  )
  return failed
}

/** Is the person as the run left them? It changed each at most once, and so their versions. */
function isAsLeft(row: ImportedRow, { person, employment }: Found): boolean {
  const seen = row.seen as { user?: number; employment?: number | null }
  const user = (seen.user ?? 0) + 1
  const touched = row.outcome !== 'change' || touchesEmployment(changesOf(row))
  const employed = touched || (seen.employment ?? null) !== null ? (seen.employment ?? 0) + (touched ? 1 : 0) : null
  return person.version === user && (employment?.version ?? null) === employed
}
