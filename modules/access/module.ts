import { z } from 'zod'
import { Id } from '#platform/contract.ts'
import { AppError, invalid } from '#platform/errors.ts'
import { defineModule } from '#platform/module.ts'
import { permissions } from './contract.ts'
import { roleRoutes } from './roles.ts'
import { giveDefaultRoles, giveManyDefaultRoles, protectAbove, protectLastAdministrator, protectManyAbove } from './watch.ts'

export const access = defineModule({
  name: 'access',
  level: 3,
  permissions,
  routes: roleRoutes,
  events: {
    'access.rights_changed': { payload: z.object({ userIds: z.array(Id) }), live: 'named', urgent: true },
  },
  reactions: [
    { on: 'directory.person_added', name: 'give_default_roles', inside: giveDefaultRoles },
    { on: 'directory.people_added', name: 'give_many_default_roles', inside: giveManyDefaultRoles },
    { on: 'directory.people_changed', name: 'protect_many_changed', inside: protectManyAbove },
    { on: 'directory.person_changed', name: 'protect_changed', inside: protectAbove },
    { on: 'directory.person_invited', name: 'protect_invited', inside: protectAbove },
    { on: 'directory.person_deactivated', name: 'protect_deactivated', inside: protectAbove },
    { on: 'directory.person_reactivated', name: 'protect_reactivated', inside: protectAbove },
    { on: 'directory.person_deactivated', name: 'keep_an_administrator', inside: protectLastAdministrator },
  ],
  constraints: {
    roles_code_unique: () => new AppError(409, 'access.code_taken', 'Another role has this code.'),
    role_permissions_pair_unique: () => new AppError(409, 'access.permission_granted', 'The role has this permission already.'),
    role_permissions_end_after_start: () => invalid('effectiveUntil', 'The permission would end before it begins.'),
    user_roles_grant_unique: () => new AppError(409, 'access.role_held', 'This person holds the role already.'),
    user_roles_one_primary: () => invalid('isPrimary', 'This person has a primary role already.'),
    user_roles_expiry_after_assignment: () => invalid('expiresAt', 'The role would end before it begins.'),
  },
})
