import { z } from 'zod'
import { Id } from '#platform/contract.ts'
import { AppError } from '#platform/errors.ts'
import { defineModule } from '#platform/module.ts'
import { permissions } from './contract.ts'

export const directory = defineModule({
  name: 'directory',
  level: 2,
  permissions,
  routes: [],
  events: {
    'directory.person_deactivated': { payload: z.object({ userId: Id }), live: 'people:read' },
  },
  constraints: {
    users_email_unique: () => new AppError(409, 'directory.email_taken', 'Somebody else has this e-mail address.'),
    users_username_unique: () => new AppError(409, 'directory.username_taken', 'Somebody else has this user name.'),
    users_employee_id_unique: () => new AppError(409, 'directory.number_taken', 'Somebody else has this employee number.'),
  },
})
