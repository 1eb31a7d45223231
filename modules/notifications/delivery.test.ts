import assert from 'node:assert/strict'
import { test } from 'node:test'
import { orgConfigs } from '#modules/directory/contract.ts'
import { configureOrganization } from '#modules/directory/index.ts'
import { closeTenant, suspendTenant } from '#modules/tenancy/index.ts'
import { insert } from '#platform/db.ts'
import type { Letter } from '#platform/mail.ts'
import { world } from '../../tests/world.ts'
import { listFailedDeliveries, listNotifications, myPreferences, retryDelivery, setPreferences } from './contract.ts'
import { type Note, notify } from './index.ts'

const w = await world('2026-06-15T09:00:00Z')
const letters = async () => ((await w.tools.mail.kept?.()) ?? []) as Letter[]
const lettersTo = async (name: string) => (await letters()).filter((one) => one.to.startsWith(name))
const tell = (note: Partial<Note> & Pick<Note, 'userIds'>) =>
  w.inTenant((db) =>
    notify(db, { type: 'course_assigned', title: 'A course for you', message: 'Noise at work, by 1 July.', link: '/courses', ...note }),
  )

test('what somebody switched off does not reach them that way, except an alert about their account', async () => {
  const ivy = await w.person('Ivy', ['employee'])
  const before = await ivy.call(myPreferences, {})
  assert.ok(before.items.every((one) => one.isEnabled))
  const off = (channel: 'email' | 'in_app', type: 'course_assigned' | 'security_alert') => ({ channel, type, isEnabled: false })
  const after = await ivy.call(setPreferences, {
    body: {
      items: [
        off('email', 'course_assigned'),
        off('in_app', 'course_assigned'),
        off('email', 'security_alert'),
        off('in_app', 'security_alert'),
      ],
      quietHours: null,
    },
  })
  const still = after.items.filter((one) => !one.isEnabled).map(({ type, channel }) => `${type} ${channel}`)
  assert.deepEqual(still.sort(), ['course_assigned email', 'course_assigned in_app'])
  await tell({ userIds: [ivy.id] })
  await tell({ userIds: [ivy.id], type: 'security_alert', title: 'New device' })
  await w.runJobs()
  assert.deepEqual(
    (await ivy.call(listNotifications, {})).items.map((one) => one.title),
    ['New device'],
  )
  assert.deepEqual(
    (await lettersTo('ivy')).map((one) => one.subject),
    ['New device'],
  )
  const bad = await ivy.refused(setPreferences, { body: { items: [], quietHours: { from: '25:00', until: '07:00', days: [1] } } })
  assert.equal(bad.status, 422)
  assert.equal((await ivy.call(myPreferences, {})).quietHours, null)
})

test('an e-mail waits until quiet hours end, the inbox does not', async () => {
  w.clock.set('2026-07-01T21:30:00Z') // 22:30 in London
  const jan = await w.person('Jan', ['employee'])
  const quietHours = { from: '20:00', until: '07:00', days: [1, 2, 3, 4, 5, 6, 7] }
  assert.deepEqual((await jan.call(setPreferences, { body: { items: [], quietHours } })).quietHours, quietHours)
  await tell({ userIds: [jan.id] })
  await w.runJobs()
  assert.equal((await jan.call(listNotifications, {})).items.length, 1)
  assert.equal((await lettersTo('jan')).length, 0)
  w.clock.set('2026-07-02T06:00:00Z')
  await w.runJobs()
  assert.equal((await lettersTo('jan')).length, 1)
  assert.equal((await (await w.signIn(jan)).call(setPreferences, { body: { items: [], quietHours: null } })).quietHours, null)
})

