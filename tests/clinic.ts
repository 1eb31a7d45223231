import { randomBytes } from 'node:crypto'
import type { Span } from '#modules/appointments/contract.ts'
import { makeProfessional } from '#modules/appointments/index.ts'
import { addEmployee } from '#modules/employees/index.ts'
import type { SeededRole } from '#platform/module.ts'
import type { Person, World } from './world.ts'

type Place = Pick<World, 'person' | 'inTenant' | 'clock'>
export type Employed = Person & { employeeId: string }
export type Practising = Person & { professionalId: string }

const office: Span[] = [
  ['09:00', '12:00'],
  ['13:00', '17:00'],
]
export const officeHours = {
  monday: office,
  tuesday: office,
  wednesday: office,
  thursday: office,
  friday: office,
  saturday: [],
  sunday: [],
}
export const everything = [
  { type: 'consultation', durationMinutes: 30, modes: ['in_person', 'virtual', 'phone'] },
  { type: 'health_check', durationMinutes: 60, modes: ['in_person'] },
] as const

/** A person with an employment record, signed in. */
export async function employed(w: Place, firstName: string, roles: readonly SeededRole[] = ['employee']): Promise<Employed> {
  const person = await w.person(firstName, roles)
  const record = await w.inTenant((db) =>
    addEmployee(db, { userId: person.id, employeeNumber: `E-${randomBytes(4).toString('hex')}`, now: w.clock.now() }),
  )
  return { ...person, employeeId: record.id }
}

/** An occupational health professional in London with office hours who offers consultations and health checks, signed in. */
export async function practising(
  w: Place,
  firstName: string,
  more: Partial<Parameters<typeof makeProfessional>[1]> = {},
): Promise<Practising> {
  const person = await w.person(firstName, ['employee', 'oh_professional'])
  const professionalId = await w.inTenant((db) =>
    makeProfessional(db, {
      userId: person.id,
      workingHours: officeHours,
      location: 'Elm House, room 4',
      services: everything.map(({ modes, ...service }) => ({ ...service, modes: [...modes] })),
      ...more,
    }),
  )
  return { ...person, professionalId }
}
