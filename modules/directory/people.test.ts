import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeTenant } from '#modules/tenancy/contract.ts'
import { change } from '#platform/db.ts'
import { world } from '../../tests/world.ts'
import {
  addDepartment,
  addPerson,
  changeDepartment,
  changePerson,
  deactivatePerson,
  invitePerson,
  listDepartments,
  listPeople,
  organizations,
  reactivatePerson,
  readPerson,
  removeDepartment,
  roomForMore,
} from './contract.ts'
import { setPhone } from './index.ts'

const w = await world()
const org = (await w.administrator.call(organizations.create, { body: company('acme') })) as { id: string }
const nowhere = '0198aaaa-0000-7000-8000-000000000000'

function company(code: string) {
  return { name: `Company ${code}`, code, type: 'company' as const, status: 'active' as const, contactEmail: null, contactPhone: null }
}
const department = (name: string, more: object = {}) =>
  w.administrator.call(addDepartment, { body: { name, code: name.toLowerCase(), organizationId: org.id, ...more } })

test('an administrator adds a person, who gets the roles that everybody has and an invitation', async () => {
  const person = await w.administrator.call(addPerson, {
    body: { firstName: 'Zoë', lastName: 'Ångström', email: 'Zoe@Example.com', employeeNumber: 'E-77' },
  })
  assert.equal(person.status, 'invited')
  assert.equal(person.email, 'zoe@example.com')
  assert.deepEqual(person.may, { change: true, invite: true, deactivate: true, reactivate: false })
  const { rows } = await w.owner.query(
    'select r.code from access.user_roles u join access.roles r on (r.tenant_id, r.id) = (u.tenant_id, u.role_id) where u.user_id = $1',
    [person.id],
  )
  assert.deepEqual(rows, [{ code: 'employee' }])
  const byName = await w.administrator.call(listPeople, { query: { q: 'angs' } })
  assert.deepEqual(
    byName.items.map((one) => one.name),
    ['Zoë Ångström'],
  )
  for (const q of ['E-77', 'zoe@example.com'])
    assert.equal((await w.administrator.call(listPeople, { query: { q } })).items[0]?.id, person.id, q)
  await w.administrator.call(invitePerson, { params: { id: person.id } })
  const invited = await w.owner.query('select user_id, action, new_values from platform.audit_logs where entity_id = $1 order by id desc', [
    person.id,
  ])
  assert.deepEqual(invited.rows[0], { user_id: w.administrator.id, action: 'update', new_values: { status: 'invited' } })
  await w.runJobs()
  const letters = (await w.tools.mail.kept?.())?.filter((letter) => letter.to === 'zoe@example.com') ?? []
  assert.equal(letters.length, 2)
  assert.match(letters[0]?.text ?? '', /\/accept-invitation#[\w-]{43}/)
})

test('two people cannot have the same address, number or user name, and nothing is written', async () => {
  const body = { firstName: 'Sam', lastName: 'Same', email: 'sam@example.com', employeeNumber: 'S-1' }
  await w.administrator.call(addPerson, { body })
  assert.equal((await w.administrator.refused(addPerson, { body: { ...body, employeeNumber: 'S-2' } })).code, 'directory.email_taken')
  assert.equal((await w.administrator.refused(addPerson, { body: { ...body, email: 'other@example.com' } })).code, 'directory.number_taken')
  const wrong = await w.administrator.refused(addPerson, {
    body: { firstName: '', lastName: 'X', email: 'nonsense', timeZone: 'Mars/Olympus' },
  })
  assert.deepEqual(wrong.errors?.map((error) => error.path).sort(), ['email', 'firstName', 'timeZone'])
  assert.equal((await w.administrator.call(listPeople, { query: { q: 'same' } })).items.length, 1)
})

test('a number or an address that somebody else wrote is shown as not proven, and a user name is chosen where there is no address', async () => {
  const body = { firstName: 'Uma', lastName: 'Unproven', phone: '07700 900123', username: 'Uma.U' }
  const uma = await w.administrator.call(addPerson, { body })
  assert.deepEqual([uma.username, uma.phoneVerified, uma.emailVerified], ['uma.u', false, false])
  await w.inTenant((db) => setPhone(db, { userId: uma.id, phone: '07700900123', now: w.clock.now() }))
  assert.equal((await w.administrator.call(readPerson, { params: { id: uma.id } })).phoneVerified, true)
  const changed = await w.administrator.call(changePerson, { params: { id: uma.id }, body: { phone: '07700 900999' } })
  assert.deepEqual([changed.phone, changed.phoneVerified], ['07700 900999', false])
  const taken = await w.administrator.refused(addPerson, { body: { ...body, lastName: 'Second' } })
  assert.equal(taken.code, 'directory.username_taken')
})

test('a change of what somebody else has changed meanwhile is refused', async () => {
  const person = await w.administrator.call(addPerson, { body: { firstName: 'Vera', lastName: 'Version' } })
  const params = { id: person.id }
  const changed = await w.administrator.call(changePerson, { params, body: { lastName: 'Neu' } }, { 'if-match': String(person.version) })
  assert.equal(changed.name, 'Vera Neu')
  assert.ok(changed.version > person.version)
  const late = await w.administrator.refused(changePerson, { params, body: { lastName: 'Alt' } }, { 'if-match': String(person.version) })
  assert.equal(late.status, 412)
  assert.equal((await w.administrator.call(readPerson, { params })).lastName, 'Neu')
  assert.equal((await w.administrator.call(listPeople, { query: { q: 'neu' } })).items.length, 1)
})

test('people come page by page in order of name, each once, forwards and backwards', async () => {
  const seen = async (sort: 'name' | '-name') => {
    const names: string[] = []
    for (let cursor: string | undefined; ; ) {
      const { items, next } = await w.administrator.call(listPeople, { query: { limit: 2, sort, cursor } })
      names.push(...items.map((one) => one.id))
      if (!next) return names
      cursor = next
    }
  }
  const forwards = await seen('name')
  assert.equal(new Set(forwards).size, forwards.length)
  assert.ok(forwards.length >= 4)
  assert.deepEqual(await seen('-name'), forwards.toReversed())
  assert.equal((await w.administrator.refused(listPeople, { query: { cursor: 'bm9uc2Vuc2U' } })).status, 422)
})

test('a manager sees the people of their departments and below with their addresses, and of others only the name', async () => {
  const meg = await w.person('Meg', ['employee', 'manager'])
  const above = await department('Works', { headUserId: meg.id })
  const below = await department('Foundry', { parentId: above.id })
  const other = await department('Office')
  const mine = await w.person('Fred', ['employee'], { deptId: below.id })
  const others = await w.person('Olga', ['employee'], { deptId: other.id })
  const list = await meg.call(listPeople, { query: { mine: 'true' } })
  assert.deepEqual(
    list.items.map((one) => one.id),
    [mine.id],
  )
  assert.ok(list.items[0]?.email)
  assert.ok((await meg.call(readPerson, { params: { id: mine.id } })).email)
  const stranger = await meg.call(readPerson, { params: { id: others.id } })
  assert.deepEqual([stranger.email, stranger.phone, stranger.employeeNumber, stranger.lastLogin], [null, null, null, null])
  assert.deepEqual((await meg.call(listPeople, { query: { mine: 'true', departmentId: other.id } })).items, [])
  const address = (await w.administrator.call(readPerson, { params: { id: others.id } })).email as string
  assert.deepEqual((await meg.call(listPeople, { query: { q: address } })).items, [])
  assert.equal((await w.administrator.call(listPeople, { query: { q: address } })).items.length, 1)
  assert.deepEqual(
    (await meg.call(listDepartments, { query: { mine: 'true' } })).items.map((one) => one.name),
    ['Foundry', 'Works'],
  )
  assert.equal(
    (await w.administrator.call(listDepartments, { query: { limit: 200 } })).items.find((one) => one.id === below.id)?.employeeCount,
    1,
  )
})

test('a person who moves is counted where they are', async () => {
  const [from, to] = [await department('From'), await department('To')]
  const mover = await w.person('Mo', ['employee'], { deptId: from.id })
  await w.administrator.call(changePerson, { params: { id: mover.id }, body: { departmentId: to.id } })
  const counts = (await w.administrator.call(listDepartments, {})).items.filter((one) => [from.id, to.id].includes(one.id))
  assert.deepEqual(
    counts.map((one) => [one.name, one.employeeCount]),
    [
      ['From', 0],
      ['To', 1],
    ],
  )
  const gone = await w.administrator.refused(changePerson, { params: { id: mover.id }, body: { departmentId: nowhere } })
  assert.deepEqual(gone.errors?.[0]?.path, 'departmentId')
})

test('departments are a tree: none comes below itself, also by a detour', async () => {
  const a = await department('Aa')
  const b = await department('Bb', { parentId: a.id })
  const c = await department('Cc', { parentId: b.id })
  for (const parentId of [a.id, c.id]) {
    const ring = await w.administrator.refused(changeDepartment, { params: { id: a.id }, body: { parentId } })
    assert.equal(ring.errors?.[0]?.path, 'parentId')
  }
  const moved = await w.administrator.call(changeDepartment, { params: { id: c.id }, body: { parentId: a.id, name: 'Moved' } })
  assert.equal(moved.parent?.name, 'Aa')
  const stale = await w.administrator.refused(changeDepartment, { params: { id: c.id }, body: { name: 'X' } }, { 'if-match': '1' })
  assert.equal(stale.status, 412)
  assert.equal((await w.administrator.refused(removeDepartment, { params: { id: a.id } })).code, 'in_use')
  await w.administrator.call(removeDepartment, { params: { id: c.id } })
  assert.equal(
    (await w.administrator.refused(addDepartment, { body: { name: 'Twice', code: 'aa', organizationId: org.id } })).errors?.[0]?.path,
    'code',
  )
})

test('a deactivated person is signed out at once and may come back; nobody deactivates themself', async () => {
  const leaver = await w.person('Lee', ['employee'])
  const params = { id: leaver.id }
  assert.equal((await leaver.call(readPerson, { params })).may.deactivate, false)
  const gone = await w.administrator.call(deactivatePerson, { params })
  assert.deepEqual([gone.status, gone.may.reactivate], ['inactive', true])
  assert.equal((await leaver.refused(readPerson, { params })).status, 401)
  assert.equal((await w.administrator.refused(deactivatePerson, { params })).code, 'directory.inactive')
  assert.equal((await w.administrator.refused(invitePerson, { params })).code, 'directory.not_invited')
  assert.equal((await w.administrator.call(reactivatePerson, { params })).status, 'active')
  assert.equal((await w.administrator.refused(reactivatePerson, { params })).code, 'directory.not_inactive')
  const self = await w.administrator.refused(deactivatePerson, { params: { id: w.administrator.id } })
  assert.equal(self.code, 'directory.yourself')
})

test('new people start with the language and zone that their organisation works with', async () => {
  const abroad = await w.tenant()
  await abroad.administrator.call(changeTenant, { body: { settings: { timeZone: 'Europe/Dublin', locale: 'cy' } } })
  const person = await abroad.administrator.call(addPerson, { body: { firstName: 'Fionn', lastName: 'Byrne' } })
  assert.deepEqual([person.timeZone, person.locale], ['Europe/Dublin', 'cy'])
  const other = { firstName: 'Una', lastName: 'Byrne', timeZone: 'Europe/Paris' }
  assert.equal((await abroad.administrator.call(addPerson, { body: other })).timeZone, 'Europe/Paris')
})

test('a tenant with room for so many people takes no more', async () => {
  const small = await w.tenant()
  await small.inTenant((db) => change(db, 'tenancy.tenants', {}, { maxUsers: 2 }))
  await small.administrator.call(addPerson, { body: { firstName: 'Two', lastName: 'Of two' } })
  const full = await small.administrator.refused(addPerson, { body: { firstName: 'Three', lastName: 'Of two' } })
  assert.equal(full.code, 'directory.full')
  assert.deepEqual(await small.administrator.call(roomForMore, {}), { used: 2, most: 2 })
  assert.equal((await small.administrator.call(listPeople, {})).items.length, 2)
})

test('who may not write people or departments is refused, and another tenant has none of this', async () => {
  const eve = await w.person('Eve', ['employee'])
  const there = await w.tenant()
  const body = { firstName: 'No', lastName: 'Way' }
  assert.equal((await eve.refused(addPerson, { body })).status, 403)
  assert.equal((await eve.refused(addDepartment, { body: { name: 'X', code: 'x', organizationId: org.id } })).status, 403)
  for (const endpoint of [readPerson, deactivatePerson, invitePerson, reactivatePerson])
    assert.equal((await there.administrator.refused(endpoint, { params: { id: eve.id } })).status, 404, endpoint.path)
  assert.equal((await there.administrator.refused(changePerson, { params: { id: eve.id }, body: { lastName: 'Mine' } })).status, 404)
  assert.equal((await w.stranger.refused(listPeople, {})).status, 401)
})
