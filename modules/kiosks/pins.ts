import { hashPassword } from '#modules/auth/index.ts'
import { headsAbove } from '#modules/directory/index.ts'
import { blindIndex, newDigits } from '#platform/crypto.ts'
import { changeAll, type Db, insert } from '#platform/db.ts'
import { notFound, unauthenticated } from '#platform/errors.ts'
import { handle, handleOpen, type Session } from '#platform/module.ts'
import type { Update } from '#platform/rows.gen.ts'
import * as api from './contract.ts'
import { tell } from './notices.ts'
import { lasts, noNumber, notActive, notYours, weakPin, whyWeak } from './policy.ts'

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

async function personOf(db: Db, id: string): Promise<Pinned> {
  const person = await people(db).where('p.id', '=', id).executeTakeFirst()
  if (!person) throw notFound()
  return person as Pinned
}

/** What is kept of a start code. */
export const startCodeHash = (db: Db, userId: string, code: string) => blindIndex(db, 'kiosk-start', `${userId}\0${code}`)

async function keep(db: Db, { id, pinId }: Pinned, values: Update<'kiosks.pins'>): Promise<void> {
  if (pinId) await changeAll(db, 'kiosks.pins', { id: pinId }, values)
  else await insert(db, 'kiosks.pins', { ...values, userId: id })
}
const without = { startCodeHash: null, startCodeExpiresAt: null, startCodeBy: null }

/** Start codes are given by who manages kiosks, and by the heads of a person's departments. */
async function mayWelcome(db: Db, person: Pinned, who: Session): Promise<boolean> {
  if (person.id === who.userId) return false
  if (who.permissions.has('kiosks:manage')) return true
  return person.deptId !== null && (await headsAbove(db, person.deptId)).includes(who.userId)
}

export const pinRoutes = [
  handle(api.myPin, async ({ db, who }) => {
    const [{ number, setAt }, kiosk] = await Promise.all([
      personOf(db, who.userId),
      db.selectFrom('kiosks.kiosks').select('id').where('tokenHash', 'is not', null).limit(1).executeTakeFirst(),
    ])
    return { number, setAt, isUseful: kiosk !== undefined }
  }),
  handleOpen(api.setMyPin, async ({ tools, client, who, body, now }) => {
    if (!who || who.kind === 'key') throw unauthenticated()
    const { tenantId, userId } = who
    const inTenant = <T>(work: (db: Db) => Promise<T>) => tools.inTenant({ tenantId, userId, ip: client.ip, now }, work)
    const { number } = await inTenant((db) => personOf(db, userId))
    if (!number) throw noNumber()
    const weak = whyWeak(body.pin, number)
    if (weak) throw weakPin(weak)
    const pinHash = await hashPassword(body.pin) // outside a transaction: it takes a tenth of a second
    await inTenant(async (db) => {
      await keep(db, await personOf(db, userId), { pinHash, setAt: now.toString(), ...without })
      await tell(db, userId, 'set')
    })
  }),
  handle(api.removeMyPin, async ({ db, who }) => {
    const person = await personOf(db, who.userId)
    if (!person.pinHash) throw notFound()
    await keep(db, person, { pinHash: null, setAt: null, ...without })
    await tell(db, who.userId, 'removed')
  }),
  handle(api.pinOfPerson, async ({ db, params, who, now }) => {
    const person = await personOf(db, params.id)
    if (!(await mayWelcome(db, person, who))) return { number: null, setAt: null, codeUntil: null, may: { issue: false } }
    const { number, setAt, startCodeExpiresAt: until, status } = person
    const codeUntil = until && Temporal.Instant.compare(until, now) > 0 ? until : null
    return { number, setAt, codeUntil, may: { issue: number !== null && status !== 'inactive' } }
  }),
  handle(api.issueStartCode, async ({ db, params, who, now }) => {
    const person = await personOf(db, params.id)
    if (!(await mayWelcome(db, person, who))) throw notYours()
    if (!person.number) throw noNumber()
    if (person.status === 'inactive') throw notActive()
    const code = newDigits(8)
    const expiresAt = now.add(lasts.startCode).toString()
    const hash = await startCodeHash(db, person.id, code)
    await keep(db, person, { pinHash: null, setAt: null, startCodeHash: hash, startCodeExpiresAt: expiresAt, startCodeBy: who.userId })
    await tell(db, person.id, 'code')
    return { code, expiresAt }
  }),
]
