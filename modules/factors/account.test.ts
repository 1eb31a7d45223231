import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assignRole } from '#modules/access/index.ts'
import { insert } from '#platform/db.ts'
import { passkey } from '../../tests/authenticator.ts'
import { enrolled, enter, member, password } from '../../tests/members.ts'
import { type Visitor, visitor } from '../../tests/visitor.ts'
import { world } from '../../tests/world.ts'
import { factorsOfPerson, lockOfPerson, lockPerson, resetFactors, unlockPerson } from './contract.ts'

const w = await world()
const there = await w.tenant()
const mine = async (v: Visitor) => (await v.send('GET', '/factors')).json()
const told = async (v: Visitor) => {
  await w.runJobs()
  return (await v.send('GET', '/notifications')).json().items.map((one: { title: string }) => one.title)
}
const show = (v: Visitor, code: string) => v.send('POST', '/session/second-factor/code', { code })

test('a person adds an app; its secret is shown once and kept encrypted', async () => {
  const ann = await member(w, 'Ann')
  const v = await enter(w, ann)
  assert.deepEqual(await mine(v), { items: [], next: null, recoveryCodesLeft: 0, may: { change: true } })
  const headers = { 'idempotency-key': 'adding-an-app-1' }
  const begun = (await v.send('POST', '/factors/totp', undefined, { headers })).json()
  assert.match(begun.uri, /^otpauth:\/\/totp\/Tenant%20t-[0-9a-f]+%3A%20Ann%20Example\?secret=[A-Z2-7]{32}&issuer=/)
  assert.deepEqual((await v.send('POST', '/factors/totp', undefined, { headers })).json(), {
    ...{ id: begun.id, secret: null, uri: null, qr: null },
  })
  const wrong = await v.send('POST', `/factors/totp/${begun.id}/confirmation`, { name: 'Phone', code: '000000' })
  assert.deepEqual([wrong.statusCode, wrong.json().errors[0].path], [422, 'code'])
  assert.deepEqual((await mine(v)).items, [])
  const { rows } = await w.owner.query('select secret from factors.factors where id = $1', [begun.id])
  assert.ok(!rows[0].secret.includes(begun.secret))
})

test('with the first factor come ten recovery codes and a letter, with the second only a letter', async () => {
  const bea = await enrolled(w, 'Bea')
  const before = await mine(bea.here)
  assert.deepEqual([before.items.length, before.recoveryCodesLeft, before.may.change], [1, 10, true])
  const asked = (await bea.here.send('POST', '/factors/passkeys/options')).json()
  const added = await bea.here.send('POST', '/factors/passkeys', { ...passkey().create(asked), name: 'Laptop' })
  assert.deepEqual([added.statusCode, added.json()], [201, { recoveryCodes: null }])
  const names = (await mine(bea.here)).items.map((one: { kind: string; name: string }) => `${one.kind} ${one.name}`)
  assert.deepEqual(names, ['totp Phone', 'passkey Laptop'])
  assert.equal((await told(bea.here)).filter((title: string) => title === 'A second factor was added to your account').length, 2)
  const letters = (await w.tools.mail.kept?.())?.filter((letter) => letter.to === bea.identifier)
  assert.equal(letters?.length, 2)
})

test('factors are renamed at any time, but changed only a moment after one was shown', async () => {
  const cal = await enrolled(w, 'Cal')
  const [phone] = (await mine(cal.here)).items
  w.clock.pass({ minutes: 11 })
  assert.equal((await mine(cal.here)).may.change, false)
  assert.equal((await cal.here.send('PATCH', `/factors/${phone.id}`, { name: 'Old phone' })).json().name, 'Old phone')
  const changes = [
    () => cal.here.send('DELETE', `/factors/${phone.id}`),
    () => cal.here.send('POST', '/factors/totp'),
    () => cal.here.send('POST', '/factors/passkeys/options'),
    () => cal.here.send('POST', '/recovery-codes'),
  ]
  for (const change of changes) assert.equal((await change()).json().code, 'factors.step_up_needed')
  assert.equal((await show(cal.here, cal.code())).statusCode, 204)
  const made = await cal.here.send('POST', '/recovery-codes')
  assert.equal(made.json().recoveryCodes.length, 10)
  const v = await enter(w, cal)
  assert.equal((await show(v, cal.recoveryCodes[0] as string)).statusCode, 422, 'an old code')
  assert.equal((await show(v, made.json().recoveryCodes[0])).statusCode, 204)
  assert.equal((await v.send('DELETE', `/factors/${phone.id}`)).statusCode, 204)
  assert.deepEqual((await mine(v)).recoveryCodesLeft, 0)
  assert.ok((await told(v)).includes('A second factor was removed from your account'))
  assert.equal((await (await enter(w, cal)).send('GET', '/factors')).statusCode, 200, 'the password alone is enough again')
})

