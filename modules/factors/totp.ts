import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { decrypt, encrypt } from '#platform/crypto.ts'
import { changeAll, type Db, insert, remove } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { handle } from '#platform/module.ts'
import { beginTotp, confirmTotp } from './contract.ts'
import { base32, lasts, qrOf, stepOf, wrongFirstCode } from './policy.ts'
import { afterAdding, factorsOf, mustBeFresh } from './queries.ts'

const placeOf = (row: string) => ({ table: 'factors.factors', column: 'secret', row })
const secretOf = async (db: Db, factor: { id: string; userId: string; secret: Buffer | null }) =>
  Buffer.from(await decrypt(db, factor.userId, placeOf(factor.id), factor.secret as Buffer), 'base64')

/**
 * Is this the code of one of their apps? Each code counts once: the newest accepted step is kept, and an older or equal one is
 * refused, also when many try at the same moment.
 */
export async function spendCode(db: Db, userId: string, code: string, now: Temporal.Instant): Promise<boolean> {
  for (const factor of (await factorsOf(db, userId)).filter((one) => one.kind === 'totp')) {
    const step = stepOf(await secretOf(db, factor), code, now)
    if (step === undefined) continue
    const spent = await db
      .updateTable('factors.factors')
      .set({ lastStep: step, lastUsedAt: now.toString() })
      .where('id', '=', factor.id)
      .where((eb) => eb.or([eb('lastStep', 'is', null), eb('lastStep', '<', step)]))
      .returning('id')
      .execute()
    if (spent.length > 0) return true
  }
  return false
}

export const totpRoutes = [
  handle(beginTotp, async ({ db, who, now }) => {
    await mustBeFresh(db, who, now)
    const [old] = await db
      .selectFrom('factors.factors')
      .select('id')
      .where('userId', '=', who.userId)
      .where('awaitedUntil', 'is not', null)
      .execute()
    if (old) await remove(db, 'factors.factors', { id: old.id })
    const id = randomUUIDv7()
    const secret = randomBytes(20)
    await insert(db, 'factors.factors', {
      id,
      userId: who.userId,
      kind: 'totp',
      awaitedUntil: now.add(lasts.enrolment).toString(),
      name: 'Authenticator app',
      secret: await encrypt(db, who.userId, placeOf(id), secret.toString('base64')),
    })
    const tenant = await db.selectFrom('tenancy.tenant_list').select('name').executeTakeFirstOrThrow()
    const label = encodeURIComponent(`${tenant.name}: ${who.name}`)
    const query = new URLSearchParams({ secret: base32(secret), issuer: tenant.name })
    const uri = `otpauth://totp/${label}?${query.toString().replaceAll('+', '%20')}`
    return { id, secret: base32(secret), uri, qr: qrOf(uri) }
  }),
  handle(confirmTotp, async ({ db, who, params, body, client, now }) => {
    await mustBeFresh(db, who, now)
    const begun = await db
      .selectFrom('factors.factors')
      .selectAll()
      .where('id', '=', params.id)
      .where('userId', '=', who.userId)
      .where('kind', '=', 'totp')
      .where('awaitedUntil', '>', now.toString())
      .executeTakeFirst()
    if (!begun) throw notFound()
    const step = stepOf(await secretOf(db, begun), body.code, now)
    if (step === undefined) throw wrongFirstCode()
    const confirmed = { name: body.name, awaitedUntil: null, lastStep: step, lastUsedAt: now.toString() }
    const [mine] = await changeAll(db, 'factors.factors', { id: begun.id, lastStep: null }, confirmed)
    if (!mine) throw notFound()
    return afterAdding(db, { who, client, now })
  }),
]
