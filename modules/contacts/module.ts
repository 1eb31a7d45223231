import { defineModule } from '#platform/module.ts'
import { emailRoutes } from './email.ts'
import { sendCode, sendLink, tellOld } from './letters.ts'
import { phoneRoutes } from './phone.ts'
import { badPhone } from './policy.ts'

export const contacts = defineModule({
  name: 'contacts',
  level: 6,
  routes: [...emailRoutes, ...phoneRoutes],
  constraints: { phone_codes_phone_form: badPhone },
  jobs: { 'contacts.send_link': sendLink, 'contacts.tell_old': tellOld, 'contacts.send_code': sendCode },
})
