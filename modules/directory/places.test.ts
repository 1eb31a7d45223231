import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Problem } from '#platform/contract.ts'
import { type Person, world } from '../../tests/world.ts'
import { addDepartment, addPerson, branchContacts, changePerson, organizations } from './contract.ts'
import { addBranch, removeBranch } from './index.ts'

const w = await world()
const nowhere = '0198aaaa-0000-7000-8000-000000000000'
const company = { name: 'Harbour', type: 'company', status: 'active', contactEmail: null, contactPhone: null } as const
const finn = { type: 'first_aid', name: 'Finn', designation: null, email: 'finn@example.com', phone: null, isPrimary: true }

type Kept = { id: string; name: string }
type Within = { branchId: string } | Record<never, never>
/** A list as one person keeps it. The contract's types do not know the parameters of a path they are given as a value. */
function keeps(person: Person, of: typeof organizations | typeof branchContacts, within: Within = {}) {
  const call = (verb: 'list' | 'create' | 'change' | 'remove', input: object) => person.call(of[verb] as never, input as never)
  const refused = (verb: 'list' | 'create' | 'change' | 'remove', input: object): Promise<Problem> => person.refused(of[verb], input)
  const at = (id: string) => ({ params: { ...within, id } })
  return {
    list: async (query: object = {}) => (await call('list', { params: within, query })) as { items: Kept[]; next: string | null },
    create: async (body: object) => (await call('create', { params: within, body })) as Kept,
    change: async (id: string, body: object) => (await call('change', { ...at(id), body })) as Kept,
    remove: (id: string) => call('remove', at(id)),
    refuses: {
      create: (body: object) => refused('create', { params: within, body }),
      change: (id: string, body: object) => refused('change', { ...at(id), body }),
      remove: (id: string) => refused('remove', at(id)),
    },
  }
}
const paths = (problem: Problem) => problem.errors?.map((error) => error.path).sort()
const names = async (of: ReturnType<typeof keeps>) => (await of.list()).items.map((one) => one.name)

test('organisations are added, found page by page, changed, and removed when nothing refers to them', async () => {
  const all = keeps(w.administrator, organizations)
  const harbour = await all.create({ ...company, code: 'harbour' })
  const quay = await all.create({ ...company, name: 'Quay', code: 'quay', type: 'contractor' })
  const first = await all.list({ limit: 1 })
  assert.deepEqual(first.items, [harbour])
  assert.deepEqual((await all.list({ limit: 1, cursor: first.next })).items, [quay])
  assert.equal((await all.change(quay.id, { name: 'Quayside' })).name, 'Quayside')

  assert.deepEqual(paths(await all.refuses.create({ ...company, code: 'harbour' })), ['code'])
  assert.deepEqual(paths(await all.refuses.change(quay.id, { code: 'harbour' })), ['code'])
  assert.deepEqual(paths(await all.refuses.change(quay.id, { name: '', type: 'club', contactEmail: 'nobody' })), [
    'contactEmail',
    'name',
    'type',
  ])
  assert.equal((await all.refuses.change(nowhere, { name: 'X' })).status, 404)
  const branchId = await w.inTenant((db) => addBranch(db, quay.id, { name: 'North', code: 'north' }))
  assert.equal((await all.refuses.remove(quay.id)).code, 'in_use')
  assert.deepEqual(await names(all), ['Harbour', 'Quayside'])

  await w.inTenant((db) => removeBranch(db, { orgId: quay.id, id: branchId }))
  await all.remove(quay.id)
  assert.equal((await all.refuses.remove(quay.id)).status, 404)
  assert.deepEqual(await names(all), ['Harbour'])
})

test('a branch says whom to ask for what, and has one primary contact', async () => {
  const org = await keeps(w.administrator, organizations).create({ ...company, code: 'pier' })
  const north = await w.inTenant((db) => addBranch(db, org.id, { name: 'North', code: 'north' }))
  const all = keeps(w.administrator, branchContacts, { branchId: north })
  const first = await all.create(finn)
  const gail = await all.create({ ...finn, name: 'Gail', isPrimary: false })

  assert.deepEqual(paths(await all.refuses.change(gail.id, { isPrimary: true })), ['isPrimary'])
  assert.deepEqual(paths(await all.refuses.change(gail.id, { email: 'gail' })), ['email'])
  assert.deepEqual(paths(await keeps(w.administrator, branchContacts, { branchId: nowhere }).refuses.create(finn)), ['branch'])
  assert.deepEqual((await all.list()).items, [first, gail])

  await all.remove(first.id)
  assert.equal((await all.refuses.remove(first.id)).status, 404)
  assert.equal((await all.change(gail.id, { isPrimary: true, name: 'Gail Gale' })).name, 'Gail Gale')
  assert.deepEqual(await names(all), ['Gail Gale'])
  await w.inTenant((db) => removeBranch(db, { orgId: org.id, id: north }))
  assert.deepEqual(await names(all), [], 'they go with their branch')
})

test('everybody who may see the directory sees its places; only those who keep it change them', async () => {
  const eve = await w.person('Eve', ['employee'])
  const [org] = (await keeps(w.administrator, organizations).list()).items
  const id = org?.id as string
  const hers = keeps(eve, organizations)
  assert.ok((await names(hers)).length > 0)
  assert.equal((await hers.refuses.create({ ...company, code: 'eve' })).status, 403)
  assert.equal((await hers.refuses.change(id, { name: 'Mine' })).status, 403)
  assert.equal((await hers.refuses.remove(id)).status, 403)
  const there = keeps((await w.tenant()).administrator, organizations)
  assert.deepEqual(await there.list(), { items: [], next: null })
  assert.equal((await there.refuses.change(id, { name: 'Mine' })).status, 404)
  assert.equal((await there.refuses.remove(id)).status, 404)
})

