import { decrypt, encrypt } from '#platform/crypto.ts'
import { change, type Db } from '#platform/db.ts'
import { forbidden } from '#platform/errors.ts'
import type { Session } from '#platform/module.ts'
import { mayDo, notNow } from './policy.ts'
import { seen } from './progress.ts'

type Of = { id: string; who: Session; now: Temporal.Instant }
const place = (column: string, row: string) => ({ table: 'appointments.appointments', column, row })

/** Why the employee comes, for them and their professional; and the professional's preparation, for the latter. Throws 404, 403. */
export async function reasonFor(db: Db, { id, who, now }: Of): Promise<{ reason: string | null; preparation: string | null }> {
  const row = await seen(db, id, who)
  if (!mayDo(row, who, now).readReason) throw forbidden()
  const { reason, notes } = await db
    .selectFrom('appointments.appointments')
    .select(['reason', 'notes'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const subject = row.employeeUserId
  return {
    reason: reason && (await decrypt(db, subject, place('reason', id), reason)),
    preparation: notes && row.professionalUserId === who.userId ? await decrypt(db, subject, place('notes', id), notes) : null,
  }
}

/** Keeps the professional's preparation; an empty text removes it. */
export async function prepare(db: Db, { id, who, now, text }: Of & { text: string }): Promise<void> {
  const row = await seen(db, id, who)
  const may = mayDo(row, who, now)
  if (!may.prepare) throw may.readReason ? notNow() : forbidden()
  const notes = text ? await encrypt(db, row.employeeUserId, place('notes', id), text) : null
  await change(db, 'appointments.appointments', { id }, { notes })
}
