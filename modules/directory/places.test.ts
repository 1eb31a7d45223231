import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Problem } from '#platform/contract.ts'
import { type Person, world } from '../../tests/world.ts'
import { addDepartment, addPerson, branchContacts, branches, organizations, orgConfigs } from './contract.ts'

const w = await world()
const nowhere = '0198aaaa-0000-7000-8000-000000000000'
const company = { name: 'Harbour', type: 'company', status: 'active', contactEmail: null, contactPhone: null } as const
const site = {
  name: 'North',
  address: null,
  city: 'Leeds',
  postalCode: null,
  timeZone: 'Europe/London',
  status: 'active',
  isMainBranch: true,
}
const finn = { type: 'first_aid', name: 'Finn', designation: null, email: 'finn@example.com', phone: null, isPrimary: true }

type Kept = { id: string; name: string }
type Within = { orgId: string } | { branchId: string } | Record<never, never>
/** A list as one person keeps it. The contract's types do not know the parameters of a path they are given as a value. */
function keeps(
  person: Person,
  of: typeof organizations | typeof branches | typeof branchContacts | typeof orgConfigs,
  within: Within = {},
) {
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
  const branch = await keeps(w.administrator, branches, { orgId: quay.id }).create({ ...site, code: 'north' })
  assert.equal((await all.refuses.remove(quay.id)).code, 'in_use')
  assert.deepEqual(await names(all), ['Harbour', 'Quayside'])

  await keeps(w.administrator, branches, { orgId: quay.id }).remove(branch.id)
  await all.remove(quay.id)
  assert.equal((await all.refuses.remove(quay.id)).status, 404)
  assert.deepEqual(await names(all), ['Harbour'])
})

test('branches belong to an organisation, which has one main branch and each code once', async () => {
  const acme = await keeps(w.administrator, organizations).create({ ...company, code: 'acme' })
  const other = await keeps(w.administrator, organizations).create({ ...company, code: 'other' })
  const all = keeps(w.administrator, branches, { orgId: acme.id })
  const north = await all.create({ ...site, code: 'north' })
  const south = await all.create({ ...site, name: 'South', code: 'south', isMainBranch: false })

  assert.deepEqual(paths(await all.refuses.create({ ...site, code: 'east' })), ['isMainBranch'])
  assert.deepEqual(paths(await all.refuses.change(south.id, { isMainBranch: true })), ['isMainBranch'])
  assert.deepEqual(paths(await all.refuses.change(south.id, { code: 'north' })), ['code'])
  assert.deepEqual(paths(await all.refuses.change(south.id, { timeZone: 'Mars/Olympus' })), ['timeZone'])
  assert.deepEqual(paths(await keeps(w.administrator, branches, { orgId: nowhere }).refuses.create({ ...site, code: 'x' })), [
    'organization',
  ])
  const elsewhere = keeps(w.administrator, branches, { orgId: other.id })
  assert.equal((await elsewhere.refuses.change(north.id, { name: 'Taken' })).status, 404, 'not a branch of that organisation')
  assert.equal((await elsewhere.refuses.remove(north.id)).status, 404)
  assert.deepEqual(await elsewhere.list(), { items: [], next: null })
  assert.deepEqual((await all.list()).items, [north, south])

  await all.change(north.id, { isMainBranch: false })
  await all.change(south.id, { isMainBranch: true, name: 'South works' })
  await all.remove(north.id)
  assert.deepEqual(await names(all), ['South works'])
})

test('a branch says whom to ask for what, and has one primary contact', async () => {
  const org = await keeps(w.administrator, organizations).create({ ...company, code: 'pier' })
  const ofOrg = keeps(w.administrator, branches, { orgId: org.id })
  const north = await ofOrg.create({ ...site, code: 'north' })
  const all = keeps(w.administrator, branchContacts, { branchId: north.id })
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
  await ofOrg.remove(north.id)
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

test('settings of an organisation are seen by those who keep them; a secret one never again', async () => {
  const org = await keeps(w.administrator, organizations).create({ ...company, code: 'lock' })
  const all = keeps(w.administrator, orgConfigs, { orgId: org.id })
  const plain = await all.create({ configKey: 'cost.centre', category: 'finance', isEncrypted: false, configValue: '4711' })
  const secret = await all.create({ configKey: 'payroll.key', category: 'payroll', isEncrypted: true, configValue: 'hush' })
  assert.deepEqual(
    (await all.list()).items.map((one) => (one as unknown as { configValue: string }).configValue),
    ['4711', null],
  )
  const stored = async () =>
    (await w.owner.query('select config_value as v from directory.org_configs where id = $1', [secret.id])).rows[0].v
  const before = await stored()
  assert.doesNotMatch(before, /hush/)
  await all.change(secret.id, { category: 'pay' })
  assert.equal(await stored(), before, 'kept where nothing is said of it')
  await all.change(secret.id, { configValue: 'hushed' })
  assert.notEqual(await stored(), before)
  assert.deepEqual(paths(await all.refuses.change(secret.id, { isEncrypted: false })), ['configValue'])
  assert.deepEqual(paths(await all.refuses.create({ configKey: '', category: '', isEncrypted: true, configValue: null })), [
    'category',
    'configKey',
  ])
  assert.deepEqual(paths(await all.refuses.create({ configKey: 'x', category: 'y', isEncrypted: true, configValue: null })), [
    'configValue',
  ])
  assert.deepEqual(paths(await all.refuses.create({ configKey: 'cost.centre', category: 'y', isEncrypted: false, configValue: '1' })), [
    'configKey',
  ])
  assert.equal((await keeps(await w.person('Ed', ['employee', 'admin']), orgConfigs, { orgId: org.id }).refuses.create({})).status, 403)
  await all.remove(plain.id)
  assert.equal((await all.list()).items.length, 1)
  const leaked = await w.owner.query(
    "select 1 from platform.audit_logs where coalesce(new_values::text, '') || coalesce(old_values::text, '') ~ 'hush'",
  )
  assert.equal(leaked.rows.length, 0)
})