test('a failed delivery is tried again, then shown to whoever oversees it, who can send it once more', async () => {
  const kim = await w.person('Kim', ['employee'])
  const { send } = w.tools.mail
  w.tools.mail.send = async () => {
    throw Object.assign(new Error(`550 no mailbox for kim@example.org here`), { responseCode: 550 })
  }
  await tell({ userIds: [kim.id], title: 'Undeliverable' })
  await w.runJobs()
  w.tools.mail.send = async () => {
    throw new Error('connection lost')
  }
  await tell({ userIds: [kim.id], title: 'Later' })
  await assert.rejects(w.runJobs(), /connection lost/) // the queue runs it again
  w.tools.mail.send = send
  await w.runJobs()
  assert.deepEqual(
    (await lettersTo('kim')).map((one) => one.subject),
    ['Later'],
  )
  const administrator = await w.signIn(w.administrator)
  const { items } = await administrator.call(listFailedDeliveries, {})
  assert.deepEqual(
    items.map(({ person, lastError, attempts, channel }) => ({ person, lastError, attempts, channel })),
    [{ person: { id: kim.id, name: 'Kim Example' }, lastError: '550 no mailbox for … here', attempts: 1, channel: 'email' }],
  )
  assert.equal((await kim.refused(listFailedDeliveries, {})).status, 403)
  const id = items[0]?.id as string
  await administrator.call(retryDelivery, { params: { id } })
  await w.runJobs()
  assert.deepEqual((await administrator.call(listFailedDeliveries, {})).items, [])
  assert.equal((await administrator.refused(retryDelivery, { params: { id } })).status, 404)
  assert.equal((await lettersTo('kim')).length, 2)
})

test('people without an address or who have left get no letter, and nothing stands still', async () => {
  const lee = await w.person('Lee', ['employee'])
  const max = await w.person('Max', ['employee'], { email: null })
  await tell({ userIds: [lee.id, max.id] })
  await w.owner.query("update directory.users set status = 'inactive' where id = $1", [lee.id])
  await w.runJobs()
  assert.equal((await lettersTo('lee')).length, 0)
  assert.equal((await max.call(listNotifications, {})).items.length, 1)
})

test('what people typed stays text in a letter', async () => {
  const nia = await w.person('Nia', ['employee'], { lastName: '<img src=x>' })
  await tell({ userIds: [nia.id], title: 'Line\r\nBcc: all@example.org', message: '<script>alert(1)</script>' })
  await w.runJobs()
  const [letter] = await lettersTo('nia')
  assert.equal(letter?.subject, 'Line Bcc: all@example.org')
  assert.doesNotMatch(letter?.html ?? '', /<script|<img/)
  assert.match(letter?.html ?? '', /&#60;script&#62;/)
})

test('a suspended organisation is sent only what its people need, a closed one nothing more', async () => {
  const of = await w.tenant()
  const ola = await of.person('Ola', ['employee'])
  const told = (note: Partial<Note> = {}) =>
    of.inTenant((db) => notify(db, { type: 'course_assigned', title: 'A course', message: 'Noise.', userIds: [ola.id], ...note }))
  const at = w.clock.now().add({ hours: 1 })
  await told({ title: 'Reminder', at })
  await told({ title: 'Before the end' }) // its letter is on its way
  await of.inTenant((db) => suspendTenant(db, 'The invoice of May is open.'))
  await told()
  await told({ type: 'security_alert', title: 'New device' })
  w.clock.pass({ hours: 2 })
  await w.runJobs()
  assert.deepEqual(
    (await lettersTo('ola')).map((one) => one.subject),
    ['New device'],
  )
  await told({ type: 'security_alert', title: 'Another device', at: w.clock.now().add({ hours: 1 }) })
  await told({ type: 'security_alert', title: 'A third' })
  await of.inTenant(closeTenant)
  await told({ type: 'security_alert', title: 'A fourth' })
  w.clock.pass({ hours: 2 })
  await w.runJobs()
  assert.equal((await lettersTo('ola')).length, 1)
  const { rows } = await w.owner.query("select count(*)::int as n from notifications.deliveries where status = 'pending'")
  assert.equal(rows[0].n, 0)
})

test('a letter is from whom the reader’s organisation says, and answered to whom it says', async () => {
  const org = await w.inTenant((db) => insert(db, 'directory.organizations', { name: 'Wales', code: 'wales' }))
  const wyn = await w.person('Wyn', ['employee'], { orgId: org.id })
  const zoe = await w.person('Zoe', ['employee'])
  const set = [
    [orgConfigs.senderName, 'Cymru'],
    [orgConfigs.replyTo, 'hr@wales.example'],
  ] as const
  await w.inTenant((db) => configureOrganization(db, org.id, set as never))
  await tell({ userIds: [wyn.id, zoe.id] })
  await w.runJobs()
  const [toWyn] = await lettersTo('wyn')
  const [toZoe] = await lettersTo('zoe')
  assert.deepEqual([toWyn?.fromName, toWyn?.replyTo], ['Cymru', 'hr@wales.example'])
  assert.deepEqual([toZoe?.fromName?.startsWith('Tenant'), toZoe?.replyTo], [true, undefined])
})
