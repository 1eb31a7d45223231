import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sealTrail, verifyTrail } from '#modules/audit/index.ts'
import { listNotifications } from '#modules/notifications/contract.ts'
import { hashToken } from '#platform/crypto.ts'
import { visitor } from '../../tests/visitor.ts'
import { world } from '../../tests/world.ts'
import type { Deed } from './contract.ts'
import { operatorTrail } from './index.ts'

const w = await world()
const key = 'salus_op_a-key-of-this-story'
await w.owner.query('insert into platform.operator_keys (key_hash) values ($1)', [hashToken(key).toString('base64')])
const console_ = async () => {
  const v = visitor(w)
  assert.equal((await v.send('POST', '/operator/session', { key })).statusCode, 204)
  return v
}
const codeOf = async (id: string) => (await w.owner.query('select code from tenancy.tenants where id = $1', [id])).rows[0].code

test('the operator signs in at the console with the key, for an hour, and out again', async () => {
  const v = visitor(w)
  assert.equal((await v.send('POST', '/operator/session', { key: 'salus_op_guess' })).statusCode, 401)
  assert.deepEqual((await v.send('GET', '/operator/session')).json(), { signedIn: false, hasFactor: false })
  const signedIn = await console_()
  assert.deepEqual((await signedIn.send('GET', '/operator/session')).json(), { signedIn: true, hasFactor: false })
  assert.equal((await signedIn.send('GET', '/operator/tenants')).statusCode, 200)
  const kept = { ...signedIn.cookies }
  assert.equal((await signedIn.send('DELETE', '/operator/session')).statusCode, 204)
  assert.equal((await visitor(w, kept).send('GET', '/operator/tenants')).statusCode, 401)
  const later = await console_()
  const before = w.clock.now().toString()
  w.clock.pass({ minutes: 61 })
  assert.equal((await later.send('GET', '/operator/tenants')).statusCode, 401)
  w.clock.set(before)
})

test('the operator is nobody in a tenant, and nobody in a tenant is the operator', async () => {
  const v = await console_()
  assert.equal((await v.send('GET', '/people')).statusCode, 401)
  assert.equal((await visitor(w).send('GET', '/people', undefined, { bearer: key })).statusCode, 401)
  const administrator = visitor(w, { '__Host-salus': w.administrator.token })
  assert.equal((await administrator.send('GET', '/operator/tenants')).statusCode, 401)
})

test('the operator sees each tenant with counts, and none of what it holds', async () => {
  const of = await w.tenant()
  await of.person('Unmistakable', ['employee'])
  const v = await console_()
  const listed = await v.send('GET', `/operator/tenants?q=${await codeOf(of.tenantId)}&status=trial`)
  const [tenant] = listed.json().items
  assert.deepEqual([tenant.id, tenant.people, tenant.status], [of.tenantId, 2, 'trial'])
  const read = await v.send('GET', `/operator/tenants/${of.tenantId}`)
  assert.deepEqual(
    read.json().features.map((one: { key: string; isOn: boolean }) => [one.key, one.isOn]),
    [
      ['learning', true],
      ['occupational_health', true],
    ],
  )
  assert.doesNotMatch(listed.payload + read.payload, /Unmistakable/)
  assert.equal((await v.send('GET', '/operator/tenants/018f0000-0000-7000-8000-00000000000b')).statusCode, 404)
})

