import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addDepartment,
  addPerson,
  changePerson,
  deactivatePerson,
  listPeople,
  organizations,
  readPerson,
} from '#modules/directory/contract.ts'
import { addBranch } from '#modules/directory/index.ts'
import { type Person, world } from '../../tests/world.ts'
import { addRole, changeRole, giveRole, type RoleGrant } from './contract.ts'

const w = await world()
const boss = w.administrator
const company = async (code: string, parentOrgId?: string) => {
  const { id } = (await boss.call(organizations.create, {
    body: { name: code, code, type: 'company', status: 'active', contactEmail: null, contactPhone: null, parentOrgId: parentOrgId ?? null },
  })) as { id: string }
  return id
}
const [works, other] = [await company('works'), await company('other')]
const daughter = await company('daughter', works)
const branch = await w.inTenant((db) => addBranch(db, works, { name: 'North', code: 'north' }))
const department = async (code: string, more: object = {}) =>
  (await boss.call(addDepartment, { body: { name: code, code, organizationId: works, ...more } })).id
const lab = await department('lab', { branchId: branch })
const bench = await department('bench', { parentId: lab })
const yard = await department('yard', { branchId: branch })
const away = await department('away', { organizationId: other })

const people = {
  Lab: await w.person('Lab', [], { deptId: lab, orgId: works }),
  Bench: await w.person('Bench', [], { deptId: bench, orgId: works, userType: 'learner' }),
  Yard: await w.person('Yard', [], { deptId: yard, orgId: works }),
  Away: await w.person('Away', [], { deptId: away, orgId: other }),
  Daughter: await w.person('Daughter', [], { orgId: daughter, userType: 'learner' }),
  Nowhere: await w.person('Nowhere', [], {}),
}
let made = 0
/** Somebody of the laboratory with a role of these grants, of this scope. */
async function viewer(grants: (Partial<RoleGrant> & { permission: string })[], given: object = {}, role: object = {}): Promise<Person> {
  const code = `role-${made++}`
  await boss.call(addRole, { body: { name: code, code, grants, ...role } as never })
  const person = await w.person(`Viewer${made}`, [], { deptId: lab, orgId: works })
  await boss.call(giveRole, { params: { id: person.id }, body: { role: code, ...given } })
  return person
}
const names = new Map(Object.entries(people).map(([name, { id }]) => [id, name]))
/** Whom a viewer finds: the list, page by page, and the page of each person agree. */
async function finds(who: Person): Promise<string[]> {
  const found: string[] = []
  for (let cursor: string | undefined, more = true; more; ) {
    const { items, next } = await who.call(listPeople, { query: { limit: 2, ...(cursor ? { cursor } : {}) } })
    found.push(...items.map((one) => one.id))
    cursor = next ?? undefined
    more = next !== null
  }
  const opened: string[] = []
  for (const id of names.keys())
    await who.call(readPerson, { params: { id } }).then(
      () => opened.push(id),
      (error: Error) => assert.match(error.message, / answered 404/),
    )
  const known = found.filter((id) => names.has(id))
  assert.deepEqual(known.sort(), opened.sort(), 'list and page agree')
  return known.map((id) => names.get(id) ?? '').sort()
}
const read = (conditions: RoleGrant['conditions'] = {}) => [{ permission: 'people:read', conditions }]

test('a right reaches whom its scope, its place and its comparisons name, in list and page alike', async () => {
  assert.deepEqual(await finds(await viewer(read())), Object.keys(people).sort())
  assert.deepEqual(await finds(await viewer(read(), { departmentId: lab })), ['Bench', 'Lab'])
  assert.deepEqual(await finds(await viewer(read(), { organizationId: works })), ['Bench', 'Daughter', 'Lab', 'Yard'])
  assert.deepEqual(await finds(await viewer(read(), { organizationId: other })), ['Away'])
  assert.deepEqual(await finds(await viewer(read(), { organizationId: other, departmentId: lab })), [])
  assert.deepEqual(await finds(await viewer(read({ scope: 'organization' }))), ['Bench', 'Daughter', 'Lab', 'Yard'])
  assert.deepEqual(await finds(await viewer(read({ scope: 'branch' }))), ['Lab', 'Yard'])
  assert.deepEqual(await finds(await viewer(read({ scope: 'branch' }), { departmentId: yard })), ['Yard'])
  assert.deepEqual(await finds(await viewer(read(), {}, { scope: 'own' })), [])
  assert.deepEqual(await finds(await viewer(read(), {}, { scope: 'department' })), [], 'they head nothing')
  const where = (is: 'one_of' | 'none_of', ...values: string[]) => read({ where: [{ attribute: 'userType', is, values }] })
  assert.deepEqual(await finds(await viewer(where('one_of', 'learner', 'admin'))), ['Bench', 'Daughter'])
  assert.deepEqual(await finds(await viewer(where('none_of', 'learner'), { organizationId: works })), ['Lab', 'Yard'])
})

