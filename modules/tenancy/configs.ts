import { randomUUIDv7 } from 'node:crypto'
import { decryptForTenant, encryptForTenant } from '#platform/crypto.ts'
import { change, type Db, insert } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import type { ConfigKey } from './contract.ts'

const stored = (db: Db, key: string) =>
  db.selectFrom('tenancy.tenant_configs').select(['id', 'value', 'isEncrypted']).where('key', '=', key).executeTakeFirst()
const placeOf = (row: string) => ({ table: 'tenancy.tenant_configs', column: 'value', row })

/** What the tenant has configured, or the default. What no longer fits its schema counts as not said. */
export async function configOf<Value>(db: Db, of: ConfigKey<Value>): Promise<Value> {
  const row = await stored(db, of.key)
  if (!row) return of.default
  const value = row.isEncrypted
    ? JSON.parse(await decryptForTenant(db, placeOf(row.id), Buffer.from(row.value as string, 'base64')))
    : row.value
  const read = of.schema.safeParse(value)
  return read.success ? read.data : of.default
}

/** Keeps a configuration of the tenant; everybody who heeds it knows with the commit. Throws where it does not fit its schema. */
export async function setConfig<Value>(db: Db, of: ConfigKey<Value>, given: Value): Promise<void> {
  const plain = of.schema.parse(given)
  const row = await stored(db, of.key)
  const id = row?.id ?? randomUUIDv7()
  const value = of.encrypted ? (await encryptForTenant(db, placeOf(id), JSON.stringify(plain))).toString('base64') : plain
  const values = { value, isEncrypted: of.encrypted, category: of.category }
  if (row) await change(db, 'tenancy.tenant_configs', { id }, values)
  else await insert(db, 'tenancy.tenant_configs', { id, key: of.key, ...values })
  await emit(db, 'tenancy.tenant_changed', {})
}
