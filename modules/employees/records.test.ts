import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changePerson, readPerson } from '#modules/directory/contract.ts'
import { insert } from '#platform/db.ts'
import { type Person, world } from '../../tests/world.ts'
import {
  addAssignment,
  addEmployee,
  changeEmployee,
  changeMyContact,
  listAssignments,
  listEmployees,
  myEmployment,
  myFitness,
  personalRecord,
  personEmployment,
  personFitness,
} from './contract.ts'
import { issueFitnessOutcome, withdrawFitnessOutcome } from './index.ts'

const w = await world('2026-06-15T09:00:00Z')
let petra = await w.person('Petra', ['employee', 'admin'])
let nurse = await w.person('Nadia', ['employee', 'oh_professional'])
let hilda = await w.person('Hilda', ['employee', 'manager'])
let otto = await w.person('Otto', ['employee', 'manager'])
let ann = await w.person('Ann', ['employee'])
const { yard, office } = await w.inTenant(async (db) => {
  const org = await insert(db, 'directory.organizations', { name: 'Harbour', code: 'harbour' })
  const works = await insert(db, 'directory.departments', { orgId: org.id, name: 'Works', code: 'works', headUserId: hilda.id })
  return {
    yard: await insert(db, 'directory.departments', { orgId: org.id, name: 'Yard', code: 'yard', parentId: works.id }),
    office: await insert(db, 'directory.departments', { orgId: org.id, name: 'Office', code: 'office', headUserId: otto.id }),
  }
})
const { employeeId } = await petra.call(addEmployee, {
  body: {
    userId: ann.id,
    employeeNumber: 'A1',
    departmentId: yard.id,
    jobTitle: 'Fitter',
    startDate: '2024-02-01',
    dateOfBirth: '1990-05-05',
    address: '1 CANARY Street',
    emergencyContactName: 'Canary Example',
  },
})
const params = { id: ann.id }
/** Sessions end when days pass. */
async function wake(at: string) {
  w.clock.set(at)
  ;[petra, nurse, hilda, otto, ann] = (await Promise.all([petra, nurse, hilda, otto, ann].map(w.signIn))) as [
    Person,
    Person,
    Person,
    Person,
    Person,
  ]
}

test('personnel add a record once, with a number nobody else has', async () => {
  const again = { userId: ann.id, employeeNumber: 'A2', departmentId: null, jobTitle: null }
  assert.equal((await petra.refused(addEmployee, { body: again })).code, 'employees.already_employed')
  assert.equal(
    (await petra.refused(addEmployee, { body: { ...again, userId: otto.id, employeeNumber: 'A1' } })).code,
    'employees.number_taken',
  )
  assert.equal((await petra.refused(addEmployee, { body: { ...again, employeeNumber: '' } })).errors?.[0]?.path, 'employeeNumber')
  assert.equal((await hilda.refused(addEmployee, { body: { ...again, userId: otto.id } })).status, 403)
  const { items, next } = await petra.call(listEmployees, { query: { departmentId: yard.id, status: 'active', jobTitle: 'Fitter' } })
  assert.deepEqual(
    [items.map(({ name, departmentName, startDate }) => [name, departmentName, startDate]), next],
    [[['Ann Example', 'Yard', '2024-02-01']], null],
  )
})

test('a person sees and keeps up their own record', async () => {
  const { employment: mine } = await ann.call(myEmployment, {})
  assert.ok(mine)
  assert.deepEqual([mine.address, mine.dateOfBirth, mine.may.change], ['1 CANARY Street', '1990-05-05', false])
  const changed = await ann.call(changeMyContact, { body: { phoneNumber: '0191 498 0000' } }, { 'if-match': String(mine.version) })
  assert.equal(changed.phoneNumber, '0191 498 0000')
  assert.equal((await ann.refused(changeMyContact, { body: { phoneNumber: null } }, { 'if-match': String(mine.version) })).status, 412)
  const meddled = await ann.call(changeMyContact, { body: { employeeNumber: 'A9', jobTitle: 'Director' } as object })
  assert.deepEqual([meddled.employeeNumber, meddled.jobTitle], ['A1', 'Fitter'])
  assert.deepEqual(await otto.call(myEmployment, {}), { employment: null })
  assert.deepEqual(await otto.call(myFitness, {}), { items: [], next: null })
})

