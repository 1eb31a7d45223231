import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as appointments from '#modules/appointments/contract.ts'
import { addDepartment, organizations } from '#modules/directory/contract.ts'
import { assignTo } from '#modules/employees/index.ts'
import { employed, practising } from '../../tests/clinic.ts'
import { type Person, world } from '../../tests/world.ts'
import * as api from './contract.ts'

const w = await world('2026-06-16T07:30:00Z')
const ann = await employed(w, 'Ann')
const noor = await practising(w, 'Noor')
const max = await employed(w, 'Max', ['employee', 'manager'])
const desk = await employed(w, 'Dot', ['employee', 'admin'])

// Max heads the department Ann works in.
const organization = (await w.administrator.call(organizations.create, {
  body: { name: 'Acme', code: 'acme', type: 'company', status: 'active', contactEmail: null, contactPhone: null },
})) as { id: string }
const department = await w.administrator.call(addDepartment, {
  body: { name: 'Works', code: 'works', organizationId: organization.id, headUserId: max.id },
})
await w.inTenant((db) =>
  assignTo(db, {
    employeeId: ann.employeeId,
    departmentId: department.id,
    jobTitle: 'Fitter',
    effectiveAt: w.clock.now(),
    now: w.clock.now(),
    by: null,
  }),
)
const visit = await ann.call(appointments.bookAppointment, {
  body: {
    professionalId: noor.professionalId,
    type: 'consultation',
    mode: 'in_person',
    startsAt: '2026-06-16T08:00:00Z',
    reason: 'canary reason',
  },
})
const of = { params: { id: visit.id } }
await noor.call(appointments.prepareAppointment, { ...of, body: { text: 'canary preparation' } })
await noor.call(appointments.confirmAppointment, of)
await noor.call(appointments.startAppointment, of)
const note = await noor.call(api.writeNote, { ...of, body: { text: 'canary note' } })
const outcome = await noor.call(api.issueOutcome, {
  ...of,
  body: { outcome: 'fit_with_adjustments', restrictions: ['No lifting above 10 kg'], reviewDate: '2026-09-30' },
})
await w.runJobs()

const ids = [visit.id, ann.id, ann.employeeId, noor.id, noor.professionalId, note.id, outcome.id, department.id, organization.id]
const query = new URLSearchParams({
  type: 'consultation',
  mode: 'in_person',
  from: '2026-06-15',
  to: '2026-06-20',
  at: '2026-06-16T12:00:00Z',
  q: 'ann',
})
const gets = w.tools.registry.modules.flatMap((module) =>
  module.routes.flatMap(({ endpoint }) => (endpoint.method === 'GET' && endpoint.permission !== 'operator' ? [endpoint.path] : [])),
)

/** Everything this person is answered on every road that reads, for every id there is. */
async function everythingFor(person: Person): Promise<{ answered: number; leaks: string[] }> {
  const leaks: string[] = []
  let answered = 0
  for (const path of gets.filter((path) => path !== '/live'))
    for (const id of path.includes(':') ? ids : ['']) {
      const url = path.replace(/:\w+/g, id)
      for (const search of ['', `?${query}`]) {
        const answer = await w.server.inject({ url: `/api${url}${search}`, cookies: { '__Host-salus': person.token } })
        if (answer.statusCode < 300) answered++
        if (answer.payload.includes('canary')) leaks.push(url)
      }
    }
  return { answered, leaks }
}

test('whatever a manager or an administrator reads, no clinical word reaches them', async () => {
  for (const person of [max, desk, w.administrator]) {
    const { answered, leaks } = await everythingFor(person)
    assert.ok(answered > 5, 'the walk reaches something')
    assert.deepEqual(leaks, [])
  }
})

test('the same walk finds the words for the two who share them', async () => {
  for (const person of [ann, noor]) assert.ok((await everythingFor(person)).leaks.includes(`/appointments/${visit.id}/notes`))
})