test('nobody sees or changes another person’s factors, and a key has none', async () => {
  const dot = await enrolled(w, 'Dot')
  const eli = await enrolled(w, 'Eli')
  const [phone] = (await mine(dot.here)).items
  assert.equal((await eli.here.send('DELETE', `/factors/${phone.id}`)).statusCode, 404)
  assert.equal((await eli.here.send('PATCH', `/factors/${phone.id}`, { name: 'Mine' })).statusCode, 404)
  const begun = (await dot.here.send('POST', '/factors/totp')).json()
  const taken = await eli.here.send('POST', `/factors/totp/${begun.id}/confirmation`, { name: 'Mine', code: eli.code() })
  assert.equal(taken.statusCode, 404)
  const again = passkey()
  const create = async (v: Visitor) => again.create((await v.send('POST', '/factors/passkeys/options')).json())
  assert.equal((await dot.here.send('POST', '/factors/passkeys', { ...(await create(dot.here)), name: 'Key' })).statusCode, 201)
  const twice = await eli.here.send('POST', '/factors/passkeys', { ...(await create(eli.here)), name: 'Key' })
  assert.equal(twice.json().code, 'factors.known')
})

test('an administrator takes away the factors of somebody who lost theirs: on record, told, and signed out', async () => {
  const fin = await enrolled(w, 'Fin')
  assert.deepEqual(await w.administrator.call(factorsOfPerson, { params: { id: fin.id } }), { kinds: ['totp'], may: { reset: true } })
  await w.administrator.call(resetFactors, { params: { id: fin.id } })
  assert.equal((await fin.here.send('GET', '/factors')).statusCode, 401)
  const v = await enter(w, fin)
  assert.deepEqual((await mine(v)).items, [])
  assert.ok((await told(v)).includes('Your second factors were taken away'))
  const { rows } = await w.owner.query(
    "select old_values from platform.audit_logs where user_id = $1 and entity_type = 'factors' and action = 'delete'",
    [w.administrator.id],
  )
  assert.deepEqual([rows.length, rows[0].old_values.userId, 'secret' in rows[0].old_values], [1, fin.id, false])
  assert.equal((await w.administrator.refused(resetFactors, { params: { id: fin.id } })).status, 404)
  assert.equal((await there.administrator.refused(resetFactors, { params: { id: fin.id } })).status, 404)
})

test('nobody resets somebody who may do more than they, or themselves', async () => {
  const gus = await enrolled(w, 'Gus', await member(w, 'Gus', ['employee', 'oh_professional']))
  const { id } = await w.person('Helper', ['employee'])
  await w.inTenant(async (db) => {
    const role = await insert(db, 'access.roles', { code: 'helper', name: 'Helper' })
    const right = await db.selectFrom('access.permissions').select('id').where('code', '=', 'factors:reset').executeTakeFirstOrThrow()
    await insert(db, 'access.role_permissions', { roleId: role.id, permissionId: right.id })
    await assignRole(db, { userId: id, role: role.code, now: w.clock.now() })
  })
  const helper = await w.signIn({ id })
  assert.equal((await helper.call(factorsOfPerson, { params: { id: gus.id } })).may.reset, false)
  assert.equal((await helper.refused(resetFactors, { params: { id: gus.id } })).code, 'access.above_you')
  assert.equal((await helper.refused(resetFactors, { params: { id } })).code, 'factors.own_account')
  const ivy = await enrolled(w, 'Ivy')
  await helper.call(resetFactors, { params: { id: ivy.id } })
})

test('of many begun at one moment one waits, and its first code makes one factor and ten recovery codes', async () => {
  const max = await member(w, 'Max')
  const v = await enter(w, max)
  await Promise.all(Array.from({ length: 10 }, () => v.send('POST', '/factors/totp')))
  const waiting = 'select count(*)::int as n from factors.factors where user_id = $1'
  assert.equal((await w.owner.query(waiting, [max.id])).rows[0].n, 1)
  const keys = Array.from({ length: 3 }, () => passkey())
  const adding = await Promise.all(keys.map(() => v.send('POST', '/factors/passkeys/options')))
  const added = await Promise.all(
    keys.map((key, i) =>
      v.send('POST', '/factors/passkeys', { ...key.create((adding[i] as (typeof adding)[number]).json()), name: `Key ${i}` }),
    ),
  )
  assert.deepEqual(added.map(({ statusCode }) => statusCode).sort(), [201, 403, 403])
  assert.equal((await mine(v)).recoveryCodesLeft, 10)
})

