import { aboveYou, isAbove } from '#modules/access/index.ts'
import { endAllSessions } from '#modules/auth/index.ts'
import { accountOf } from '#modules/directory/index.ts'
import { notFound } from '#platform/errors.ts'
import { type Context, handle } from '#platform/module.ts'
import { factorsOfPerson, resetFactors } from './contract.ts'
import { notYours } from './policy.ts'
import { factorsOf, removeFactors } from './queries.ts'

export type Asked = Pick<Context, 'db' | 'who' | 'now'> & { params: { id: string } }
/** Never of somebody who may do more than oneself: whoever takes their factors away is half way into their account. */
export async function whose({ db, who, now, params: { id: userId } }: Asked) {
  const person = await accountOf(db, userId)
  if (!person) throw notFound()
  const above = await isAbove(db, { userId, by: who.userId, now })
  const isOwn = userId === who.userId
  return { userId, person, above, isOwn, mayChange: !above && !isOwn }
}
async function factorsIn(asked: Asked) {
  const [whom, known] = await Promise.all([whose(asked), factorsOf(asked.db, asked.params.id)])
  return { ...whom, known }
}

export const resetRoutes = [
  handle(factorsOfPerson, async (asked) => {
    const { known, mayChange } = await factorsIn(asked)
    return { kinds: [...new Set(known.map((one) => one.kind))], may: { reset: known.length > 0 && mayChange } }
  }),
  handle(resetFactors, async (asked) => {
    const { db, who, now } = asked
    const { userId, known, above, isOwn } = await factorsIn(asked)
    if (isOwn) throw notYours()
    if (above) throw aboveYou()
    if (known.length === 0) throw notFound()
    const ids = known.map((one) => one.id)
    await removeFactors(db, { userId, ids, what: 'reset' })
    await endAllSessions(db, { userId, reason: 'revoked', by: who.userId, now })
  }),
]
