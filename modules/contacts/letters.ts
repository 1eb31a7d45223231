import { holdCredentials, makeToken } from '#modules/auth/index.ts'
import { accountOf, stationeryFor } from '#modules/directory/index.ts'
import { textServiceOf } from '#modules/integrations/index.ts'
import { letterOf } from '#modules/tenancy/index.ts'
import { newDigits } from '#platform/crypto.ts'
import { changeAll, insert } from '#platform/db.ts'
import type { Job } from '#platform/module.ts'
import { ifNot, lasts } from './policy.ts'
import { codeHash, smsOf } from './sms.ts'

/** Job: sends the link to the address that is to be proven, and tells the present one where that is another. */
export const sendLink: Job = async ({ tools, tenantId, payload, now }) => {
  const { userId, email } = payload as { userId: string; email: string }
  const made = await tools.inTenant({ tenantId, userId: null, now }, async (db) => {
    const person = await accountOf(db, userId)
    if (person?.status !== 'active') return undefined
    await holdCredentials(db, userId)
    const token = await makeToken(db, { userId, purpose: 'verify_email', email, now })
    return { person, token, look: await stationeryFor(db, userId) }
  })
  if (!made) return
  const { person, token, look } = made
  const name = person.firstName
  const asked = {
    ...{ name, title: 'Is this your e-mail address?' },
    message: 'Somebody, hopefully you, wants this to be the e-mail address of your account. It is once you open the link.',
    link: { label: 'It is my address', url: `${look.origin}/verify-email#${token}` },
    after: 'The link works once, for 30 minutes. If you did not ask, you need not do anything.',
  }
  await tools.mail.send({ tenantId, to: email, ...letterOf(asked, look) })
  if (!person.email || person.email === email) return
  const message = `Somebody asked for another e-mail address for your account: ${email}. It counts once the link sent there was opened. ${ifNot}`
  const told = { name, title: 'Another e-mail address was asked for', message }
  await tools.mail.send({ tenantId, to: person.email, ...letterOf(told, look) })
}

/** Job: tells the address before that it no longer is the one. */
export const tellOld: Job = async ({ tools, tenantId, payload, now }) => {
  const { userId, firstName: name, old, email } = payload as { userId: string; firstName: string; old: string; email: string }
  const look = await tools.inTenant({ tenantId, userId: null, now }, (db) => stationeryFor(db, userId))
  const message = `The e-mail address of your account is ${email} now. Nothing is sent here any more. ${ifNot}`
  await tools.mail.send({ tenantId, to: old, ...letterOf({ name, title: 'Your e-mail address was changed', message }, look) })
}

/** Job: makes a code, and sends it to the telephone that is to be proven. Only its hash is kept. */
export const sendCode: Job = async ({ tools, tenantId, payload, now }) => {
  const { userId, phone } = payload as { userId: string; phone: string }
  const code = newDigits(6)
  await tools.inTenant({ tenantId, userId, now }, async (db) => {
    await changeAll(db, 'contacts.phone_codes', { userId, usedAt: null }, { usedAt: now.toString() })
    const old = now.subtract({ hours: 1 }).toString()
    await db.deleteFrom('contacts.phone_codes').where('userId', '=', userId).where('createdAt', '<', old).execute()
    const expiresAt = now.add(lasts.phoneCode).toString()
    await insert(db, 'contacts.phone_codes', {
      userId,
      phone,
      codeHash: await codeHash(db, userId, code),
      expiresAt,
      createdAt: now.toString(),
    })
  })
  const sms = (await textServiceOf(tools, tenantId)) ?? smsOf(tools)
  await sms?.send({ to: phone, text: `${code} is your code for Salus. It works once, for ten minutes. Nobody asks you for it.` })
}
