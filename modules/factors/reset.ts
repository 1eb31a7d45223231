import { aboveYou, isAbove } from '#modules/access/index.ts'
import { endAllSessions } from '#modules/auth/index.ts'
import { accountOf } from '#modules/directory/index.ts'
import { notFound } from '#platform/errors.ts'
import { type Context, handle } from '#platform/module.ts'
import { factorsOfPerson, resetFactors } from './contract.ts'
import { notYours } from './policy.ts'
import { factorsOf, removeFactors } from './queries.ts'

/** Never of somebody who may do more than oneself: whoever takes their factors away is half way into their account. */
async function whose({ db, who, now }: Pick<Context, 'db' | 'who' | 'now'>, userId: string) {
  const person = await accountOf(db, userId)
  if (!person) throw notFound()
  const [known, above] = await Promise.all([factorsOf(db, userId), isAbove(db, { userId, by: who.userId, now })])
  return { known, above, isOwn: userId === who.userId }
}

export const resetRoutes = [
  handle(factorsOfPerson, async ({ params, ...context }) => {
    const { known, above, isOwn } = await whose(context, params.id)
    return { kinds: [...new Set(known.map((one) => one.kind))], may: { reset: known.length > 0 && !above && !isOwn } }
  }),
  handle(resetFactors, async ({ params, ...context }) => {
    const { db, who, now } = context
    const userId = params.id
    const { known, above, isOwn } = await whose(context, userId)
    if (isOwn) throw notYours()
    if (above) throw aboveYou()
    if (known.length === 0) throw notFound()
    const ids = known.map((one) => one.id)
    await removeFactors(db, { userId, ids, what: 'reset' })
    await endAllSessions(db, { userId, reason: 'revoked', by: who.userId, now })
  }),
]
