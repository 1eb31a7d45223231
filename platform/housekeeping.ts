import { sql } from 'kysely'
import type { Db } from './db.ts'

const keptDays = 30

/** Makes the coming months' partitions, and drops idempotency keys and traces of jobs older than 30 days. Runs daily. */
export async function keepHouse(system: Db, now: Temporal.Instant): Promise<void> {
  const { rows } = await sql<{ name: string }>`select partrelid::regclass::text as name from pg_partitioned_table`.execute(system)
  const month = now.toZonedDateTimeISO('UTC').toPlainDate().with({ day: 1 }).toString()
  for (const { name } of rows) await sql`select platform.ensure_partitions(${name}::regclass, ${month}::date, 4)`.execute(system)
  const old = now.subtract({ hours: keptDays * 24 }).toString()
  await system.deleteFrom('platform.idempotency_keys').where('createdAt', '<', old).execute()
  await system.deleteFrom('platform.job_effects').where('doneAt', '<', old).execute()
}
