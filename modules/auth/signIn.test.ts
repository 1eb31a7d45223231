import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hash as argon2 } from '@node-rs/argon2'
import fc from 'fast-check'
import { sessionCookie } from '#platform/client.ts'
import { change } from '#platform/db.ts'
import { turns } from '#platform/turns.ts'
import { visitor } from '../../tests/visitor.ts'
import { type World, world } from '../../tests/world.ts'
import { countGuess } from './attempt.ts'
import { hashPassword } from './password.ts'
import { type Guesses, mayGuess } from './policy.ts'

const w = await world()
const there = await w.tenant()
const password = 'correct horse battery staple'
const one = async (text: string, values: unknown[] = []) => (await w.owner.query(text, values)).rows[0]
const codeOf = async (tenant: Pick<World, 'tenantId'>): Promise<string> =>
  (await one('select code from tenancy.tenants where id = $1', [tenant.tenantId])).code
const code = await codeOf(w)
const hash = await hashPassword(password)

/** Somebody with the password above. */
async function member(name: string, roles: Parameters<World['person']>[1] = ['employee']) {
  const person = await w.person(name, roles)
  await w.inTenant((db) =>
    db
      .insertInto('auth.credentials')
      .values({ userId: person.id, passwordHash: hash } as never)
      .execute(),
  )
  const { email } = await one('select email from directory.users where id = $1', [person.id])
  return { ...person, identifier: email as string }
}
const signIn = (v: ReturnType<typeof visitor>, identifier: string, secret = password) =>
  v.send('POST', '/session', { tenant: code, identifier, password: secret })

test('a person signs in with address and password, sees who they are, and signs out', async () => {
  const ann = await member('Ann')
  const v = visitor(w)
  const answer = await signIn(v, ann.identifier.toUpperCase())
  assert.equal(answer.statusCode, 200, answer.body)
  const { me } = answer.json()
  assert.deepEqual([me.name, me.roles, me.headsDepartments, me.tenant.code], ['Ann Example', ['employee'], false, code])
  const cookie = answer.cookies.find(({ name }) => name === sessionCookie)
  assert.ok(cookie?.httpOnly && cookie.secure && cookie.sameSite === 'Lax' && cookie.path === '/' && !cookie.domain)
  const seen = (await v.send('GET', '/session')).json()
  assert.equal(seen.me.id, ann.id)
  assert.match(seen.theme.colors.primary, /^#[0-9a-f]{6}$/)
  assert.equal((await v.send('DELETE', '/session')).statusCode, 204)
  assert.equal(v.cookies[sessionCookie], undefined)
  const after = visitor(w, { [sessionCookie]: cookie.value })
  assert.equal((await after.send('GET', '/session')).json().me, null)
  const { rows } = await w.owner.query(
    "select action from platform.audit_logs where user_id = $1 and action in ('login', 'logout') order by created_at, action",
    [ann.id],
  )
  assert.deepEqual(
    rows.map((row) => row.action),
    ['login', 'logout'],
  )
  assert.equal((await one('select last_login is not null as seen from directory.users where id = $1', [ann.id])).seen, true)
})

test('signing in again replaces the session in the cookie', async () => {
  const ben = await member('Ben')
  const v = visitor(w)
  await signIn(v, ben.identifier)
  const old = v.cookies[sessionCookie] as string
  await signIn(v, ben.identifier)
  assert.notEqual(v.cookies[sessionCookie], old)
  assert.equal((await visitor(w, { [sessionCookie]: old }).send('GET', '/sessions')).statusCode, 401)
  assert.equal((await v.send('GET', '/sessions')).statusCode, 200)
})

test('an unknown name, a wrong password, a locked and a deactivated account get the same answer, byte by byte', async () => {
  const cat = await member('Cat')
  const off = await member('Off')
  const locked = await member('Lok')
  await w.inTenant((db) => change(db, 'directory.users', { id: off.id }, { status: 'inactive' }))
  for (let i = 0; i < 5; i++) await signIn(visitor(w), locked.identifier, 'wrong wrong wrong')
  const answers = [
    await signIn(visitor(w), 'nobody@nowhere.example'),
    await signIn(visitor(w), cat.identifier, 'not the password'),
    await signIn(visitor(w), off.identifier),
    await signIn(visitor(w), locked.identifier),
    await visitor(w).send('POST', '/session', { tenant: 'no-such-tenant', identifier: cat.identifier, password }),
  ]
  for (const answer of answers) {
    assert.equal(answer.statusCode, 401)
    assert.equal(answer.body, answers[0]?.body)
    assert.deepEqual(answer.cookies, [])
  }
  const history = await w.owner.query('select outcome, reason from auth.login_history where user_id = any($1) order by created_at, id', [
    [cat.id, off.id],
  ])
  assert.deepEqual(history.rows.map((row) => row.reason).sort(), ['inactive', 'wrong password'])
})

test('after five wrong passwords the right one must wait a quarter of an hour, but not on a device that is known', async () => {
  const dan = await member('Dan')
  const known = visitor(w)
  assert.equal((await signIn(known, dan.identifier)).statusCode, 200)
  const attacker = visitor(w)
  for (let i = 0; i < 5; i++) assert.equal((await signIn(attacker, dan.identifier, `guess number ${i}`)).statusCode, 401)
  assert.equal((await one('select is_locked from auth.credentials where user_id = $1', [dan.id])).is_locked, true)
  assert.equal((await signIn(visitor(w), dan.identifier)).statusCode, 401)
  assert.equal((await signIn(known, dan.identifier)).statusCode, 200)
  assert.equal((await one('select is_locked from auth.credentials where user_id = $1', [dan.id])).is_locked, false)
  w.clock.pass({ minutes: 16 })
  assert.equal((await signIn(visitor(w), dan.identifier)).statusCode, 200)
})

test('fifty guesses at once are counted like fifty in a row', async () => {
  const tries = Array.from({ length: 50 }, () =>
    w.inTenant((db) => countGuess(db, { account: 'somebody', deviceId: undefined, now: w.clock.now() })),
  )
  const allowed = (await Promise.all(tries)).filter((guess) => guess.allowed)
  assert.equal(allowed.length, 5)
})

test('whatever the pattern of guesses, an hour holds at most ten wrong ones and nobody waits longer than a quarter of an hour', () => {
  const start = Temporal.Instant.from('2026-06-15T09:00:00Z')
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 200 }), (gaps) => {
      const wrong: Guesses[] = []
      let now = start
      let refusedSince: Temporal.Instant | undefined
      for (const gap of gaps) {
        now = now.add({ minutes: gap })
        const windowStart = now.toString()
        if (mayGuess(wrong, now)) {
          wrong.push({ windowStart, attempts: 1 })
          refusedSince = undefined
        } else {
          refusedSince ??= now
          if (Temporal.Instant.compare(refusedSince.add({ minutes: 15 }), now) < 0) return false
        }
        const hour = wrong.filter((guess) => Temporal.Instant.compare(guess.windowStart, now.subtract({ hours: 1 })) > 0)
        if (hour.length > 10) return false
      }
      return true
    }),
  )
})

