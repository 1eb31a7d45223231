import { asksQuestions, hashPassword, keepQuestions, normalAnswer, questionsOf } from '#modules/auth/index.ts'
import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { handle, handleOpen, type Session } from '#platform/module.ts'
import * as api from './contract.ts'
import { tell } from './notices.ts'
import { poorAnswers, questionsOff } from './policy.ts'

export const questionRoutes = [
  handle(api.mySecurityQuestions, async ({ db, who }) => {
    return { isOn: await asksQuestions(db), chosen: (await questionsOf(db, who.userId)).map(({ question }) => question) }
  }),
  handleOpen(api.setSecurityQuestions, async ({ tools, client, who, body, now }) => {
    const { tenantId, userId } = who as Session
    const inTenant = <T>(work: (db: Db) => Promise<T>) => tools.inTenant({ tenantId, userId, ip: client.ip, now }, work)
    if (!(await inTenant(asksQuestions))) throw questionsOff()
    const typed = body.answers.map(({ answer }) => normalAnswer(answer))
    if (typed.some((one) => one.length < 3) || new Set(typed).size < typed.length) throw poorAnswers()
    const hashes = await Promise.all(typed.map(hashPassword)) // outside a transaction: each takes a tenth of a second
    await inTenant(async (db) => {
      const chosen = body.answers.map(({ question }, i) => ({ question, answerHash: hashes[i] as string }))
      await keepQuestions(db, userId, chosen)
      await tell(db, userId, 'questions')
    })
  }),
  handle(api.removeSecurityQuestions, async ({ db, who }) => {
    if ((await questionsOf(db, who.userId)).length === 0) throw notFound()
    await keepQuestions(db, who.userId, [])
    await tell(db, who.userId, 'questions')
  }),
]
