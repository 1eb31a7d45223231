import assert from 'node:assert/strict'
import { test } from 'node:test'
import { giveDepartmentRole } from '#modules/access/contract.ts'
import { readPerson } from '#modules/directory/contract.ts'
import { type Db, insert } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { world } from '../../tests/world.ts'
import { listEmployees, personalRecord, personEmployment, personFitness } from './contract.ts'
import { addEmployee, assignTo, employeeOfUser, issueFitnessOutcome, withdrawFitnessOutcome } from './index.ts'

const w = await world()
const { yard, office } = await w.inTenant(async (db) => {
  const org = await insert(db, 'directory.organizations', { name: 'Harbour', code: 'harbour' })
  return {
    yard: await insert(db, 'directory.departments', { orgId: org.id, name: 'Yard', code: 'yard' }),
    office: await insert(db, 'directory.departments', { orgId: org.id, name: 'Office', code: 'office' }),
  }
})
const countOf = (id: string) =>
  w.inTenant((db) => db.selectFrom('directory.departments').select('employeeCount').where('id', '=', id).executeTakeFirstOrThrow())

test('a person who moves takes their department and its head count with them', async () => {
  const ann = await w.person('Ann', ['employee'])
  const employee = await w.inTenant((db) =>
    addEmployee(db, { userId: ann.id, employeeNumber: 'A1', departmentId: yard.id, jobTitle: 'Fitter', now: w.clock.now() }),
  )
  assert.equal((await countOf(yard.id)).employeeCount, 1)
  await w.inTenant((db) =>
    assignTo(db, {
      employeeId: employee.id,
      departmentId: office.id,
      jobTitle: 'Planner',
      effectiveAt: w.clock.now(),
      now: w.clock.now(),
      by: null,
    }),
  )
  const found = await w.inTenant((db) => employeeOfUser(db, ann.id))
  assert.equal(found?.departmentId, office.id)
  assert.equal(found?.jobTitle, 'Planner')
  assert.deepEqual([(await countOf(yard.id)).employeeCount, (await countOf(office.id)).employeeCount], [0, 1])
})

test('an outcome is issued and withdrawn once', async () => {
  const bob = await w.person('Bob', ['employee'])
  const employee = await w.inTenant((db) =>
    addEmployee(db, { userId: bob.id, employeeNumber: 'B1', departmentId: yard.id, jobTitle: 'Fitter', now: w.clock.now() }),
  )
  const given = {
    employeeId: employee.id,
    appointmentId: null,
    outcome: 'fit',
    restrictions: [],
    reviewDate: '2027-06-15',
    issuedBy: bob.id,
    issuedByName: 'Nurse',
    now: w.clock.now(),
  } as const
  const outcome = await w.inTenant((db) => issueFitnessOutcome(db, given))
  const withdraw = () =>
    w.inTenant((db) => withdrawFitnessOutcome(db, { outcomeId: outcome.id, reason: 'Issued in error', by: bob.id, now: w.clock.now() }))
  await withdraw()
  await assert.rejects(withdraw, /fitness_withdrawals_once/)
})

test('nobody plans a move to where everybody may do more than they: today, or in a month', async () => {
  const [chief, lab] = [await w.person('Chief', ['employee', 'admin']), await w.inTenant((db) => departmentWithRole(db))]
  const self = await w.inTenant((db) => addEmployee(db, { userId: chief.id, employeeNumber: 'C1', now: w.clock.now() }))
  for (const hours of [0, 30 * 24]) {
    const effectiveAt = w.clock.now().add({ hours })
    const plan = w.inTenant((db) =>
      assignTo(db, { employeeId: self.id, departmentId: lab, jobTitle: null, effectiveAt, now: w.clock.now(), by: chief.id }),
    )
    await assert.rejects(plan, { code: 'access.place_above_you' })
  }
})

