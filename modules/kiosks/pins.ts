import { activatePerson } from '#modules/directory/index.ts'
import { blindIndex, newDigits } from '#platform/crypto.ts'
import { changeAll, type Db, insert } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import type { Update } from '#platform/rows.gen.ts'
import { tell } from './notices.ts'
import { lasts } from './policy.ts'

const people = (db: Db) =>
  db
    .selectFrom('directory.people as p')
    .leftJoin('kiosks.pins as k', 'k.userId', 'p.id')
    .where('p.removedAt', 'is', null)
    .select(['p.id', 'p.employeeNumber as number', 'p.status', 'p.deptId', 'k.id as pinId'])
    .select(['k.pinHash', 'k.setAt', 'k.startCodeHash', 'k.startCodeExpiresAt'])
export type Pinned = Awaited<ReturnType<ReturnType<typeof people>['execute']>>[number] & { id: string }

/** Whose employee number this is, as typed or in capitals, with their PIN and start code. */
export async function personByNumber(db: Db, typed: string): Promise<Pinned | undefined> {
  const found = await people(db)
    .where('p.employeeNumber', 'in', [...new Set([typed, typed.toUpperCase(), typed.toLowerCase()])])
    .limit(3)
    .execute()
  return (found.find((one) => one.number === typed) ?? found[0]) as Pinned | undefined
}

/** A person with their PIN and start code. Throws 404. */
export async function personOf(db: Db, id: string): Promise<Pinned> {
  const person = await people(db).where('p.id', '=', id).executeTakeFirst()
  if (!person) throw notFound()
  return person as Pinned
}

/** What is hashed of a PIN: six digits alone could be tried out on a stolen table, these not without the tenant's key. */
export const secretOf = async (db: Db, userId: string | undefined, pin: string): Promise<string> =>
  (await blindIndex(db, 'kiosk-pin', `${userId ?? ''}\0${pin}`)).toString('base64url')

/** What is kept of a start code. */
const codeHash = (db: Db, userId: string, code: string) => blindIndex(db, 'kiosk-start', `${userId}\0${code}`)

async function keep(db: Db, { id, pinId }: Pinned, values: Update<'kiosks.pins'>): Promise<void> {
  if (pinId) await changeAll(db, 'kiosks.pins', { id: pinId }, values)
  else await insert(db, 'kiosks.pins', { ...values, userId: id })
}
const withoutCode = { startCodeHash: null, startCodeExpiresAt: null }

/** A PIN of a person instead of what there was, and they are told. Null: none any more. */
export async function setPin(db: Db, person: Pinned, { pinHash, now }: { pinHash: string | null; now: Temporal.Instant }): Promise<void> {
  await keep(db, person, { pinHash, setAt: pinHash && now.toString(), ...withoutCode })
  await tell(db, person.id, pinHash ? 'set' : 'removed')
}

/** A start code for a person: a PIN they had no longer works, and they are told. */
export async function giveStartCode(db: Db, person: Pinned, now: Temporal.Instant) {
  const code = newDigits(8)
  const expiresAt = now.add(lasts.startCode).toString()
  const startCodeHash = await codeHash(db, person.id, code)
  await keep(db, person, { pinHash: null, setAt: null, startCodeHash, startCodeExpiresAt: expiresAt })
  await tell(db, person.id, 'code')
  return { code, expiresAt }
}

/** Is this a start code of theirs that still counts? The same work for somebody and nobody. */
export async function holdsCode(db: Db, person: Pinned | undefined, code: string, now: Temporal.Instant): Promise<boolean> {
  const hash = await codeHash(db, person?.id ?? '', code)
  const { startCodeHash, startCodeExpiresAt: until } = person ?? {}
  return startCodeHash?.equals(hash) === true && until != null && Temporal.Instant.compare(until, now) > 0
}

/** Spends it on a PIN: true once, also in parallel. Who was only invited is active from then on. */
export async function spendStartCode(
  db: Db,
  person: Pinned,
  { code, pinHash, now }: { code: string; pinHash: string; now: Temporal.Instant },
) {
  const where = { userId: person.id, startCodeHash: await codeHash(db, person.id, code) }
  const [mine] = await changeAll(db, 'kiosks.pins', where, { pinHash, setAt: now.toString(), ...withoutCode })
  if (!mine) return false
  if (person.status === 'invited') await activatePerson(db, { userId: person.id, verified: null, now })
  await tell(db, person.id, 'set')
  return true
}