const body = { reason: 'A lost laptop.' }
const letters = async (to: string) => ((await w.tools.mail.kept?.()) ?? []).filter((letter) => letter.to === to)
test('a locked account opens to nothing, and says no more than one that does not exist, until it is unlocked', async () => {
  const kay = await member(w, 'Kay', ['employee', 'admin', 'tenant_administrator'])
  const here = await enter(w, kay)
  const { key } = (await here.send('POST', '/api-keys', { name: 'Payroll', permissions: ['people:read'], days: 9 })).json()
  const withKey = async () => (await visitor(w).send('GET', '/people', undefined, { bearer: key })).statusCode
  const askForLink = async () => {
    await visitor(w).send('POST', '/password-resets', { tenant: kay.tenant, identifier: kay.identifier })
    await w.runJobs()
    return (await letters(kay.identifier)).flatMap(({ text }) => /reset-password#([\w-]+)/.exec(text)?.[1] ?? [])
  }
  const [link] = await askForLink()
  assert.ok(link)
  const other = await w.person('Lou', ['employee', 'admin', 'tenant_administrator'])
  const params = { id: kay.id }
  assert.deepEqual(await other.call(lockOfPerson, { params }), { lock: null, may: { lock: true, unlock: false } })
  await other.call(lockPerson, { params, body })
  const at = w.clock.now().toString()
  assert.deepEqual(await other.call(lockOfPerson, { params }), {
    ...{ lock: { by: 'Lou Example', at, until: null, reason: body.reason }, may: { lock: false, unlock: true } },
  })
  assert.deepEqual([(await here.send('GET', '/factors')).statusCode, await withKey()], [401, 401])
  const right = await visitor(w).send('POST', '/session', { tenant: kay.tenant, identifier: kay.identifier, password })
  const nobody = await visitor(w).send('POST', '/session', { tenant: kay.tenant, identifier: 'nobody@example.com', password })
  assert.deepEqual([right.statusCode, right.body], [401, nobody.body])
  const { rows } = await w.owner.query(
    'select reason, outcome from auth.login_history where user_id = $1 order by created_at desc, id desc limit 1',
    [kay.id],
  )
  assert.deepEqual(rows, [{ reason: 'locked', outcome: 'locked' }])
  const spent = await visitor(w).send('POST', '/password-resets/completion', { token: link, password: 'tram window copper field' })
  assert.equal(spent.statusCode, 410)
  assert.equal((await askForLink()).length, 1, 'no further letter with a link')
  assert.equal((await other.refused(lockPerson, { params, body })).code, 'factors.locked_already')
  w.clock.pass({ hours: 3 })
  const later = await w.signIn(other)
  await later.call(unlockPerson, { params })
  assert.equal(await withKey(), 200)
  const back = await enter(w, kay)
  const titles = await told(back)
  assert.ok(titles.includes('Your account was locked') && titles.includes('Your account was unlocked'))
  assert.equal((await later.refused(unlockPerson, { params })).code, 'factors.not_locked')
})

test('who guessed too often is let in again by an administrator at once, on every device', async () => {
  const mia = await member(w, 'Mia')
  const known = await enter(w, mia)
  const wrong = (v: Visitor) => v.send('POST', '/session', { tenant: mia.tenant, identifier: mia.identifier, password: 'wrong guess here' })
  for (let i = 0; i < 5; i++) for (const v of [visitor(w), known]) await wrong(v)
  const rightly = async (v: Visitor) =>
    (await v.send('POST', '/session', { tenant: mia.tenant, identifier: mia.identifier, password })).statusCode
  assert.deepEqual([await rightly(visitor(w)), await rightly(known)], [401, 401])
  const admin = await w.signIn(w.administrator)
  const { lock, may } = await admin.call(lockOfPerson, { params: { id: mia.id } })
  assert.deepEqual([lock?.by, lock?.until, may], [null, w.clock.now().add({ minutes: 15 }).toString(), { lock: true, unlock: true }])
  await admin.call(unlockPerson, { params: { id: mia.id } })
  assert.deepEqual([await rightly(visitor(w)), await rightly(known)], [200, 200])
})

test('nobody locks themselves, somebody above them, somebody elsewhere or without a reason; of two who lock each other one stays', async () => {
  const admin = await w.signIn(w.administrator)
  const ned = await w.person('Ned', ['employee', 'admin', 'tenant_administrator'])
  assert.equal((await admin.refused(lockPerson, { params: { id: admin.id }, body })).code, 'factors.own_lock')
  assert.equal((await admin.refused(lockPerson, { params: { id: ned.id }, body: { reason: ' ' } })).status, 422)
  assert.equal((await there.administrator.refused(lockPerson, { params: { id: ned.id }, body })).status, 404)
  const { id } = await w.person('Locker', ['employee'])
  await w.inTenant(async (db) => {
    const role = await insert(db, 'access.roles', { code: 'locker', name: 'Locker' })
    const right = await db.selectFrom('access.permissions').select('id').where('code', '=', 'factors:lock').executeTakeFirstOrThrow()
    await insert(db, 'access.role_permissions', { roleId: role.id, permissionId: right.id })
    await assignRole(db, { userId: id, role: role.code, now: w.clock.now() })
  })
  const locker = await w.signIn({ id })
  assert.equal((await locker.refused(lockPerson, { params: { id: ned.id }, body })).code, 'access.above_you')
  const pat = await w.person('Pat', ['employee', 'admin', 'tenant_administrator'])
  const lock = (who: typeof ned, whom: typeof ned) =>
    who.call(lockPerson, { params: { id: whom.id }, body }).then(
      () => 'locked',
      () => 'refused',
    )
  assert.deepEqual((await Promise.all([lock(ned, pat), lock(pat, ned)])).sort(), ['locked', 'refused'])
  const { rows } = await w.owner.query('select count(*)::int as n from auth.credentials where locked_by in ($1, $2)', [ned.id, pat.id])
  assert.equal(rows[0].n, 1)
})
