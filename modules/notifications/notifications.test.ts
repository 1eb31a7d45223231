import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Letter } from '#platform/mail.ts'
import { world } from '../../tests/world.ts'
import { countUnread, listNotifications, readNotification, readNotifications } from './contract.ts'
import { cancel, type Note, notify, reschedule } from './index.ts'

const w = await world('2026-06-15T09:00:00Z')
const letters = async () => ((await w.tools.mail.kept?.()) ?? []) as Letter[]
const lettersTo = async (name: string) => (await letters()).filter((one) => one.to.startsWith(name))
const tell = (note: Partial<Note> & Pick<Note, 'userIds'>) =>
  w.inTenant((db) =>
    notify(db, { type: 'course_assigned', title: 'A course for you', message: 'Noise at work, by 1 July.', link: '/courses', ...note }),
  )

test('somebody who is told something finds it in the inbox and in the mail', async () => {
  const ann = await w.person('Ann', ['employee'])
  const bob = await w.person('Bob', ['employee'])
  await tell({ userIds: [ann.id, ann.id] })
  await w.runJobs()
  const { items } = await ann.call(listNotifications, {})
  assert.deepEqual(
    items.map(({ title, link, isRead, type, at }) => ({ title, link, isRead, type, at })),
    [{ title: 'A course for you', link: '/courses', isRead: false, type: 'course_assigned', at: '2026-06-15T09:00:00Z' }],
  )
  const [letter, second] = await lettersTo('ann')
  assert.equal(letter?.subject, 'A course for you')
  assert.match(letter?.text ?? '', /Noise at work, by 1 July\.[\s\S]*http:\/\/localhost:\d+\/courses/)
  assert.equal(second, undefined)
  assert.deepEqual((await bob.call(listNotifications, {})).items, [])
})

test('what is told under one key is told once', async () => {
  const carol = await w.person('Carol', ['employee'])
  const first = await tell({ userIds: [carol.id], dedupeKey: 'assigned:1' })
  const second = await tell({ userIds: [carol.id], dedupeKey: 'assigned:1' })
  await w.runJobs()
  assert.equal(first, second)
  assert.equal((await carol.call(listNotifications, {})).items.length, 1)
  assert.equal((await lettersTo('carol')).length, 1)
})

test('a letter is one letter, however often its job runs', async () => {
  const dan = await w.person('Dan', ['employee'])
  await tell({ userIds: [dan.id] })
  const { rows } = await w.owner.query(
    "select payload from graphile_worker._private_jobs where payload::text like '%deliveryId%' order by id",
  )
  const payload = rows.at(-1).payload
  const again = () =>
    w.tools.registry.tasks.get('notifications.email')?.({
      payload: payload as never,
      tenantId: w.tenantId,
      now: w.clock.now(),
      tools: w.tools,
      key: 'k',
    })
  await again()
  await again()
  await w.runJobs()
  assert.equal((await lettersTo('dan')).length, 1)
  // Killed between the mail server's answer and the commit: the delivery is pending again, the letter keeps its id.
  await w.owner.query("update notifications.deliveries set status = 'pending' where id = $1", [payload.deliveryId])
  await again()
  assert.equal((await lettersTo('dan')).length, 1)
})

