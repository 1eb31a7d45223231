import { findToken, linkSpent, mayWrite, provePassword, spendToken, voidTokens } from '#modules/auth/index.ts'
import { accountOf, setEmail } from '#modules/directory/index.ts'
import { notify } from '#modules/notifications/index.ts'
import { later } from '#platform/events.ts'
import { handleOpen, type Session } from '#platform/module.ts'
import { askForEmail, verifyEmail } from './contract.ts'
import { ifNot, tooMany, wrongPassword } from './policy.ts'

const purpose = 'verify_email'

export const emailRoutes = [
  handleOpen(askForEmail, async ({ tools, client, now, body, who }) => {
    const session = who as Session
    const { tenantId, userId } = session
    if (!(await provePassword({ tools, client, now }, session, body.password))) throw wrongPassword()
    await tools.inTenant({ tenantId, userId, ip: client.ip, now }, async (db) => {
      if (!(await mayWrite(db, { userId, kind: purpose, now }))) throw tooMany()
      later(db, 'contacts.send_link', { userId, email: body.email })
    })
  }),
  handleOpen(verifyEmail, async ({ tools, client, now, body }) => {
    const found = await findToken(tools, { token: body.token, purpose, now })
    const { id, tenantId, userId, email } = found
    if (!email) throw linkSpent()
    await tools.inTenant({ tenantId, userId, ip: client.ip, now }, async (db) => {
      const person = await accountOf(db, userId)
      if (person?.status !== 'active') throw linkSpent()
      await spendToken(db, { id, now })
      const old = person.email === email ? null : person.email
      await setEmail(db, { userId, email, now })
      // What was sent to the address before opens nothing any more.
      await voidTokens(db, { userId, now })
      if (old) later(db, 'contacts.tell_old', { userId, firstName: person.firstName, old, email })
      if (person.email !== email)
        await notify(db, {
          userIds: [userId],
          type: 'security_alert',
          title: 'Your e-mail address was changed',
          message: `It is ${email} now. ${ifNot}`,
          link: '/account',
        })
    })
    return { email }
  }),
]