test('a manager sees what their people do, and nothing personal; other managers see nothing', async () => {
  const { employment: seen } = await hilda.call(personEmployment, { params })
  assert.deepEqual([seen?.jobTitle, seen?.departmentName], ['Fitter', 'Yard'])
  assert.doesNotMatch(JSON.stringify(seen), /canary|1990|0191/i)
  assert.equal((await otto.refused(personEmployment, { params })).status, 404)
  assert.equal((await otto.refused(listAssignments, { params })).status, 404)
  assert.equal((await ann.refused(personEmployment, { params })).status, 403)
  assert.equal((await hilda.refused(personalRecord, { params, query: { reason: 'Curious about her' } })).status, 403)
})

test('of a person without a record there is nothing to tell, but to those who may know that', async () => {
  const of = { params: { id: otto.id } }
  assert.deepEqual(await petra.call(personEmployment, of), { employment: null })
  for (const endpoint of [listAssignments, personFitness]) assert.deepEqual(await petra.call(endpoint, of), { items: [], next: null })
  for (const endpoint of [personEmployment, listAssignments, personFitness]) assert.equal((await hilda.refused(endpoint, of)).status, 404)
  const nobody = { params: { id: '018f0000-0000-7000-8000-000000000000' } }
  for (const endpoint of [personEmployment, listAssignments, personFitness])
    assert.equal((await petra.refused(endpoint, nobody)).status, 404)
})

test('personnel see what is personal when they say why, and that stays in the audit trail', async () => {
  assert.equal((await petra.refused(personalRecord, { params })).errors?.[0]?.path, 'reason')
  const record = await petra.call(personalRecord, { params, query: { reason: 'Letter to the home address' } })
  assert.equal(record.address, '1 CANARY Street')
  const { rows } = await w.owner.query(
    `select new_values->>'reason' as reason from platform.audit_logs where action = 'read' and entity_id = $1`,
    [employeeId],
  )
  assert.deepEqual(rows, [{ reason: 'Letter to the home address' }])
})

test('personnel change a record; who has left is brought back by an assignment', async () => {
  const changed = await petra.call(changeEmployee, { params, body: { employmentStatus: 'inactive', title: 'Ms' } })
  assert.equal(changed.employmentStatus, 'inactive')
  const move = (effectiveOn: string, more: object) =>
    petra.call(addAssignment, { params, body: { effectiveOn, departmentId: null, jobTitle: null, ...more } })
  await move('2026-06-01', { ended: true })
  assert.equal((await petra.call(personEmployment, { params })).employment?.employmentStatus, 'terminated')
  assert.equal((await petra.refused(changeEmployee, { params, body: { employmentStatus: 'active' } })).code, 'employees.has_left')
  await move('2026-06-10', { departmentId: yard.id, jobTitle: 'Fitter' })
  const { employment: back } = await petra.call(personEmployment, { params })
  assert.deepEqual([back?.employmentStatus, back?.jobTitle], ['active', 'Fitter'])
  assert.equal((await petra.refused(changeEmployee, { params: { id: otto.id }, body: { title: 'Mr' } })).status, 404)
})

test('a move ahead takes place on its day, and not before', async () => {
  const body = { departmentId: office.id, jobTitle: 'Planner', effectiveOn: '2026-06-20' }
  const made = await petra.call(addAssignment, { params, body })
  assert.deepEqual([made.effectiveAt, made.departmentName], ['2026-06-19T23:00:00Z', 'Office'])
  await w.runJobs()
  assert.equal((await petra.call(personEmployment, { params })).employment?.jobTitle, 'Fitter')
  await wake('2026-06-20T07:00:00Z')
  await w.runJobs()
  assert.equal((await petra.call(personEmployment, { params })).employment?.jobTitle, 'Planner')
  const people = await w.inTenant((db) => db.selectFrom('directory.people').select('deptId').where('id', '=', ann.id).executeTakeFirst())
  assert.equal(people?.deptId, office.id)
  const first = await otto.call(listAssignments, { params, query: { limit: 2 } })
  const rest = await otto.call(listAssignments, { params, query: { limit: 2, cursor: first.next ?? undefined } })
  assert.deepEqual(
    [...first.items, ...rest.items].map(({ jobTitle, ended }) => [jobTitle, ended]),
    [
      ['Planner', false],
      ['Fitter', false],
      [null, true],
      ['Fitter', false],
    ],
  )
  assert.equal((await petra.refused(addAssignment, { params, body: { ...body, departmentId: null, jobTitle: null } })).status, 422)
  assert.equal((await petra.refused(addAssignment, { params, body: { ...body, departmentId: ann.id } })).status, 422)
  assert.equal((await hilda.refused(addAssignment, { params, body })).status, 403)
})

