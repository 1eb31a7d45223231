import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deactivatePerson } from '#modules/directory/contract.ts'
import { type Person, world } from '../../tests/world.ts'
import { addRole, confirmOwner, declineOwner, giveRole, listOwnerProposals, rolesOfPerson, setRoles, takeRole } from './contract.ts'

const w = await world()
const owner = 'tenant_administrator'
const codes = async (person: Person) =>
  (await w.administrator.call(rolesOfPerson, { params: { id: person.id } })).items.map((one) => one.role.code)
const propose = (by: Person, person: Person) => by.call(giveRole, { params: { id: person.id }, body: { role: owner } })

test('the only administrator of an organisation appoints the second one alone', async () => {
  const there = await w.tenant()
  const second = await there.person('Second', ['employee'])
  const { items, proposals } = await propose(there.administrator, second)
  assert.deepEqual([items.some((one) => one.role.code === owner), proposals], [true, []])
})

test('from then on one proposes and another confirms', async () => {
  const [second, third] = [await w.person('Second', ['employee', owner]), await w.person('Third', ['employee'])]
  const { items, proposals } = await propose(w.administrator, third)
  assert.deepEqual([items.some((one) => one.role.code === owner), proposals.length, proposals[0]?.may.confirm], [false, 1, false])
  const params = { id: proposals[0]?.id ?? '' }
  assert.equal(
    (await w.administrator.refused(giveRole, { params: { id: third.id }, body: { role: owner } })).code,
    'access.already_proposed',
  )
  assert.equal((await w.administrator.refused(confirmOwner, { params })).code, 'access.not_yours_to_confirm')
  assert.equal((await third.refused(confirmOwner, { params })).status, 403)
  const { items: waiting } = await second.call(listOwnerProposals, {})
  assert.deepEqual([waiting[0]?.person.name, waiting[0]?.may.confirm], ['Third Example', true])
  await second.call(confirmOwner, { params })
  assert.deepEqual(await codes(third), ['employee', owner])
  assert.equal((await second.refused(confirmOwner, { params })).code, 'access.proposal_over')
  assert.deepEqual((await second.call(listOwnerProposals, {})).items, [])
})

test('a proposal is confirmed once, also by two at the same moment', async () => {
  const [other, newcomer] = [await w.person('Other', ['employee', owner]), await w.person('Newcomer', ['employee'])]
  const third = await w.person('Fourth', ['employee', owner])
  const { proposals } = await propose(w.administrator, newcomer)
  const params = { id: proposals[0]?.id ?? '' }
  const results = await Promise.allSettled([other, third].map((one) => one.call(confirmOwner, { params })))
  assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  assert.deepEqual(await codes(newcomer), ['employee', owner])
})

test('a proposal is declined, or ends after a week, and may be made again', async () => {
  const [second, person] = [await w.person('Another', ['employee', owner]), await w.person('Perhaps', ['employee'])]
  const first = await propose(w.administrator, person)
  await second.call(declineOwner, { params: { id: first.proposals[0]?.id ?? '' } })
  const again = await propose(w.administrator, person)
  w.clock.pass({ hours: 7 * 24 })
  const back = await w.signIn(second)
  const late = await back.refused(confirmOwner, { params: { id: again.proposals[0]?.id ?? '' } })
  assert.equal(late.code, 'access.proposal_over')
  const admin = await w.signIn(w.administrator)
  assert.equal((await propose(admin, person)).proposals.length, 1)
  w.clock.pass({ hours: -7 * 24 })
})

test('who removes the only other administrator appoints nobody alone for a week, and the other hears of it', async () => {
  for (const door of ['role', 'account'] as const) {
    const there = await w.tenant()
    const [second, friend] = [await there.person('Second', ['employee', owner]), await there.person('Friend', ['employee'])]
    const params = { id: second.id }
    if (door === 'role') await there.administrator.call(setRoles, { params, body: { roles: ['employee'] } })
    else await there.administrator.call(deactivatePerson, { params })
    await there.runJobs()
    const told = await w.owner.query(
      'select r.user_id from notifications.recipients r join notifications.notifications n on n.id = r.notification_id where r.user_id = $1 and n.title like $2',
      [second.id, '%no longer%'],
    )
    assert.equal(told.rowCount, 1, door)
    const refused = await there.administrator.refused(giveRole, { params: { id: friend.id }, body: { role: owner } })
    assert.equal(refused.code, 'access.removed_lately')
    w.clock.pass({ hours: 7 * 24 })
    const { items } = await propose(await there.signIn(there.administrator), friend)
    assert.ok(items.some((one) => one.role.code === owner))
    w.clock.pass({ hours: -7 * 24 })
  }
})

test('a proposal is closed by administrators, by who made it and by the person, and by nobody else', async () => {
  const [person, clerk] = [await w.person('Wanted', ['employee']), await w.person('Clerk', ['employee'])]
  const grants = [{ permission: 'roles:write' }, { permission: 'roles:read' }]
  await w.administrator.call(addRole, { body: { name: 'Keeper of roles', code: 'keeper', grants } })
  await w.administrator.call(giveRole, { params: { id: clerk.id }, body: { role: 'keeper' } })
  await w.person('Secondary', ['employee', owner])
  const { proposals } = await propose(w.administrator, person)
  const params = { id: proposals[0]?.id ?? '' }
  assert.equal((await clerk.refused(declineOwner, { params })).code, 'access.not_yours_to_decline')
  assert.deepEqual((await clerk.call(listOwnerProposals, {})).items[0]?.may, { confirm: false, decline: false })
  await w.administrator.call(declineOwner, { params })
})

test('an administrator is one for everything and for good', async () => {
  const person = await w.person('Partial', ['employee'])
  const expiresAt = w.clock.now().add({ hours: 5 }).toString()
  for (const more of [{ expiresAt }, { departmentId: '018f0000-0000-7000-8000-00000000000b' }]) {
    const refused = await w.administrator.refused(giveRole, { params: { id: person.id }, body: { role: owner, ...more } })
    assert.equal(refused.status, 422)
  }
})

test('the last one cannot leave by any door, also when the last two go at the same moment', async () => {
  const there = await w.tenant()
  const second = await there.person('Second', ['employee', owner])
  const leave = async (who: Person, by: Person) => {
    const { items } = await by.call(rolesOfPerson, { params: { id: who.id } })
    const grantId = items.find((one) => one.role.code === owner)?.id ?? ''
    return by.call(takeRole, { params: { id: who.id, grantId } })
  }
  const both = await Promise.allSettled([leave(second, second), leave(there.administrator, there.administrator)])
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const last = both[0]?.status === 'rejected' ? second : there.administrator
  const params = { id: last.id }
  assert.equal((await last.refused(setRoles, { params, body: { roles: ['employee'] } })).code, 'access.last_administrator')
  assert.equal((await last.refused(deactivatePerson, { params })).status, 409)
})
