import { z } from 'zod'
import { Id } from '#platform/contract.ts'
import { AppError, invalid } from '#platform/errors.ts'
import { defineModule } from '#platform/module.ts'
import { ownRoutes } from './account.ts'
import { permissions } from './contract.ts'
import { deviceRoutes } from './devices.ts'
import { lockRoutes } from './lock.ts'
import { tellOfDevice, tellOfRemoval } from './notices.ts'
import { passkeyRoutes } from './passkeys.ts'
import { questionRoutes } from './questions.ts'
import { resetRoutes } from './reset.ts'
import { policyRoutes } from './signInPolicy.ts'
import { totpRoutes } from './totp.ts'

export const factors = defineModule({
  name: 'factors',
  level: 6,
  permissions,
  routes: [
    ...ownRoutes,
    ...totpRoutes,
    ...passkeyRoutes,
    ...resetRoutes,
    ...lockRoutes,
    ...policyRoutes,
    ...deviceRoutes,
    ...questionRoutes,
  ],
  events: {
    'factors.changed': { payload: z.object({ userIds: z.array(Id) }), live: 'named' },
  },
  reactions: [
    { on: 'auth.device_added', name: 'tell_of_device', after: tellOfDevice },
    { on: 'access.owner_removed', name: 'tell_of_removal', after: tellOfRemoval },
  ],
  constraints: {
    factors_credential_unique: () => new AppError(409, 'factors.known', 'This passkey is known already.'),
    factors_name_length: () => invalid('name', 'A name has 1 to 80 characters.'),
    recovery_codes_code_unique: () =>
      new AppError(409, 'factors.codes_raced', 'Recovery codes were being made at the same moment. Please try again.'),
  },
})