test('the tenant is told by its code, by a verified host name, or by being the only one', async () => {
  const fay = await member('Fay')
  const body = { identifier: fay.identifier, password }
  const untold = await visitor(w).send('POST', '/session', body)
  assert.deepEqual([untold.statusCode, untold.json().code], [422, 'auth.tenant_needed'])
  await w.inTenant((db) =>
    db
      .insertInto('tenancy.tenant_domains')
      .values({ domain: 'people.example', verificationToken: 'x' } as never)
      .execute(),
  )
  const onHost = () => visitor(w).send('POST', '/session', body, { host: 'people.example' })
  assert.equal((await onHost()).statusCode, 422)
  await w.inTenant((db) => change(db, 'tenancy.tenant_domains', { domain: 'people.example' }, { verifiedAt: w.clock.now().toString() }))
  assert.equal((await onHost()).statusCode, 200)
  assert.equal((await visitor(w).send('GET', '/session', undefined, { host: 'people.example' })).json().tenant.code, code)
  const foreign = await visitor(w).send('POST', '/session', { ...body, tenant: await codeOf(there) })
  assert.equal(foreign.statusCode, 401)
})

test('a hash made with less than today is made anew at the next sign-in', async () => {
  const gus = await member('Gus')
  const old = await argon2(password, { memoryCost: 4096, timeCost: 2, parallelism: 1 })
  await w.inTenant((db) => change(db, 'auth.credentials', { userId: gus.id }, { passwordHash: old }))
  assert.equal((await signIn(visitor(w), gus.identifier)).statusCode, 200)
  const { password_hash: now } = await one('select password_hash from auth.credentials where user_id = $1', [gus.id])
  assert.match(now, /^\$argon2id\$v=19\$m=65536,t=3,p=1\$/)
})

test('a crowd at the door waits its turn, four at once, and a longer one is asked to come back', async () => {
  const inTurn = turns(4, 40)
  let [inside, most] = [0, 0]
  const work = async () => {
    most = Math.max(most, ++inside)
    await new Promise(setImmediate)
    inside--
  }
  const results = await Promise.allSettled(Array.from({ length: 60 }, () => inTurn(work)))
  const refused = results.filter((result) => result.status === 'rejected')
  assert.deepEqual([most, refused.length], [4, 60 - 4 - 40])
  assert.ok(refused.every((result) => (result.reason as { status: number }).status === 503))
  await inTurn(work)
})

/** Until somebody waits for a row of somebody else, or `work` is over without. */
async function heldUp(work: Promise<unknown>): Promise<void> {
  let isOver = false
  void work.finally(() => {
    isOver = true
  })
  const waiting = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
  while (!isOver && (await w.owner.query(waiting)).rowCount === 0) await new Promise(setImmediate)
}

test('guesses at the turn of a minute are counted together', async () => {
  const edge = Temporal.Instant.from('2026-06-15T12:00:00Z')
  const guess = (now: Temporal.Instant) => (db: Parameters<typeof countGuess>[0]) =>
    countGuess(db, { account: 'at the turn', deviceId: undefined, now })
  const [counted, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const before = w.inTenant(async (db) => {
    for (let i = 0; i < 5; i++) await guess(edge.subtract({ seconds: 1 }))(db)
    counted.resolve()
    await goOn.promise
  })
  await counted.promise
  const after = w.inTenant(guess(edge))
  await heldUp(after)
  goOn.resolve()
  await before
  assert.equal((await after).allowed, false)
})

test('a password that is changed while somebody signs in with the old one lets them in no more', async () => {
  const hue = await member('Hue')
  const rival = await w.owner.connect()
  try {
    await rival.query('begin')
    await rival.query('update auth.credentials set password_hash = $2 where user_id = $1', [
      hue.id,
      await hashPassword('another one altogether'),
    ])
    const entering = signIn(visitor(w), hue.identifier)
    await heldUp(entering)
    await rival.query('commit')
    assert.equal((await entering).statusCode, 401)
  } finally {
    rival.release()
  }
  assert.equal((await one('select count(*)::int as n from auth.sessions where user_id = $1', [hue.id])).n, 1, 'but the one of before')
})
