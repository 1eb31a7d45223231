import { countGuess, mayWrite } from '#modules/auth/index.ts'
import { contactOf, setPhone } from '#modules/directory/index.ts'
import { hasTextService } from '#modules/integrations/index.ts'
import { changeAll } from '#platform/db.ts'
import { later } from '#platform/events.ts'
import { handle } from '#platform/module.ts'
import { askForPhone, myContact, verifyPhone } from './contract.ts'
import { noSms, tooMany, wrongCode } from './policy.ts'
import { codeHash as hashOf, smsOf } from './sms.ts'

export const phoneRoutes = [
  handle(myContact, async ({ db, who, tools }) => {
    const { email, emailVerifiedAt, phone, phoneVerifiedAt } = await contactOf(db, who.userId)
    return { email, emailVerifiedAt, phone, phoneVerifiedAt, may: { verifyPhone: smsOf(tools) !== null || (await hasTextService(db)) } }
  }),
  handle(askForPhone, async ({ db, who, body, now, tools }) => {
    if (!smsOf(tools) && !(await hasTextService(db))) throw noSms()
    if (!(await mayWrite(db, { userId: who.userId, kind: 'text', now }))) throw tooMany()
    later(db, 'contacts.send_code', { userId: who.userId, phone: body.phone })
  }),
  handle(verifyPhone, async ({ db, who, body, now }) => {
    const guess = await countGuess(db, { account: `phone\0${who.userId}`, deviceId: undefined, now })
    const at = now.toString()
    const codeHash = await hashOf(db, who.userId, body.code)
    const [spent] = guess.allowed
      ? await changeAll(db, 'contacts.phone_codes', { userId: who.userId, codeHash, usedAt: null }, { usedAt: at })
      : []
    if (!spent || Temporal.Instant.compare(spent.expiresAt, now) <= 0) throw wrongCode()
    await guess.takeBack(db)
    await setPhone(db, { userId: who.userId, phone: spent.phone, now })
  }),
]
