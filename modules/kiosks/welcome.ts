import { hashPassword } from '#modules/auth/index.ts'
import { headsAbove } from '#modules/directory/index.ts'
import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { handle, handleOpen, type Session } from '#platform/module.ts'
import * as api from './contract.ts'
import { giveStartCode, type Pinned, personOf, secretOf, setPin } from './pins.ts'
import { noNumber, notActive, notYours, weakPin, whyWeak } from './policy.ts'

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
    const { tenantId, userId } = who as Session
    const inTenant = <T>(work: (db: Db) => Promise<T>) => tools.inTenant({ tenantId, userId, ip: client.ip, now }, work)
    const [{ number }, secret] = await inTenant((db) => Promise.all([personOf(db, userId), secretOf(db, userId, body.pin)]))
    if (!number) throw noNumber()
    const weak = whyWeak(body.pin, number)
    if (weak) throw weakPin(weak)
    const pinHash = await hashPassword(secret) // outside a transaction: it takes a tenth of a second
    await inTenant(async (db) => setPin(db, await personOf(db, userId), { pinHash, now }))
  }),
  handle(api.removeMyPin, async ({ db, who, now }) => {
    const person = await personOf(db, who.userId)
    if (!person.pinHash) throw notFound()
    await setPin(db, person, { pinHash: null, now })
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
    return giveStartCode(db, person, now)
  }),
]
