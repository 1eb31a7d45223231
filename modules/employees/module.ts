import { z } from 'zod'
import { Id } from '#platform/contract.ts'
import { defineModule } from '#platform/module.ts'
import { permissions } from './contract.ts'
import { applyAssignment } from './employment.ts'
import { alreadyEmployed, alreadyWithdrawn, numberTaken } from './policy.ts'

/** `userIds`: whose screens change, the person first. */
const about = { payload: z.object({ employeeId: Id, userIds: z.array(Id) }), live: 'named' } as const
const Begins = z.object({ employeeId: Id })

export const employees = defineModule({
  name: 'employees',
  level: 6,
  permissions,
  routes: [],
  constraints: {
    employees_user_once: alreadyEmployed,
    employees_employee_number_unique: numberTaken,
    fitness_withdrawals_once: alreadyWithdrawn,
  },
  events: {
    'employees.assigned': about,
    'employees.fitness_issued': about,
    'employees.fitness_withdrawn': about,
  },
  jobs: {
    'employees.assignment_begins': ({ payload, tenantId, now, tools }) =>
      tools.inTenant({ tenantId, userId: null, now }, (db) => applyAssignment(db, Begins.parse(payload).employeeId, now)),
  },
})