test('a reminder comes at its time, moves with what it is about and is dropped with it', async () => {
  const eve = await w.person('Eve', ['employee'])
  const seen = async () => (await (await w.signIn(eve)).call(listNotifications, {})).items.map((one) => one.message)
  const at = (text: string) => Temporal.Instant.from(text)
  await tell({ userIds: [eve.id], at: at('2026-06-17T09:00:00Z'), dedupeKey: 'reminder', message: 'on Thursday' })
  await tell({ userIds: [eve.id], at: at('2026-06-17T09:00:00Z'), dedupeKey: 'dropped', message: 'never' })
  await w.runJobs()
  assert.deepEqual(await seen(), [])
  assert.deepEqual(await eve.call(countUnread, {}), { unread: 0 })
  assert.equal(await w.inTenant((db) => reschedule(db, 'reminder', { at: at('2026-06-19T09:00:00Z'), message: 'on Saturday' })), true)
  assert.equal(await w.inTenant((db) => reschedule(db, 'unheard', { at: at('2026-06-19T09:00:00Z') })), false)
  await w.inTenant((db) => cancel(db, 'dropped'))
  w.clock.set('2026-06-18T09:00:00Z')
  await w.runJobs()
  assert.deepEqual(await seen(), [])
  w.clock.set('2026-06-19T09:00:00Z')
  await w.runJobs()
  await w.runJobs()
  assert.deepEqual(await seen(), ['on Saturday'])
  assert.equal((await lettersTo('eve')).length, 1)
  // Moved after it was sent: one more, for the new date.
  await w.inTenant((db) => reschedule(db, 'reminder', { at: at('2026-06-25T09:00:00Z'), message: 'on Friday week' }))
  w.clock.set('2026-06-25T09:00:00Z')
  await w.runJobs()
  assert.deepEqual(await seen(), ['on Friday week', 'on Saturday'])
  // Dropped, and later wanted again under the same key.
  await tell({ userIds: [eve.id], dedupeKey: 'dropped', message: 'after all' })
  assert.equal((await seen())[0], 'after all')
})

test('reading one, reading all so far, and what arrives meanwhile stays unread', async () => {
  const fay = await w.person('Fay', ['employee'])
  const gus = await w.person('Gus', ['employee'])
  for (const title of ['one', 'two', 'three']) {
    await tell({ userIds: [fay.id], title })
    w.clock.pass({ minutes: 1 })
  }
  const { items } = await fay.call(listNotifications, {})
  assert.deepEqual(
    items.map((one) => one.title),
    ['three', 'two', 'one'],
  )
  const [three, two, one] = items as [(typeof items)[0], (typeof items)[0], (typeof items)[0]]
  await fay.call(readNotification, { params: { id: one.id } })
  await fay.call(readNotification, { params: { id: one.id } })
  assert.equal((await gus.refused(readNotification, { params: { id: two.id } })).status, 404)
  assert.deepEqual(await fay.call(countUnread, {}), { unread: 2 })
  const unread = await fay.call(listNotifications, { query: { unread: 'true' } })
  assert.deepEqual(
    unread.items.map((item) => item.title),
    ['three', 'two'],
  )
  assert.deepEqual(await fay.call(readNotifications, { body: { upTo: two.at } }), { read: 1 })
  assert.deepEqual(await fay.call(countUnread, {}), { unread: 1 })
  assert.deepEqual(await fay.call(readNotifications, { body: { upTo: three.at } }), { read: 1 })
  const invalid = await fay.refused(readNotifications, { body: { upTo: 'yesterday' } })
  assert.equal(invalid.status, 422)
  assert.equal(invalid.errors?.[0]?.path, 'upTo')
})

test('the inbox is read page by page, each item once', async () => {
  const hal = await w.person('Hal', ['employee'])
  for (let i = 0; i < 5; i++) await tell({ userIds: [hal.id], title: `note ${i}` })
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await hal.call(listNotifications, { query: { limit: 2, cursor } })
    assert.ok(page.items.length <= 2)
    seen.push(...page.items.map((one) => one.title))
    cursor = page.next ?? undefined
  } while (cursor)
  assert.deepEqual(seen, ['note 4', 'note 3', 'note 2', 'note 1', 'note 0'])
  assert.equal((await hal.refused(listNotifications, { query: { cursor: 'made-up' } })).status, 422)
})

test('another tenant sees nothing of it', async () => {
  const there = await w.tenant()
  const ola = await w.person('Ola', ['employee'])
  await tell({ userIds: [ola.id] })
  const id = (await ola.call(listNotifications, {})).items[0]?.id as string
  const foreign = await there.person('Ola', ['employee'])
  const refused = await foreign.refused(readNotification, { params: { id } })
  assert.deepEqual(refused, await foreign.refused(readNotification, { params: { id: crypto.randomUUID() } }))
  assert.deepEqual((await foreign.call(listNotifications, {})).items, [])
})