test('a head reaches the departments they head, and below, from the moment on that they do', async () => {
  const head = await viewer(read(), {}, { scope: 'department' })
  await w.owner.query('update directory.departments set head_user_id = $2 where id = $1', [lab, head.id])
  assert.deepEqual(await finds(head), ['Bench', 'Lab'])
  await w.owner.query('update directory.departments set head_user_id = null where id = $1', [lab])
  assert.deepEqual(await finds(head), [])
})

test('several roles reach what each of them does', async () => {
  const both = await viewer(read(), { departmentId: bench })
  await boss.call(addRole, { body: { name: 'Far', code: 'far', grants: read() as never } })
  await boss.call(giveRole, { params: { id: both.id }, body: { role: 'far', organizationId: other } })
  assert.deepEqual(await finds(both), ['Away', 'Bench'])
})

test('who may change some people changes no others, sees no others’ address, and moves nobody out of reach', async () => {
  const clerk = await viewer([{ permission: 'people:read' }, { permission: 'people:write', conditions: { scope: 'branch' } }])
  const change = (who: Person, body: object) => clerk.refused(changePerson, { params: { id: who.id }, body })
  await clerk.call(changePerson, { params: { id: people.Yard.id }, body: { phone: '0113 496 0000' } })
  assert.equal((await change(people.Away, { phone: '1' })).status, 403)
  assert.equal((await clerk.refused(deactivatePerson, { params: { id: people.Away.id } })).status, 403)
  assert.equal((await change(people.Yard, { departmentId: away })).status, 403)
  const body = { firstName: 'Far', lastName: 'Away', departmentId: away, invite: false }
  assert.equal((await clerk.refused(addPerson, { body })).status, 403)
  const seen = async (who: Person) => clerk.call(readPerson, { params: { id: who.id } })
  assert.deepEqual([(await seen(people.Away)).email, (await seen(people.Away)).may.change], [null, false])
  const yard = await seen(people.Yard)
  assert.deepEqual([typeof yard.email, yard.may.change], ['string', true])
  const search = async (q: string) => (await clerk.call(listPeople, { query: { q } })).items.length
  const email = async (who: Person) => (await boss.call(readPerson, { params: { id: who.id } })).email ?? ''
  assert.deepEqual([await search(await email(people.Yard)), await search(await email(people.Away))], [1, 0])
  const { items } = await clerk.call(listPeople, { query: { limit: 200 } })
  assert.deepEqual(
    items
      .filter((one) => one.email !== null && names.has(one.id))
      .map((one) => names.get(one.id))
      .sort(),
    ['Lab', 'Yard'],
  )
})

test('whose rights reach as far as their own place does not move themselves', async () => {
  const clerk = await viewer([{ permission: 'people:read' }, { permission: 'people:write' }], {}, { scope: 'organization' })
  const self = await viewer([{ permission: 'people:read' }, { permission: 'people:write', conditions: { scope: 'own' } }])
  for (const who of [clerk, self])
    for (const body of [{ organizationId: other }, { departmentId: yard }, { departmentId: null }])
      assert.equal((await who.refused(changePerson, { params: { id: who.id }, body })).status, 403)
  await clerk.call(changePerson, { params: { id: clerk.id }, body: { departmentId: lab, organizationId: works, phone: '0113 496 0001' } })
  assert.equal((await clerk.refused(readPerson, { params: { id: people.Away.id } })).status, 404)
})

test('a right about the whole organisation does not count for a part of it', async () => {
  const part = await viewer([{ permission: 'directory:write' }, { permission: 'directory:read' }], { departmentId: lab })
  const body = { name: 'New', code: 'new', organizationId: works }
  assert.equal((await part.refused(addDepartment, { body })).status, 403)
})

test('what reaches some people only is not passed on', async () => {
  const part = await viewer([
    { permission: 'people:read', conditions: { scope: 'branch' } },
    { permission: 'roles:write' },
    { permission: 'roles:read' },
  ])
  const refused = await part.refused(addRole, { body: { name: 'All', code: 'all', grants: read() } })
  assert.equal(refused.code, 'access.not_yours_to_edit')
  const { id } = await boss.call(addRole, { body: { name: 'All', code: 'all', grants: read() as never } })
  assert.equal((await part.refused(changeRole, { params: { id }, body: { name: 'Every' } })).status, 403)
  assert.equal((await part.refused(giveRole, { params: { id: part.id }, body: { role: 'all' } })).code, 'access.not_yours_to_give')
})

test('nobody puts an organisation below one where people may do more than they', async () => {
  const [above, lone] = [await company('above'), await company('lone')]
  await viewer(read(), { organizationId: above })
  const clerk = await viewer([{ permission: 'directory:write' }, { permission: 'directory:read' }])
  const put = { params: { id: lone }, body: { parentOrgId: above } }
  assert.equal((await clerk.refused(organizations.change, put)).code, 'access.reach_above_you')
  await clerk.call(organizations.change as never, { params: { id: lone }, body: { name: 'Alone' } } as never)
  const moved = (await boss.call(organizations.change as never, put as never)) as { parentOrgId: string }
  assert.equal(moved.parentOrgId, above)
})