test('a suspended organisation says why, and nobody and nothing new comes into it until it is active again', async () => {
  const all = keeps(w.administrator, organizations)
  const mole = await all.create({ ...company, code: 'mole', taxId: 'gb 123 4567 89', registrationNumber: '01234567', address: 'Quay 1' })
  assert.equal((mole as Kept & { taxId: string }).taxId, 'GB 123 4567 89')
  assert.deepEqual(paths(await all.refuses.change(mole.id, { taxId: '?', registrationNumber: '1' })), ['registrationNumber', 'taxId'])
  assert.deepEqual(paths(await all.refuses.change(mole.id, { status: 'suspended' })), ['suspendedReason'])
  await all.change(mole.id, { status: 'suspended', suspendedReason: 'The contract is under review.' })
  const stands = async () =>
    (
      await w.owner.query(
        'select status, suspended_reason as why, suspended_at as since, activated_at as active, is_active from directory.organizations where id = $1',
        [mole.id],
      )
    ).rows[0]
  assert.deepEqual(await stands(), {
    status: 'suspended',
    why: 'The contract is under review.',
    since: w.clock.now().toString(),
    active: w.clock.now().toString(),
    is_active: false,
  })
  const body = { firstName: 'New', lastName: 'Comer', organizationId: mole.id, invite: false }
  const refused = await w.administrator.refused(addPerson, { body })
  assert.deepEqual([refused.status, refused.code], [409, 'directory.organization_suspended'])
  assert.match(refused.title, /The contract is under review/)
  const department = { name: 'New', code: 'new', organizationId: mole.id }
  assert.equal((await w.administrator.refused(addDepartment, { body: department })).code, 'directory.organization_suspended')
  await all.change(mole.id, { status: 'active' })
  assert.deepEqual(await stands(), { status: 'active', why: null, since: null, active: w.clock.now().toString(), is_active: true })
  await w.administrator.call(addDepartment, { body: department })
})

test('organisations are a tree: none comes below itself, also by a detour, and what they have besides is kept in words', async () => {
  const all = keeps(w.administrator, organizations)
  const [a, b, c] = [
    await all.create({ ...company, code: 'ta' }),
    await all.create({ ...company, code: 'tb' }),
    await all.create({ ...company, code: 'tc' }),
  ]
  await all.change(b.id, { parentOrgId: a.id })
  await all.change(c.id, { parentOrgId: b.id })
  for (const [id, parentOrgId] of [
    [a.id, c.id],
    [a.id, a.id],
    [b.id, nowhere],
  ] as const)
    assert.deepEqual(paths(await all.refuses.change(id, { parentOrgId })), ['parentOrgId'])
  assert.equal((await all.refuses.remove(a.id)).code, 'in_use')
  const metadata = [{ label: 'Cost centre', value: '4711' }]
  assert.deepEqual((await all.change(c.id, { parentOrgId: null, metadata })) as object, {
    ...{ ...company, id: c.id, code: 'tc', parentOrgId: null, metadata },
    ...{ suspendedReason: null, address: null, registrationNumber: null, taxId: null },
  })
  assert.deepEqual(paths(await all.refuses.change(c.id, { metadata: [{ label: '', value: 'x' }] })), ['metadata.0.label'])
  const { rows } = await w.owner.query('select created_by, updated_by from directory.organizations where id = $1', [c.id])
  assert.deepEqual(rows, [{ created_by: w.administrator.id, updated_by: w.administrator.id }])

  const inside = await w.administrator.call(addDepartment, { body: { name: 'In', code: 'in', organizationId: a.id } })
  const body = { name: 'Out', code: 'out', organizationId: b.id }
  assert.deepEqual(paths(await w.administrator.refused(addDepartment, { body: { ...body, parentId: inside.id } })), ['parentId'])
  const branchId = await w.inTenant((db) => addBranch(db, a.id, { name: 'Far', code: 'far' }))
  assert.deepEqual(paths(await w.administrator.refused(addDepartment, { body: { ...body, branchId } })), ['branchId'])
})

test('whoever comes into a department belongs to its organisation, and begins as it says', async () => {
  const all = keeps(w.administrator, organizations)
  const [here, there] = [await all.create({ ...company, code: 'here' }), await all.create({ ...company, name: 'There', code: 'there' })]
  const place = (code: string, organizationId: string, more: object = {}) =>
    w.administrator.call(addDepartment, { body: { name: code, code, organizationId, ...more } })
  const settings = { locale: 'cy' as const, timeZone: 'Europe/Athens' }
  const [one, two] = [await place('one', here.id), await place('two', there.id, { settings })]
  const person = await w.administrator.call(addPerson, { body: { firstName: 'Mo', lastName: 'Ver', departmentId: one.id } })
  assert.deepEqual([person.organization?.id, person.timeZone], [here.id, 'Europe/London'])
  const moved = await w.administrator.call(changePerson, { params: { id: person.id }, body: { departmentId: two.id } })
  assert.equal(moved.organization?.name, 'There')
  const fresh = await w.administrator.call(addPerson, { body: { firstName: 'Ne', lastName: 'Wer', departmentId: two.id } })
  assert.deepEqual([fresh.organization?.id, fresh.locale, fresh.timeZone], [there.id, 'cy', 'Europe/Athens'])
})
