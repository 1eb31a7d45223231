import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addEmployee } from '#modules/employees/index.ts'
import { listEvidence, withdrawEvidence } from '#modules/enrollments/contract.ts'
import { insert } from '#platform/db.ts'
import { world } from '../../tests/world.ts'
import { getTeam, personClearance } from './contract.ts'

test('who oversees one department sees clearance and training of its people, and withdraws nobody else’s', async () => {
  const w = await world()
  const now = w.clock.now()
  const overseer = await w.person('Overseer', [])
  const made = await w.inTenant(async (db) => {
    const { id: orgId } = await insert(db, 'directory.organizations', { name: 'Harbour', code: 'harbour' })
    const department = async (name: string, parentId: string | null = null) =>
      (await insert(db, 'directory.departments', { orgId, name, code: name.toLowerCase(), parentId })).id
    const yard = await department('Yard')
    const { id: roleId } = await db.selectFrom('access.roles').select('id').where('code', '=', 'admin').executeTakeFirstOrThrow()
    await insert(db, 'access.user_roles', { userId: overseer.id, roleId, deptId: yard, assignedAt: now.toString() })
    const { id: courseId } = await insert(db, 'courses.courses', { code: 'wheels', title: 'Abrasive wheels' })
    return { dock: await department('Dock', yard), office: await department('Office'), courseId }
  })
  const hire = async (name: string, departmentId: string) => {
    const { id } = await w.person(name, ['employee'], { deptId: departmentId })
    return w.inTenant(async (db) => {
      await addEmployee(db, { userId: id, employeeNumber: name, departmentId, jobTitle: 'Fitter', now })
      const course = { courseId: made.courseId, courseCode: 'wheels', courseTitle: 'Abrasive wheels' }
      const dated = { effectiveAt: now.toString(), recordedAt: now.toString() }
      const evidence = await insert(db, 'enrollments.evidence', {
        ...{ kind: 'external_recorded', userId: id, userName: name, rule: 'shown on paper' },
        ...course,
        ...dated,
      })
      return { id, evidenceId: evidence.id }
    })
  }
  const [near, far] = [await hire('Near', made.dock), await hire('Far', made.office)]

  const { items } = await overseer.call(getTeam, { query: {} })
  assert.deepEqual(
    items.map((one) => one.name),
    ['Near Example'],
  )
  await overseer.call(personClearance, { params: { id: near.id }, query: {} })
  assert.equal((await overseer.refused(personClearance, { params: { id: far.id }, query: {} })).status, 404)
  const record = await overseer.call(listEvidence, { query: { userId: near.id } })
  assert.deepEqual(
    record.items.map((one) => one.may.withdraw),
    [true],
  )
  assert.equal((await overseer.refused(listEvidence, { query: { userId: far.id } })).status, 404)
  const withdraw = ({ evidenceId }: typeof near) => ({ params: { id: evidenceId }, body: { reason: 'Somebody else sat it' } })
  assert.equal((await overseer.refused(withdrawEvidence, withdraw(far))).status, 404)
  await overseer.call(withdrawEvidence, withdraw(near))
})
