import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addRole, giveRole } from '#modules/access/contract.ts'
import { listPeople } from '#modules/directory/contract.ts'
import { sessionCookie } from '#platform/client.ts'
import { change } from '#platform/db.ts'
import type { Client } from '#platform/module.ts'
import { visitor } from '../../tests/visitor.ts'
import { world } from '../../tests/world.ts'
import { endMyOtherSessions, endMySession, mySessions } from './contract.ts'
import { identify } from './identify.ts'
import { createEmptyTenant } from './operator.ts'
import { hashPassword } from './password.ts'
import { openSession, openTokenSession } from './sessions.ts'

const w = await world()
const client = { ip: '192.0.2.7', userAgent: 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0' }
const open = (userId: string) => w.inTenant((db) => openSession(db, { userId, now: w.clock.now(), client }))
const statusWith = async (token: string) => (await visitor(w, { [sessionCookie]: token }).send('GET', '/sessions')).statusCode
const bearer = async (token: string) => (await visitor(w).send('GET', '/sessions', undefined, { bearer: token })).statusCode
const lastActive = async (id: string) =>
  (await w.owner.query('select last_active_at as at from directory.users where id = $1', [id])).rows[0].at?.toString()

test('a person sees where they are signed in and signs out elsewhere, but never another person', async () => {
  const ann = await w.person('Ann', ['employee'])
  const bob = await w.person('Bob', ['employee'])
  const { token, sessionId } = await open(ann.id)
  const { items } = await ann.call(mySessions, {})
  assert.equal(items.length, 2)
  assert.equal(items.filter((session) => session.isCurrent).length, 1)
  const other = items.find((session) => session.id === sessionId)
  assert.deepEqual([other?.device, other?.ipAddress], ['Firefox on Windows', '192.0.2.7'])
  assert.equal((await bob.refused(endMySession, { params: { id: sessionId } })).status, 404)
  assert.equal(await statusWith(token), 200)
  await ann.call(endMySession, { params: { id: sessionId } })
  assert.equal(await statusWith(token), 401)
  assert.equal((await ann.refused(endMySession, { params: { id: sessionId } })).status, 404)
  assert.equal((await ann.call(mySessions, {})).items.length, 1)
})

test('a session ends after eight hours, and one of clinical staff after a quarter of an hour without activity', async () => {
  const eve = await w.person('Eve', ['employee'])
  const nia = await w.person('Nia', ['employee', 'oh_professional'])
  const matron = await w.person('Matron', ['oh_professional', 'tenant_administrator'])
  await matron.call(addRole, { body: { name: 'Ward', code: 'ward', copyOf: 'oh_professional' } })
  const ida = await w.person('Ida', [])
  await matron.call(giveRole, { params: { id: ida.id }, body: { role: 'ward' } })
  await ida.call(mySessions, {})
  for (let minutes = 0; minutes < 60; minutes += 14) {
    w.clock.pass({ minutes: 14 })
    await nia.call(mySessions, {})
  }
  assert.equal((await ida.refused(mySessions, {})).status, 401, 'by a role of their own making')
  w.clock.pass({ minutes: 14 })
  const page = { token: nia.token, ip: '192.0.2.1' } as Client
  assert.equal((await identify(page, w.clock.now(), w.tools, { quietly: true }))?.userId, nia.id, 'her page hears, and that is no activity')
  w.clock.pass({ minutes: 2 })
  assert.equal((await nia.refused(mySessions, {})).status, 401)
  await eve.call(mySessions, {})
  w.clock.pass({ hours: 7 })
  assert.equal((await eve.refused(mySessions, {})).status, 401)
})

test('revoking counts within a second on every other process, and activity there is not idleness here', async () => {
  const { tools, close } = await w.another()
  try {
    const nia = await w.person('Nora', ['employee', 'oh_professional'])
    const there = { token: nia.token, ip: '192.0.2.1' } as Client
    const known = () => identify(there, w.clock.now(), tools)
    assert.equal((await known())?.userId, nia.id)
    w.clock.pass({ minutes: 10 })
    await nia.call(mySessions, {})
    assert.equal(await lastActive(nia.id), w.clock.now().toString())
    w.clock.pass({ minutes: 10 })
    assert.equal((await known())?.userId, nia.id)
    const started = performance.now()
    const [mine] = (await nia.call(mySessions, {})).items
    await nia.call(endMySession, { params: { id: mine?.id ?? '' } })
    while ((await known()) !== null) {
      assert.ok(performance.now() - started < 1_000, 'still known after a second')
      await new Promise(setImmediate)
    }
  } finally {
    await close()
  }
})

test('an app signs in for tokens and renews them: the old ones end, a lost answer comes again', async () => {
  const password = 'correct horse battery staple'
  const ida = await w.person('Ida', ['employee'])
  await w.inTenant(async (db) => {
    await db
      .insertInto('auth.credentials')
      .values({ userId: ida.id, passwordHash: await hashPassword(password) } as never)
      .execute()
  })
  const { rows } = await w.owner.query('select email from directory.users where id = $1', [ida.id])
  const v = visitor(w)
  const first = (await v.send('POST', '/session/token', { identifier: rows[0].email, password })).json()
  assert.equal(v.cookies[sessionCookie], undefined)
  assert.equal(await bearer(first.accessToken), 200)
  w.clock.pass({ minutes: 14 })
  const renew = (refreshToken: string) => v.send('POST', '/session/refresh', { refreshToken })
  const second = (await renew(first.refreshToken)).json()
  assert.equal(await bearer(first.accessToken), 401)
  assert.equal(await bearer(second.accessToken), 200)
  w.clock.pass({ seconds: 9 })
  assert.deepEqual((await renew(first.refreshToken)).json(), second)
  w.clock.pass({ minutes: 16 })
  assert.equal(await bearer(second.accessToken), 401)
  const third = (await renew(second.refreshToken)).json()
  assert.equal(await bearer(third.accessToken), 200)
  assert.equal((await renew('x'.repeat(43))).statusCode, 401)
})

test('a refresh token used a second time ends everything that came from that sign-in, and the person is told', async () => {
  const joe = await w.person('Joe', ['employee'])
  const first = await w.inTenant((db) => openTokenSession(db, { userId: joe.id, now: w.clock.now(), client }))
  const renew = (refreshToken: string) => visitor(w).send('POST', '/session/refresh', { refreshToken })
  const second = (await renew(first.refreshToken)).json()
  const third = (await renew(second.refreshToken)).json()
  w.clock.pass({ seconds: 30 })
  assert.equal((await renew(first.refreshToken)).statusCode, 401)
  assert.equal(await bearer(third.accessToken), 401)
  assert.equal((await renew(third.refreshToken)).statusCode, 401)
  assert.equal((await joe.call(mySessions, {})).items.length, 1)
  await w.runJobs()
  const letters = (await w.tools.mail.kept?.()) ?? []
  assert.equal(letters.filter((letter) => letter.subject === 'One of your apps was signed out').length, 1)
})

test('two renewals at the same moment get the same tokens', async () => {
  const kim = await w.person('Kim', ['employee'])
  const { refreshToken } = await w.inTenant((db) => openTokenSession(db, { userId: kim.id, now: w.clock.now(), client }))
  const answers = await Promise.all(Array.from({ length: 8 }, () => visitor(w).send('POST', '/session/refresh', { refreshToken })))
  const pairs = new Set(answers.map((answer) => answer.body))
  assert.equal(pairs.size, 1, [...pairs].join('\n'))
  assert.equal(answers[0]?.statusCode, 200)
})

test('signing out everywhere else ends however many there are, and what is being renewed at that moment', async () => {
  const lee = await w.person('Lee', ['employee'])
  const first = await w.inTenant((db) => openTokenSession(db, { userId: lee.id, now: w.clock.now(), client }))
  const copies = (of: string, many: number) =>
    `insert into auth.sessions select (jsonb_populate_record(s, jsonb_build_object('id', uuidv7(),
      'token_hash', '\\x' || encode(sha256((s.id::text || n)::bytea), 'hex'), 'created_at', s.created_at + make_interval(secs => n)))).*
      from auth.sessions s, generate_series(1, ${many}) n where s.user_id = $1 and s.refresh_token_hash ${of}`
  await w.owner.query(copies('is null', 250), [lee.id])
  const rival = await w.owner.connect()
  try {
    await rival.query('begin')
    await rival.query(copies('is not null', 1).replace("'id', uuidv7()", "'id', uuidv7(), 'refresh_token_hash', null"), [lee.id])
    await rival.query(
      "update auth.sessions set revoked_at = created_at, revoked_reason = 'replaced' where user_id = $1 and refresh_token_hash is not null",
      [lee.id],
    )
    const ending = lee.call(endMyOtherSessions, {})
    const waiting = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    while ((await w.owner.query(waiting)).rowCount === 0) await new Promise(setImmediate)
    await rival.query('commit')
    await ending
  } finally {
    rival.release()
  }
  const { rows } = await w.owner.query('select id from auth.sessions where user_id = $1 and revoked_at is null', [lee.id])
  assert.equal(rows.length, 1, 'but the one where they are')
  assert.equal(await bearer(first.accessToken), 401)
})

test('an API key acts for who made it, with what it was given and they still hold', async () => {
  const made = await createEmptyTenant(w.tools, {
    code: 'keys',
    name: 'Keys',
    administrator: { email: 'ada@keys.example', firstName: 'Ada', lastName: 'Key', password: 'correct horse battery staple' },
  })
  const call = (path: string, key = made.apiKey) => visitor(w).send('GET', path, undefined, { bearer: key })
  assert.equal((await call('/people')).statusCode, 200)
  assert.equal((await call('/people')).json().items[0].id, made.administratorId)
  const actor = { tenantId: made.tenantId, userId: null, now: w.clock.now() }
  await w.tools.inTenant(actor, (db) =>
    change(db, 'auth.api_keys', { createdBy: made.administratorId }, { permissions: ['directory:read'] }),
  )
  w.clock.pass({ hours: 25 })
  assert.equal((await call('/people')).statusCode, 403)
  assert.equal((await call('/departments')).statusCode, 200)
  const refused = await visitor(w).send(
    'POST',
    '/password',
    { current: 'correct horse battery staple', next: 'another horse battery staple' },
    { bearer: made.apiKey },
  )
  assert.equal(refused.statusCode, 403)
  const { rows } = await w.owner.query('select last_used_at from auth.api_keys where tenant_id = $1', [made.tenantId])
  assert.ok(rows[0].last_used_at)
  await w.tools.inTenant(actor, (db) =>
    change(db, 'auth.api_keys', { createdBy: made.administratorId }, { expiresAt: w.clock.now().add({ hours: 1 }).toString() }),
  )
  w.clock.pass({ hours: 26 })
  assert.equal((await call('/departments')).statusCode, 401)
  assert.equal((await call('/departments', `salus_${'x'.repeat(43)}`)).statusCode, 401)
})

test('people of one tenant mean nothing in another, and a stranger is nobody', async () => {
  const there = await w.tenant()
  const zed = await w.person('Zed', ['employee'])
  assert.ok((await zed.call(listPeople, {})).items.every((person) => person.id !== there.administrator.id))
  assert.equal((await w.stranger.refused(mySessions, {})).status, 401)
  assert.equal(await bearer('x'.repeat(43)), 401)
})

test('what an open page asks for by itself is no activity, and neither is renewing a program’s tokens', async () => {
  const nia = await w.person('Nell', ['employee', 'oh_professional'])
  const byItself = (token: string) =>
    visitor(w, { [sessionCookie]: token }).send('GET', '/session', undefined, { headers: { 'salus-quiet': '1' } })
  const app = await w.inTenant((db) => openTokenSession(db, { userId: nia.id, now: w.clock.now(), client }))
  const renew = (refreshToken: string) => visitor(w).send('POST', '/session/refresh', { refreshToken })
  w.clock.pass({ minutes: 10 })
  assert.equal((await byItself(nia.token)).json().me.id, nia.id)
  assert.equal(await lastActive(nia.id), undefined)
  const second = await renew(app.refreshToken)
  assert.equal(second.statusCode, 200)
  w.clock.pass({ minutes: 4 })
  assert.equal((await byItself(nia.token)).json().me.id, nia.id)
  w.clock.pass({ minutes: 2 })
  assert.equal((await byItself(nia.token)).json().me, null)
  assert.equal(await statusWith(nia.token), 401)
  assert.equal(await bearer(second.json().accessToken), 401)
  assert.equal((await renew(second.json().refreshToken)).statusCode, 401)
})

test('what ended a month ago is forgotten, and what is open stays', async () => {
  const tom = await w.person('Tom', ['employee'])
  const count = async () => (await w.owner.query('select count(*)::int as n from auth.sessions where user_id = $1', [tom.id])).rows[0].n
  const tidy = () =>
    w.tools.registry.tasks.get('auth.tidy')?.({ payload: {} as never, tenantId: '', now: w.clock.now(), tools: w.tools, key: 'k' })
  await tidy()
  assert.equal(await count(), 1)
  w.clock.pass({ hours: 31 * 24 })
  await tidy()
  assert.equal(await count(), 0)
  assert.equal(
    (
      await w.owner.query(
        'select 1 from auth.session_activities a where not exists (select from auth.sessions s where s.id = a.session_id)',
      )
    ).rowCount,
    0,
  )
})
