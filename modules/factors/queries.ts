import { randomBytes } from 'node:crypto'
import { holdCredentials, passSecondFactor, requireSecondFactor } from '#modules/auth/index.ts'
import { blindIndex } from '#platform/crypto.ts'
import { changeAll, type Db, insertMany, remove } from '#platform/db.ts'
import type { Client, Session } from '#platform/module.ts'
import { tell } from './notices.ts'
import { isFresh, mostFactors, plainCode, recoveryCode, recoveryCodeCount, stepUpNeeded, tooMany, tooManyAttempts } from './policy.ts'

/** The factors of a person that count, oldest first. */
export const factorsOf = (db: Db, userId: string) =>
  db
    .selectFrom('factors.factors')
    .selectAll()
    .where('userId', '=', userId)
    .where('awaitedUntil', 'is', null)
    .orderBy('createdAt')
    .orderBy('id')
    .limit(mostFactors)
    .execute()

export const unusedCodes = (db: Db, userId: string) =>
  db.selectFrom('factors.recovery_codes').select('id').where('userId', '=', userId).where('usedAt', 'is', null).execute()

/** May the factors of this session's person be changed now? Where there is one, only a moment after it was shown. Throws 403. */
export async function mustBeFresh(db: Db, who: Session, now: Temporal.Instant): Promise<void> {
  await holdCredentials(db, who.userId)
  const known = await factorsOf(db, who.userId)
  if (known.length > 0 && (who.isPending || !isFresh(who.secondFactorAt, now))) throw stepUpNeeded()
  if (known.length >= mostFactors) throw tooMany()
}

const hashOf = (db: Db, userId: string, code: string) => blindIndex(db, 'recovery-code', `${userId}\0${plainCode(code)}`)

/** New recovery codes, and the person is told. */
export async function renewRecoveryCodes(db: Db, userId: string): Promise<{ recoveryCodes: string[] }> {
  const recoveryCodes = await makeRecoveryCodes(db, userId)
  await tell(db, userId, 'codes')
  return { recoveryCodes }
}

/** New recovery codes instead of the old ones: shown once, only their hashes are kept. */
async function makeRecoveryCodes(db: Db, userId: string): Promise<string[]> {
  await forgetRecoveryCodes(db, userId)
  const codes = Array.from({ length: recoveryCodeCount }, () => recoveryCode(randomBytes(8)))
  const hashes = await Promise.all(codes.map((code) => hashOf(db, userId, code)))
  await insertMany(
    db,
    'factors.recovery_codes',
    hashes.map((codeHash) => ({ userId, codeHash })),
  )
  return codes
}

async function forgetRecoveryCodes(db: Db, userId: string): Promise<void> {
  const [one] = await db.selectFrom('factors.recovery_codes').select('id').where('userId', '=', userId).limit(1).execute()
  if (one) await remove(db, 'factors.recovery_codes', { userId })
}

/** Spends a recovery code: true once, also when many try at the same moment. */
export async function spendRecoveryCode(db: Db, userId: string, code: string, now: Temporal.Instant): Promise<boolean> {
  const codeHash = await hashOf(db, userId, code)
  const spent = await changeAll(db, 'factors.recovery_codes', { userId, codeHash, usedAt: null }, { usedAt: now.toString() })
  return spent.length > 0
}

type Added = { who: Session; client: Client; now: Temporal.Instant; method?: 'passkey' }
/**
 * A factor was added, and with that shown. After the first, sign-in asks for it from now on, and recovery codes are made; null
 * with further ones. The person is told.
 */
export async function afterAdding(db: Db, { who, client, now, method }: Added): Promise<{ recoveryCodes: string[] | null }> {
  const isFirst = (await factorsOf(db, who.userId)).length === 1
  if (isFirst) await requireSecondFactor(db, { userId: who.userId, isWanted: true })
  const recoveryCodes = isFirst ? await makeRecoveryCodes(db, who.userId) : null
  const shown = await passSecondFactor(db, { who, client, now, ...(method ? { method } : {}) }, async () => true)
  if (!shown) throw tooManyAttempts()
  await tell(db, who.userId, 'added')
  return { recoveryCodes }
}

/** Removes these factors and tells; with the last one go the recovery codes, and sign-in no longer asks. */
export async function removeFactors(
  db: Db,
  { userId, ids, what }: { userId: string; ids: readonly string[]; what: 'removed' | 'reset' },
): Promise<void> {
  await remove(db, 'factors.factors', { userId, id: ids })
  if ((await factorsOf(db, userId)).length === 0) {
    await forgetRecoveryCodes(db, userId)
    await requireSecondFactor(db, { userId, isWanted: false })
  }
  await tell(db, userId, what)
}

/** What a person sees of a factor of theirs. */
export const shownFactor = ({ id, kind, name, isSynced, createdAt, lastUsedAt }: Awaited<ReturnType<typeof factorsOf>>[number]) => ({
  ...{ id, kind, name, isSynced, createdAt, lastUsedAt },
})