test('a planned move does not happen where the department gives more by then than who planned it may give', async () => {
  const boss = await w.person('Boss', ['tenant_administrator', 'employee'])
  const { id: deptId } = await w.inTenant((db) => insert(db, 'directory.departments', { orgId: yard.orgId, name: 'Ward', code: 'ward' }))
  await w.inTenant(async (db) => {
    const { id: employeeId } = await addEmployee(db, { userId: boss.id, employeeNumber: 'BOSS1', now: w.clock.now() })
    const effectiveAt = w.clock.now().add({ hours: 48 })
    await assignTo(db, { employeeId, departmentId: deptId, jobTitle: null, effectiveAt, now: w.clock.now(), by: boss.id })
  })
  await boss.call(giveDepartmentRole, { params: { id: deptId }, body: { role: 'oh_professional' } })
  w.clock.pass({ hours: 49 })
  await assert.rejects(w.runJobs(), { code: 'access.place_above_you' })
  w.clock.pass({ hours: -49 })
  await boss.call(readPerson, { params: { id: boss.id } }).then((person) => assert.equal(person.department, null))
})

async function departmentWithRole(db: Db): Promise<string> {
  const { id: roleId } = await db.selectFrom('access.roles').select('id').where('code', '=', 'oh_professional').executeTakeFirstOrThrow()
  const { id: deptId } = await insert(db, 'directory.departments', { orgId: yard.orgId, name: 'Clinic', code: 'clinic' })
  await insert(db, 'access.department_roles', { deptId, roleId })
  return deptId
}

test('an administrator of one department reads records and outcomes of its people only', async () => {
  const [near, far] = [await w.person('Near', [], { deptId: yard.id }), await w.person('Far', [], { deptId: office.id })]
  const clerk = await w.person('Clerk', [])
  await w.inTenant(async (db) => {
    const { id: roleId } = await db.selectFrom('access.roles').select('id').where('code', '=', 'admin').executeTakeFirstOrThrow()
    await insert(db, 'access.user_roles', { userId: clerk.id, roleId, deptId: yard.id, assignedAt: w.clock.now().toString() })
    for (const { id } of [near, far]) {
      const departmentId = id === near.id ? yard.id : office.id
      await addEmployee(db, { userId: id, employeeNumber: id, departmentId, now: w.clock.now() })
    }
  })
  const { items } = await clerk.call(listEmployees, {})
  assert.ok(items.some((one) => one.userId === near.id) && items.every((one) => one.departmentId === yard.id))
  await clerk.call(personalRecord, { params: { id: near.id }, query: { reason: 'Payroll asked for it' } })
  await clerk.call(personFitness, { params: { id: near.id } })
  assert.equal((await clerk.refused(personFitness, { params: { id: far.id } })).status, 404)
  const personal = { params: { id: far.id }, query: { reason: 'Payroll asked for it' } }
  assert.equal((await clerk.refused(personalRecord, personal)).status, 404)
})

test('a head who may read some records reads what is personal of those only, not of their people as such', async () => {
  const head = await w.person('Head', ['manager'])
  const worker = await w.person('Worker', [])
  await w.inTenant(async (db) => {
    const dock = await insert(db, 'directory.departments', { orgId: yard.orgId, name: 'Dock', code: 'dock', headUserId: head.id })
    await addEmployee(db, { userId: worker.id, employeeNumber: 'W1', departmentId: dock.id, now: w.clock.now() })
    const { id: roleId } = await db.selectFrom('access.roles').select('id').where('code', '=', 'admin').executeTakeFirstOrThrow()
    await insert(db, 'access.user_roles', { userId: head.id, roleId, deptId: office.id, assignedAt: w.clock.now().toString() })
    await emit(db, 'access.rights_changed', { userIds: [head.id] })
  })
  const { employment } = await head.call(personEmployment, { params: { id: worker.id } })
  assert.equal(employment?.employeeNumber, 'W1')
  const personal = { params: { id: worker.id }, query: { reason: 'Payroll asked for it' } }
  assert.equal((await head.refused(personalRecord, personal)).status, 404)
})
