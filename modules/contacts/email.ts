import {
  findToken,
  lettersPerHour,
  linkSpent,
  makeToken,
  provePassword,
  recentTokens,
  spendToken,
  voidTokens,
} from '#modules/auth/index.ts'
import { accountOf, setEmail } from '#modules/directory/index.ts'
import { notify } from '#modules/notifications/index.ts'
import { originFor } from '#modules/tenancy/index.ts'
import { unauthenticated } from '#platform/errors.ts'
import { later } from '#platform/events.ts'
import { handleOpen, type Job } from '#platform/module.ts'
import { askForEmail, verifyEmail } from './contract.ts'
import { tooMany, wrongPassword } from './policy.ts'

const purpose = 'verify_email'
const ifNot = 'If this was not you, change your password at once and tell your administrator.'

/** Job: sends the link to the address that is to be proven, and tells the present one where that is another. */
export const sendLink: Job = async ({ tools, tenantId, payload, now }) => {
  const { userId, email } = payload as { userId: string; email: string }
  const made = await tools.inTenant({ tenantId, userId: null, now }, async (db) => {
    const person = await accountOf(db, userId)
    if (person?.status !== 'active') return undefined
    return { person, token: await makeToken(db, { userId, purpose, email, now }), origin: await originFor(db) }
  })
  if (!made) return
  const { person, token, origin } = made
  const hello = `Hello ${person.firstName},\n\n`
  const text = `${hello}somebody, hopefully you, wants this to be the e-mail address of your account. It is once you open this link:\n\n${origin}/verify-email#${token}\n\nThe link works once, for 30 minutes. If you did not ask, you need not do anything.\n`
  await tools.mail.send({ to: email, subject: 'Is this your e-mail address?', text })
  if (!person.email || person.email === email) return
  const told = `${hello}somebody asked for another e-mail address for your account: ${email}. It counts once the link sent there was opened. ${ifNot}\n`
  await tools.mail.send({ to: person.email, subject: 'Another e-mail address was asked for', text: told })
}

/** Job: tells the address before that it no longer is the one. */
export const tellOld: Job = async ({ tools, payload }) => {
  const { firstName, old, email } = payload as { firstName: string; old: string; email: string }
  const text = `Hello ${firstName},\n\nthe e-mail address of your account is ${email} now. Nothing is sent here any more. ${ifNot}\n`
  await tools.mail.send({ to: old, subject: 'Your e-mail address was changed', text })
}

export const emailRoutes = [
  handleOpen(askForEmail, async ({ tools, client, now, body, who }) => {
    if (!who || who.kind === 'key') throw unauthenticated()
    const { tenantId, userId } = who
    if (!(await provePassword({ tools, client, now }, who, body.password))) throw wrongPassword()
    await tools.inTenant({ tenantId, userId, ip: client.ip, now }, async (db) => {
      if ((await recentTokens(db, { userId, purpose, now })) >= lettersPerHour) throw tooMany()
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
      if (old) later(db, 'contacts.tell_old', { firstName: person.firstName, old, email })
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
