import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Problem } from '#platform/contract.ts'
import { type Person, world } from '../../tests/world.ts'
import { branchContacts, branches, organizations } from './contract.ts'

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
function keeps(person: Person, of: typeof organizations | typeof branches | typeof branchContacts, within: Within = {}) {
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