test('the person and professionals read an outcome whole; a manager reads class, restrictions and dates only', async () => {
  const issue = (more: object) =>
    w.inTenant((db) =>
      issueFitnessOutcome(db, {
        employeeId,
        appointmentId: null,
        outcome: 'fit_with_adjustments',
        restrictions: ['No lifting above 10 kg'],
        reviewDate: '2026-06-25',
        issuedBy: nurse.id,
        issuedByName: 'Nadia CANARY',
        now: w.clock.now(),
        ...more,
      }),
    )
  const first = await issue({})
  w.clock.pass({ hours: 1 })
  const second = await issue({ outcome: 'fit', restrictions: [], reviewDate: null })
  const states = async () => (await ann.call(myFitness, {})).items.map(({ outcome, state }) => [outcome, state])
  assert.deepEqual(await states(), [
    ['fit', 'current'],
    ['fit_with_adjustments', 'replaced'],
  ])
  await w.inTenant((db) => withdrawFitnessOutcome(db, { outcomeId: second.id, reason: 'CANARY reason', by: nurse.id, now: w.clock.now() }))
  assert.deepEqual(await states(), [
    ['fit', 'withdrawn'],
    ['fit_with_adjustments', 'current'],
  ])
  await wake('2026-06-26T09:00:00Z')
  assert.deepEqual((await states())[1], ['fit_with_adjustments', 'due'])
  const forManager = await otto.call(personFitness, { params })
  assert.doesNotMatch(JSON.stringify(forManager), /CANARY/)
  assert.deepEqual(forManager.items[1]?.restrictions, ['No lifting above 10 kg'])
  assert.match(JSON.stringify(await nurse.call(personFitness, { params })), /Nadia CANARY.*CANARY reason|CANARY reason.*Nadia CANARY/)
  const page = await ann.call(myFitness, { query: { limit: 1 } })
  assert.equal((await ann.call(myFitness, { query: { limit: 1, cursor: page.next ?? undefined } })).items[0]?.id, first.id)
  assert.equal((await hilda.refused(personFitness, { params })).status, 404)
  assert.equal((await ann.refused(personFitness, { params })).status, 403)
})

test('an outcome that says too little is refused', async () => {
  const issue = (more: object) =>
    w.inTenant((db) =>
      issueFitnessOutcome(db, {
        employeeId,
        appointmentId: null,
        outcome: 'fit',
        restrictions: [],
        reviewDate: null,
        issuedBy: nurse.id,
        issuedByName: 'Nadia',
        now: w.clock.now(),
        ...more,
      }),
    )
  await assert.rejects(issue({ outcome: 'fit_with_adjustments' }), /which adjustments/)
  await assert.rejects(issue({ outcome: 'temporarily_unfit' }), /needs the day of its review/)
  await assert.rejects(issue({ reviewDate: '2020-01-01' }), /cannot lie in the past/)
})

test('another tenant knows nobody here', async () => {
  const eve = await (await w.tenant()).person('Eve', ['admin', 'oh_professional'])
  const calls = [personEmployment, listAssignments, personFitness]
  for (const endpoint of calls) assert.equal((await eve.refused(endpoint, { params })).status, 404)
  assert.equal((await eve.refused(personalRecord, { params, query: { reason: 'Curious about her' } })).status, 404)
  assert.equal((await eve.refused(changeEmployee, { params, body: { title: 'Mr' } })).status, 404)
  assert.equal(
    (await eve.refused(addAssignment, { params, body: { effectiveOn: '2026-01-01', departmentId: null, jobTitle: 'X' } })).status,
    404,
  )
  assert.deepEqual((await eve.call(listEmployees, {})).items, [])
})

test('whoever puts an employee into another department gives them an assignment there, and a number is that of both', async () => {
  const place = async () => (await petra.call(personEmployment, { params })).employment
  const before = await place()
  await petra.call(changePerson, { params, body: { departmentId: office.id } })
  assert.deepEqual([(await place())?.departmentId, (await place())?.jobTitle], [office.id, before?.jobTitle])
  const log = (await petra.call(listAssignments, { params, query: {} })).items.length
  await petra.call(changePerson, { params, body: { departmentId: office.id, phone: '07700 900111' } })
  assert.equal((await petra.call(listAssignments, { params, query: {} })).items.length, log, 'nothing moved')
  await petra.call(changePerson, { params, body: { employeeNumber: 'A-2' } })
  assert.equal((await place())?.employeeNumber, 'A-2')
  await petra.call(changeEmployee, { params, body: { employeeNumber: 'A-3' } })
  assert.equal((await petra.call(readPerson, { params })).employeeNumber, 'A-3')
})
