import assert from 'node:assert/strict'
import { test } from 'node:test'
import { activateTenant, closeTenant, suspendTenant } from '#modules/tenancy/index.ts'
import { visitor } from '../../tests/visitor.ts'
import { type World, world } from '../../tests/world.ts'
import { hashPassword } from './password.ts'

const w = await world()
const password = 'correct horse battery staple'
type Tenant = Omit<World, 'tenant'>

/** What somebody with these roles types to sign in. */
async function details(of: Tenant, roles: Parameters<World['person']>[1]) {
  const { id } = await of.person('Pat', roles)
  const { rows } = await w.owner.query(
    'select t.code as tenant, u.email as identifier from directory.users u join tenancy.tenants t on t.id = u.tenant_id where u.id = $1',
    [id],
  )
  const passwordHash = await hashPassword(password)
  await of.inTenant((db) =>
    db
      .insertInto('auth.credentials')
      .values({ userId: id, passwordHash } as never)
      .execute(),
  )
  return { ...rows[0], password }
}

test('people of a suspended tenant read why at the next request and at sign-in; administrators come in to export and pay', async () => {
  const of = await w.tenant()
  const [ann, boss] = [await details(of, ['employee']), await details(of, ['tenant_administrator', 'employee'])]
  const [theirs, admins] = [visitor(w), visitor(w)]
  await theirs.send('POST', '/session', ann)
  await admins.send('POST', '/session', boss)
  assert.equal((await theirs.send('GET', '/sessions')).statusCode, 200)
  await of.inTenant((db) => suspendTenant(db, 'The invoice of May is open.'))

  const next = await theirs.send('GET', '/sessions')
  assert.deepEqual([next.statusCode, next.json().code], [401, 'tenancy.suspended'])
  assert.match(next.json().title, /The invoice of May is open/)
  const session = (await theirs.send('GET', '/session')).json()
  assert.deepEqual([session.me, session.suspension], [null, 'The invoice of May is open.'])
  const again = await visitor(w).send('POST', '/session', ann)
  assert.deepEqual([again.statusCode, again.json().code], [403, 'tenancy.suspended'])
  assert.equal((await visitor(w).send('POST', '/session', { ...ann, password: 'not the right one' })).statusCode, 401)

  assert.equal((await admins.send('GET', '/sessions')).statusCode, 403)
  const entered = visitor(w)
  assert.equal((await entered.send('POST', '/session', boss)).json().me.tenant.suspension, 'The invoice of May is open.')
  assert.equal((await entered.send('DELETE', '/session')).statusCode, 204)

  await of.inTenant(activateTenant)
  assert.equal((await theirs.send('GET', '/sessions')).statusCode, 200)
})

test('a trial that is over counts as a suspension from that instant', async () => {
  const of = await w.tenant()
  const ann = await details(of, ['employee'])
  const v = visitor(w)
  await v.send('POST', '/session', ann)
  const before = w.clock.now().toString()
  await w.owner.query('update tenancy.tenants set trial_ends_at = $2 where id = $1', [
    of.tenantId,
    w.clock.now().add({ hours: 1 }).toString(),
  ])
  w.clock.pass({ hours: 2 })
  assert.match((await v.send('GET', '/sessions')).json().title, /The trial has ended/)
  assert.equal((await visitor(w).send('POST', '/session', ann)).statusCode, 403)
  w.clock.set(before)
})

test('nobody enters a closed tenant, and nothing reopens it', async () => {
  const of = await w.tenant()
  const boss = await details(of, ['tenant_administrator'])
  const v = visitor(w)
  await v.send('POST', '/session', boss)
  await of.inTenant(closeTenant)
  assert.equal((await v.send('GET', '/sessions')).statusCode, 401)
  assert.equal((await visitor(w).send('POST', '/session', boss)).statusCode, 401)
  await assert.rejects(of.inTenant(activateTenant), { status: 409 })
})
