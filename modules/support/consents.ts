import { endSessions, holdCredentials } from '#modules/auth/index.ts'
import { changeAll, insert } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { handle } from '#platform/module.ts'
import { NameCursor, pageOf, readCursor } from '#platform/paging.ts'
import { freshCode } from './codes.ts'
import * as api from './contract.ts'
import { lasts, standing } from './policy.ts'

const newest = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'] as const

export const consentRoutes = [
  handle(api.makeConsent, async ({ db, who, now }) => {
    await holdCredentials(db, who.userId)
    await changeAll(db, 'support.consents', { userId: who.userId, usedAt: null, endedAt: null }, { endedAt: now.toString() })
    const { code, codeHash } = await freshCode(db)
    const expiresAt = now.add(lasts.code).toString()
    const { id } = await insert(db, 'support.consents', { userId: who.userId, codeHash, expiresAt })
    return { id, code, expiresAt }
  }),
  handle(api.myConsents, async ({ db, who, query, now }) => {
    const [at, before] = readCursor(query.cursor, NameCursor) ?? newest
    const rows = await db
      .selectFrom('support.consents as c')
      .leftJoin('directory.people as p', 'p.id', 'c.supporterId')
      .select(['c.id', 'c.createdAt', 'c.expiresAt', 'c.usedAt', 'c.endsAt', 'c.endedAt', 'p.name as supporter'])
      .where('c.userId', '=', who.userId)
      .where((eb) => eb(eb.refTuple('c.createdAt', 'c.id'), '<', eb.tuple(eb.val(at), eb.val(before)) as never))
      .orderBy('c.createdAt', 'desc')
      .orderBy('c.id', 'desc')
      .limit(query.limit + 1)
      .execute()
    const { items, next } = pageOf(rows, query.limit, (row) => [row.createdAt, row.id])
    return {
      items: items.map((row) => ({
        ...{ id: row.id, createdAt: row.createdAt, usedAt: row.usedAt, supporter: row.supporter },
        ...standing(row, now),
      })),
      next,
    }
  }),
  handle(api.endConsent, async ({ db, who, params, now }) => {
    const consent = await db
      .selectFrom('support.consents')
      .selectAll()
      .where('id', '=', params.id)
      .where('userId', '=', who.userId)
      .executeTakeFirst()
    const state = consent && standing(consent, now).state
    if (state === 'open') await changeAll(db, 'support.consents', { id: params.id, usedAt: null }, { endedAt: now.toString() })
    else if (state === 'running')
      await endSessions(db, { ids: [consent?.sessionId as string], userId: who.userId, reason: 'revoked', by: who.userId, now })
    else throw notFound()
  }),
]