test('page after page the operator finds every tenant once, in both directions', async () => {
  await w.tenant()
  const v = await console_()
  const walk = async (sort: string) => {
    const found: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { items, next }: { items: { name: string }[]; next: string | null } = (
        await v.send('GET', `/operator/tenants?limit=1&sort=${sort}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)
      ).json()
      found.push(...items.map((one) => one.name))
      cursor = next
    }
    return found
  }
  const up = await walk('name')
  assert.ok(up.length >= 3)
  assert.equal(new Set(up).size, up.length)
  assert.deepEqual(await walk('-name'), up.toReversed())
})

test('the operator changes the agreement, suspends, lets work again, and closes with the code typed again', async () => {
  const of = await w.tenant()
  const v = await console_()
  const at = `/operator/tenants/${of.tenantId}`
  const trialEndsAt = w.clock
    .now()
    .add({ hours: 90 * 24 })
    .toString()
  assert.equal((await v.send('PATCH' as 'PUT', at, { name: 'Hill Farm', maxUsers: 3, trialEndsAt })).statusCode, 204)
  const before = await v.send('PATCH' as 'PUT', at, { trialEndsAt: '2020-01-01T00:00:00Z' })
  assert.deepEqual([before.statusCode, before.json().errors[0].path], [422, 'trialEndsAt'])
  assert.equal((await v.send('PUT', `${at}/features/learning`, { isEnabled: false })).statusCode, 204)
  assert.equal((await v.send('POST', `${at}/suspension`, { reason: 'The invoice of May is open.' })).statusCode, 204)
  const suspended = (await v.send('GET', at)).json()
  assert.deepEqual(
    [suspended.name, suspended.maxUsers, suspended.status, suspended.suspendedReason, suspended.features[0].isOn],
    ['Hill Farm', 3, 'suspended', 'The invoice of May is open.', false],
  )
  assert.equal((await v.send('POST', `${at}/activation`, {})).statusCode, 204)
  const active = (await v.send('GET', at)).json()
  assert.deepEqual([active.status, active.suspendedReason], ['active', null])
  assert.equal((await v.send('POST', `${at}/closure`, { code: 'another' })).statusCode, 422)
  assert.equal((await v.send('POST', `${at}/closure`, { code: await codeOf(of.tenantId) })).statusCode, 204)
  assert.equal((await v.send('POST', `${at}/activation`, {})).statusCode, 409)
})

test('administrators are told that a trial ends soon and that their organisation is suspended; others are not', async () => {
  const of = await w.tenant()
  const employee = await of.person('Eve', ['employee'])
  w.clock.pass({ hours: 23 * 24 + 1 })
  await w.tools.registry.tasks.get('tenancy.keep_trials')?.({
    payload: {} as never,
    tenantId: '',
    now: w.clock.now(),
    tools: w.tools,
    key: 'k',
  })
  await w.runJobs()
  const titles = async (person: { id: string }) =>
    (await (await of.signIn(person)).call(listNotifications, {})).items.map((one: { title: string }) => one.title)
  assert.deepEqual(await titles(of.administrator), ['Your trial ends in 7 days'])
  assert.deepEqual(await titles(employee), [])
})

test('what the operator announces is read by everybody until its end, and help stands at the door', async () => {
  const v = await console_()
  const none = { announcement: null, help: null }
  assert.deepEqual((await v.send('GET', '/operator/settings')).json(), none)
  const until = w.clock.now().add({ hours: 2 }).toString()
  const announcement = { text: 'Closed for work on Sunday', until }
  const help = { text: 'Ring the service desk', email: 'desk@example.org' }
  assert.equal((await v.send('PUT', '/operator/settings', { announcement })).statusCode, 200)
  assert.deepEqual((await v.send('PUT', '/operator/settings', { help })).json().announcement.text, announcement.text)
  const wrong = await v.send('PUT', '/operator/settings', { help: { text: '', email: 'nobody' } })
  assert.deepEqual(
    wrong.json().errors.map((one: { path: string }) => one.path),
    ['help.text', 'help.email'],
  )
  const read = async () => (await visitor(w).send('GET', '/notices')).json()
  assert.deepEqual([(await read()).announcement.text, (await read()).help], [announcement.text, help])
  w.clock.pass({ hours: 3 })
  assert.deepEqual(await read(), { announcement: null, help })
  assert.equal((await visitor(w).send('PUT', '/operator/settings', none)).statusCode, 401)
})

test('the operator’s own trail tells what was done, where and what it was before, without secrets, and nobody changes it', async () => {
  const of = await w.tenant()
  const v = await console_()
  const at = `/operator/tenants/${of.tenantId}`
  await v.send('PATCH' as 'PUT', at, { name: 'Mill', maxUsers: 7 })
  await v.send('PUT', `${at}/features/learning`, { isEnabled: true, usageLimits: { enrollments: 5 }, expiresAt: '2027-01-01T00:00:00Z' })
  const features = async () => (await v.send('GET', at)).json().features
  const { isSet, agreed, usageLimits, expiresAt } = (await features())[0]
  assert.deepEqual([isSet, agreed, usageLimits.enrollments, expiresAt], [true, null, 5, '2027-01-01T00:00:00Z'])
  assert.equal((await v.send('PUT', `${at}/features/learning`, { isEnabled: true, usageLimits: { enrollments: -1 } })).statusCode, 422)
  const configured = async (configuration: object) => {
    const answer = await v.send('PUT', `${at}/features/learning`, { isEnabled: true, configuration })
    return [answer.statusCode, answer.statusCode < 300 ? (await features())[0].configuration : answer.json().errors[0].path]
  }
  assert.deepEqual(await configured({ selfEnrol: false }), [204, { selfEnrol: false }])
  assert.deepEqual(await configured({ selfEnrol: 'maybe' }), [422, 'configuration.selfEnrol'])
  assert.deepEqual(await configured({ colour: 'red' }), [422, 'configuration'])
  assert.deepEqual((await features())[0].configuration, { selfEnrol: false }, 'nothing has changed')
  assert.equal((await v.send('DELETE', `${at}/features/learning`)).statusCode, 204)
  assert.equal((await features())[0].isSet, false)
  assert.equal((await v.send('DELETE', `${at}/features/learning`)).statusCode, 404)
  await visitor(w).send('PUT', '/operator/settings', { help: { text: 'Ring us', email: null } }, { bearer: key })
  const administrator = { email: 'first@dale.example', firstName: 'First', lastName: 'One', password: 'a-long-password-of-hers' }
  const made = await v.send('POST', '/operator/tenants', { code: 'dale', name: 'Dale', administrator })

  const read = async (query: string) => (await v.send('GET', `/operator/audit?${query}`)).json().items
  const theirs = await read(`tenantId=${of.tenantId}`)
  assert.deepEqual(
    theirs.map(({ action, entity, by, tenant }: Deed) => `${by}: ${action} ${entity} of ${tenant?.name}`),
    ['delete tenant_features', 'update tenant_features', 'create tenant_features', 'update tenants'].map(
      (did) => `console: ${did} of Mill`,
    ),
  )
  const { old, new: next } = theirs.at(-1)
  assert.deepEqual([old.maxUsers, next.maxUsers, next.name], [null, 7, 'Mill'])
  const [help] = await read('entity=system_settings')
  assert.deepEqual([help.by, help.tenant, help.entityId, help.new.help.text], ['key', null, 'help', 'Ring us'])
  const [dale] = await read('action=create&entity=tenants')
  assert.deepEqual([dale.entityId, dale.new.name], [made.json().tenantId, 'Dale'])
  assert.equal((await read('action=login')).length > 0, true)
  assert.deepEqual(await read('until=2020-01-01T00:00:00Z'), [])
  const first = (await v.send('GET', '/operator/audit?limit=1')).json()
  const second = (await v.send('GET', `/operator/audit?limit=1&cursor=${encodeURIComponent(first.next)}`)).json()
  assert.notEqual(first.items[0].id, second.items[0].id)
  const all = (await v.send('GET', '/operator/audit?limit=200')).payload
  for (const secret of [key, made.json().apiKey, administrator.password]) assert.ok(!all.includes(secret))
  const mayChange = await w.owner.query(
    "select has_table_privilege(r, 'operator.audit_logs', 'update, delete, truncate') as may from unnest(array['salus_app', 'salus_system']) r",
  )
  assert.deepEqual(mayChange.rows, [{ may: false }, { may: false }])
  assert.equal((await visitor(w).send('GET', '/operator/audit')).statusCode, 401)
})

test('who is not let in at the console stands on the trail, and what somebody changes, takes away or moves there is found', async () => {
  const v = await console_()
  const refused = await visitor(w).send('POST', '/operator/session', { key: 'salus_op_a-guess-of-this-story' })
  assert.deepEqual([refused.statusCode, refused.json().code], [401, 'operator.wrong_key'])
  const told = await v.send('GET', '/operator/audit?action=refused')
  const [row] = told.json().items
  assert.deepEqual([row.by, row.entity, row.new, row.ipAddress], ['nobody', 'sessions', { reason: 'wrong_key' }, '127.0.0.1'])
  assert.doesNotMatch(told.payload, /a-guess/)

  assert.ok((await sealTrail(w.tools, operatorTrail)) > 5)
  await v.send('PUT', '/operator/settings', { help: { text: 'Ask again', email: null } })
  assert.equal(await sealTrail(w.tools, operatorTrail), 1)
  const problems = async () => (await verifyTrail(w.tools, operatorTrail)).problems.join()
  assert.equal(await problems(), '')
  const touched = async (change: string, back: string) => {
    await w.owner.query(change)
    const found = await problems()
    await w.owner.query(back)
    assert.equal(await problems(), '')
    return found
  }
  const set = (values: string) => `update operator.audit_logs a set ${values} where id = '${row.id}'`
  await w.owner.query('create table before as select * from operator.audit_logs')
  const columns = (await w.owner.query("select column_name as c from information_schema.columns where table_name = 'before'")).rows
  const otherwise = {
    ip_address: "'10.0.0.1'",
    action: "'login'",
    entity: "'plans'",
    entity_id: "'x'",
    old_values: "'{}'",
    new_values: "'{}'",
  }
  for (const { c } of columns.filter(({ c }: { c: string }) => c !== 'id')) {
    const other = c.endsWith('at') ? "now() + interval '1 s'" : ((otherwise as Record<string, string>)[c] ?? 'uuidv7()')
    assert.match(
      await touched(set(`${c} = ${other}`), set(`${c} = (select ${c} from before b where b.id = a.id)`)),
      /not what was sealed/,
      c,
    )
  }
  const all =
    'insert into operator.audit_logs select * from before b where not exists (select from operator.audit_logs a where a.id = b.id)'
  assert.match(await touched(`delete from operator.audit_logs where id = '${row.id}'`, all), /is missing/)
  const moved = `update operator.audit_logs a set created_at = (select created_at from before b where b.id <> a.id order by b.id limit 1) where id = '${row.id}'`
  assert.match(await touched(moved, set('created_at = (select created_at from before b where b.id = a.id)')), /not what was sealed/)
  await w.owner.query("delete from platform.audit_seals where tenant_id = '00000000-0000-0000-0000-000000000000' and number = 2")
  assert.match(await problems(), /the chain was cut: seal 2/)
})
