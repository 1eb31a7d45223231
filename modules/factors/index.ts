import type { Db } from '#platform/db.ts'
import type { Session } from '#platform/module.ts'
import { isFresh } from './policy.ts'
import { factorsOf } from './queries.ts'

export { base32, qrOf, stepOf, stepUpNeeded } from './policy.ts'

/** Whether somebody who has a second factor has yet to show it again, just now: asked before what must not leave with a borrowed session. */
export const needsStepUp = async (db: Db, who: Pick<Session, 'userId' | 'secondFactorAt'>, now: Temporal.Instant): Promise<boolean> =>
  !isFresh(who.secondFactorAt, now) && (await factorsOf(db, who.userId)).length > 0
