import { z } from 'zod'
import { Id } from '#platform/contract.ts'
import { defineModule, type Reaction } from '#platform/module.ts'
import { consentRoutes } from './consents.ts'
import { permissions } from './contract.ts'
import { closeWith, recheck } from './ending.ts'
import { ownCode, raced } from './policy.ts'
import { sessionRoutes } from './sessions.ts'

/** After these a supporter may hold less than was lent to them. */
const unsettling = [
  'access.rights_changed',
  'access.role_changed',
  'directory.person_changed',
  'directory.people_changed',
  'directory.person_deactivated',
]

export const support = defineModule({
  name: 'support',
  level: 6,
  permissions,
  routes: [...consentRoutes, ...sessionRoutes],
  events: {
    'support.changed': { payload: z.object({ userIds: z.array(Id) }), live: 'named' },
  },
  reactions: [
    { on: 'auth.session_ended', name: 'close_consent', inside: closeWith },
    ...unsettling.map((on): Reaction => ({ on, name: `recheck_after_${on.replace('.', '_')}`, inside: recheck })),
  ],
  constraints: {
    consents_code_unique: raced,
    consents_supporter_is_other: ownCode,
  },
})
