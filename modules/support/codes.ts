import { countGuess } from '#modules/auth/index.ts'
import { type Account, accountOf } from '#modules/directory/index.ts'
import { blindIndex, newCode, plainCode } from '#platform/crypto.ts'
import type { Db } from '#platform/db.ts'
import type { Session } from '#platform/module.ts'
import type { Row } from '#platform/rows.gen.ts'
import { wrongCode } from './policy.ts'

const hashOf = (db: Db, code: string) => blindIndex(db, 'support-code', plainCode(code))

/** A code to tell a supporter, and what is kept of it. */
export async function freshCode(db: Db): Promise<{ code: string; codeHash: Buffer }> {
  const code = newCode()
  return { code, codeHash: await hashOf(db, code) }
}

type Consent = { consent: Row<'support.consents'>; person: Account }
/** Whose code this is: counted before it is looked at, as every secret that is typed. Throws 422. */
export async function consentBy(db: Db, who: Session, { code, now }: { code: string; now: Temporal.Instant }): Promise<Consent> {
  const guess = await countGuess(db, { account: `support\0${who.userId}`, deviceId: undefined, now })
  const consent = guess.allowed
    ? await db
        .selectFrom('support.consents')
        .selectAll()
        .where('codeHash', '=', await hashOf(db, code))
        .where('usedAt', 'is', null)
        .where('endedAt', 'is', null)
        .where('expiresAt', '>', now.toString())
        .forNoKeyUpdate() // whoever else has it waits, and finds it used
        .executeTakeFirst()
    : undefined
  const person = consent && (await accountOf(db, consent.userId))
  if (!consent || person?.status !== 'active') throw wrongCode()
  await guess.takeBack(db)
  return { consent, person }
}
