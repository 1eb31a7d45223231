import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { world } from '../../tests/world.ts'
import { configKey } from './contract.ts'
import { configOf, setConfig } from './index.ts'

const w = await world()
const hours = configKey('tenancy.test_hours', { schema: z.object({ hours: z.number().int().positive() }), default: { hours: 8 } })
const password = configKey('tenancy.test_password', { schema: z.string(), default: '', encrypted: true })

test('what a tenant configures holds for it alone, and what it never said is the default', async () => {
  const other = await w.tenant()
  assert.deepEqual(await w.inTenant((db) => configOf(db, hours)), { hours: 8 })
  await w.inTenant((db) => setConfig(db, hours, { hours: 4 }))
  await w.inTenant((db) => setConfig(db, hours, { hours: 6 }))
  assert.deepEqual(await w.inTenant((db) => configOf(db, hours)), { hours: 6 })
  assert.deepEqual(await other.inTenant((db) => configOf(db, hours)), { hours: 8 })
})

test('what does not fit its schema is neither kept nor believed', async () => {
  await assert.rejects(w.inTenant((db) => setConfig(db, hours, { hours: -1 })))
  await w.owner.query(`update tenancy.tenant_configs set value = '{"hours": "many"}' where key = $1`, [hours.key])
  assert.deepEqual(await w.inTenant((db) => configOf(db, hours)), { hours: 8 })
})

test('a secret configuration is unreadable in the database, in another row and in the audit trail', async () => {
  await w.inTenant((db) => setConfig(db, password, 'hunter two'))
  assert.equal(await w.inTenant((db) => configOf(db, password)), 'hunter two')
  const { rows } = await w.owner.query(
    `select value::text || coalesce((select string_agg(new_values::text, '') from platform.audit_logs), '') as text, is_encrypted
       from tenancy.tenant_configs where key = $1`,
    [password.key],
  )
  assert.equal(rows[0].is_encrypted, true)
  assert.doesNotMatch(rows[0].text, /hunter/)
  await w.owner.query('update tenancy.tenant_configs set id = uuidv7() where key = $1', [password.key])
  await assert.rejects(w.inTenant((db) => configOf(db, password)))
})
