import { passSecondFactor } from '#modules/auth/index.ts'
import { change } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { handle } from '#platform/module.ts'
import * as api from './contract.ts'
import { isFresh, stepUpNeeded, wrongCode } from './policy.ts'
import { factorsOf, removeFactors, renewRecoveryCodes, shownFactor, spendRecoveryCode, unusedCodes } from './queries.ts'
import { spendCode } from './totp.ts'

/** What a person does about their own factors, in a session that may still be waiting for one. */
export const ownRoutes = [
  handle(api.secondFactor, async ({ db, who }) => {
    const [known, codes] = await Promise.all([factorsOf(db, who.userId), unusedCodes(db, who.userId)])
    const kinds = new Set(known.map((one) => one.kind))
    return { isPending: who.isPending, methods: [...kinds, ...(codes.length > 0 ? (['recovery_code'] as const) : [])] }
  }),
  handle(api.showCode, async ({ db, who, client, body, now }) => {
    const spend = /^\d{6}$/.test(body.code) ? spendCode : spendRecoveryCode
    const isRight = await passSecondFactor(db, { who, client, now, trust: body.trust }, () => spend(db, who.userId, body.code, now))
    if (!isRight) throw wrongCode()
  }),
  handle(api.myFactors, async ({ db, who, now }) => {
    const [known, codes] = await Promise.all([factorsOf(db, who.userId), unusedCodes(db, who.userId)])
    return {
      items: known.map(shownFactor),
      next: null,
      recoveryCodesLeft: codes.length,
      may: { change: known.length === 0 || isFresh(who.secondFactorAt, now) },
    }
  }),
  handle(api.renameFactor, async ({ db, who, params, body }) =>
    shownFactor(await change(db, 'factors.factors', { id: params.id, userId: who.userId }, { name: body.name })),
  ),
  handle(api.removeFactor, async ({ db, who, params, now }) => {
    const known = await factorsOf(db, who.userId)
    if (!known.some((one) => one.id === params.id)) throw notFound()
    if (!isFresh(who.secondFactorAt, now)) throw stepUpNeeded()
    await removeFactors(db, { userId: who.userId, ids: [params.id], what: 'removed' })
  }),
  handle(api.renewRecoveryCodes, async ({ db, who, now }) => {
    if (!isFresh(who.secondFactorAt, now) || (await factorsOf(db, who.userId)).length === 0) throw stepUpNeeded()
    return renewRecoveryCodes(db, who.userId)
  }),
]
