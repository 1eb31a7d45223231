import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addRole, changeRole, setRoles } from '#modules/access/contract.ts'
import { endMySession, mySessions } from '#modules/auth/contract.ts'
import { requireSecondFactor } from '#modules/auth/index.ts'
import { suspendTenant } from '#modules/tenancy/index.ts'
import { emit } from '#platform/events.ts'
import { startWeb } from '../../tools/webProcess.ts'
import { testSecret } from '../database.ts'
import { world } from '../world.ts'

const w = await world(Temporal.Now.instant().toString())
const settings = { DATABASE_URL: w.url, SALUS_SECRET: testSecret, DATA_DIR: w.tools.config.DATA_DIR }
const web = await startWeb(settings)
after(() => web.stop())

/** A browser's stream, message by message. */
async function listen(token: string, lastEventId?: string) {
  const stop = new AbortController()
  after(() => stop.abort())
  const headers = { cookie: `__Host-salus=${token}`, ...(lastEventId ? { 'last-event-id': lastEventId } : {}) }
  const { body, status } = await fetch(`${web.origin}/api/live`, { headers, signal: stop.signal })
  assert.equal(status, 200)
  const reader = (body as ReadableStream<BufferSource>).pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  /** The next message that is not a comment: its event and its data. */
  const next = async (): Promise<{ event: string; data: { id?: string; name?: string } } | null> => {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end >= 0) {
        const lines = text.slice(0, end).split('\n')
        text = text.slice(end + 2)
        const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
        const data = field('data')
        if (data) return { event: field('event') ?? 'message', data: JSON.parse(data) }
        continue
      }
      const { value, done } = await reader.read()
      if (done) return null
      text += value
    }
  }
  return { next, stop: () => stop.abort() }
}
const tell = (...userIds: string[]) => w.inTenant((db) => emit(db, 'notifications.arrived', { userIds }))

test('what one process commits, a browser at another hears; others do not', { timeout: 60_000 }, async () => {
  const ann = await w.person('Ann', ['employee'])
  const bob = await w.person('Bob', ['employee'])
  const stream = await listen(ann.token)
  await tell(bob.id)
  await tell(ann.id)
  const heard = await stream.next()
  assert.equal(heard?.data.name, 'notifications.arrived')
  const { rows } = await w.owner.query('select payload from platform.events where id = $1', [heard?.data.id])
  assert.deepEqual(rows[0].payload.userIds, [ann.id])
  stream.stop()
})

test('a browser that was away hears what it missed', { timeout: 60_000 }, async () => {
  const cara = await w.person('Cara', ['employee'])
  const stream = await listen(cara.token)
  await tell(cara.id)
  const last = (await stream.next())?.data.id
  stream.stop()
  await tell(cara.id)
  const again = await listen(cara.token, last)
  // What is replayed begins some seconds before, so that no late commit is missed.
  let missed = await again.next()
  while (missed?.data.name !== 'notifications.arrived') missed = await again.next()
  assert.notEqual(missed.data.id, last)
  again.stop()
  const madeUp = await listen(cara.token, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
  assert.equal((await madeUp.next())?.event, 'reset', 'what nobody ever sent')
  madeUp.stop()
})

test('what is too long to be told is told as “refetch”, and does not fail what caused it', { timeout: 60_000 }, async () => {
  const dan = await w.person('Dan', ['employee'])
  const stream = await listen(dan.token)
  await tell(dan.id, ...Array.from({ length: 300 }, () => crypto.randomUUID()))
  assert.equal((await stream.next())?.event, 'reset')
  stream.stop()
})

test('a process that starts says that somebody may have missed something', { timeout: 60_000 }, async () => {
  const eve = await w.person('Eve', ['employee'])
  const stream = await listen(eve.token)
  const other = await startWeb(settings)
  assert.equal((await stream.next())?.event, 'reset')
  await other.stop()
  stream.stop()
})

test('a session that another process ends hears so, and is refused from then on', { timeout: 60_000 }, async () => {
  const fay = await w.person('Fay', ['employee'])
  const stream = await listen(fay.token)
  const ask = () => fetch(`${web.origin}/api/notifications`, { headers: { cookie: `__Host-salus=${fay.token}` } })
  assert.equal((await ask()).status, 200)
  const { items } = await fay.call(mySessions, {})
  await fay.call(endMySession, { params: { id: items[0]?.id as string } })
  assert.equal((await stream.next())?.event, 'ended')
  assert.equal((await ask()).status, 401)
})

test('whoever is kept out for now hears no more: their organisation suspended, a second factor wanted', { timeout: 60_000 }, async () => {
  const of = await w.tenant()
  const [gus, hal] = [await of.person('Gus', ['employee']), await of.person('Hal', ['employee'])]
  const [theirs, his] = [await listen(gus.token), await listen(hal.token)]
  await of.inTenant((db) => requireSecondFactor(db, { userId: hal.id, isWanted: true }))
  const last = async (stream: typeof his) => {
    for (;;) if (!(await stream.next())) return
  }
  await last(his)
  await of.inTenant((db) => suspendTenant(db, 'The invoice of May is open.'))
  await last(theirs)
})

test('a role that is edited, given or taken counts within a second in another process', { timeout: 60_000 }, async () => {
  const { administrator: boss } = w
  const may = (...codes: string[]) => ({ grants: codes.map((permission) => ({ permission })) })
  const role = { name: 'Reader', code: 'reader', ...may('people:read') }
  const [params, uma] = [{ id: (await boss.call(addRole, { body: role })).id }, await w.person('Uma', [])]
  const ask = async () => (await fetch(`${web.origin}/api/people`, { headers: { cookie: `__Host-salus=${uma.token}` } })).status
  const soon = async (status: number) => {
    for (const told = performance.now(); (await ask()) !== status; )
      assert.ok(performance.now() - told < 1_000, `no ${status} there after a second`)
  }
  const set = (roles: string[]) => boss.call(setRoles, { params: { id: uma.id }, body: { roles } })
  assert.equal(await ask(), 403)
  await set(['reader'])
  await soon(200)
  await boss.call(changeRole, { params, body: may() })
  await soon(403)
  await boss.call(changeRole, { params, body: may('people:read') })
  await soon(200)
  await set([])
  await soon(403)
})
