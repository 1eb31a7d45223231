import { aboveYou } from '#modules/access/index.ts'
import { lockAccount, lockOf, unlockAccount } from '#modules/auth/index.ts'
import { contactsOf } from '#modules/directory/index.ts'
import { handle } from '#platform/module.ts'
import { lockOfPerson, lockPerson, unlockPerson } from './contract.ts'
import { tell } from './notices.ts'
import { lockedAlready, notActive, notLocked, notYourself } from './policy.ts'
import { type Asked, whose } from './reset.ts'

async function lockIn(asked: Asked) {
  const [whom, lock] = await Promise.all([whose(asked), lockOf(asked.db, { userId: asked.params.id, now: asked.now })])
  return { ...whom, lock }
}

export const lockRoutes = [
  handle(lockOfPerson, async (asked) => {
    const { person, lock, mayChange } = await lockIn(asked)
    const [locker] = lock?.by ? await contactsOf(asked.db, [lock.by]) : []
    return {
      lock: lock && { ...lock, by: lock.by && (locker?.name ?? '') },
      may: { lock: mayChange && !lock?.by && person.status !== 'inactive', unlock: mayChange && lock !== null },
    }
  }),
  handle(lockPerson, async (asked) => {
    const { db, who, now, body } = asked
    const { userId, person, lock, above, isOwn } = await lockIn(asked)
    if (isOwn) throw notYourself()
    if (above) throw aboveYou()
    if (lock?.by) throw lockedAlready()
    if (person.status === 'inactive') throw notActive()
    await lockAccount(db, { userId, by: who.userId, reason: body.reason, now })
    await tell(db, userId, 'locked')
  }),
  handle(unlockPerson, async (asked) => {
    const { userId, lock, above, isOwn } = await lockIn(asked)
    if (isOwn) throw notYourself()
    if (above) throw aboveYou()
    if (!lock) throw notLocked()
    await unlockAccount(asked.db, userId)
    await tell(asked.db, userId, 'unlocked')
  }),
]
