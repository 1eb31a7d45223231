import { randomUUIDv7 } from 'node:crypto'
import { decryptForTenant, encryptForTenant } from '#platform/crypto.ts'
import { change, compiled, type Db, insert, remove } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import type { Row } from '#platform/rows.gen.ts'
import type { ConfigKey } from './contract.ts'

const configs = compiled('tenancy.config', (db, { key }: { key: string }) =>
  db.selectFrom('tenancy.tenant_configs').select(['id', 'value', 'isEncrypted']).where('key', '=', key),
)
const stored = async (db: Db, key: string) => (await configs(db, { key }))[0]
const placeOf = (row: string) => ({ table: 'tenancy.tenant_configs', column: 'value', row })

type Place = ReturnType<typeof placeOf>
/** A value as it was kept, opened where it is encrypted. What no longer fits its schema counts as not said: the default. */
export async function openConfig<Value>(db: Db, of: ConfigKey<Value>, kept: { value: unknown; isEncrypted: boolean }, place: Place) {
  const value = kept.isEncrypted ? JSON.parse(await decryptForTenant(db, place, Buffer.from(kept.value as string, 'base64'))) : kept.value
  const read = of.schema.safeParse(value)
  return read.success ? read.data : of.default
}

/** A value as it is to be kept, encrypted where its key says so. Throws where it does not fit its schema. */
export async function sealConfig<Value>(db: Db, of: ConfigKey<Value>, given: Value, place: Place): Promise<unknown> {
  const plain = of.schema.parse(given)
  return of.encrypted ? (await encryptForTenant(db, place, JSON.stringify(plain))).toString('base64') : plain
}

/** What the tenant has configured, or the default. */
export async function configOf<Value>(db: Db, of: ConfigKey<Value>): Promise<Value> {
  const row = await stored(db, of.key)
  return row ? openConfig(db, of, row, placeOf(row.id)) : of.default
}

/** Keeps a configuration of the tenant; everybody who heeds it knows with the commit. Throws where it does not fit its schema. */
export async function setConfig<Value>(db: Db, of: ConfigKey<Value>, given: Value): Promise<void> {
  const row = await stored(db, of.key)
  const id = row?.id ?? randomUUIDv7()
  const value = await sealConfig(db, of, given, placeOf(id))
  const values = { value, isEncrypted: of.encrypted, category: of.category }
  if (row) await change(db, 'tenancy.tenant_configs', { id }, values)
  else await insert(db, 'tenancy.tenant_configs', { id, key: of.key, ...values })
  await emit(db, 'tenancy.tenant_changed', {})
}

type Kind = Row<'tenancy.tenant_integrations'>['integrationType'] & ('mail' | 'sms' | 'storage')
const credentialsOf = (row: string) => ({ table: 'tenancy.tenant_integrations', column: 'credentials', row })
const integration = (db: Db, kind: Kind) =>
  db.selectFrom('tenancy.tenant_integrations').selectAll().where('integrationType', '=', kind).executeTakeFirst()

/** The services that the organisation brought along. */
export const integrationsOf = (db: Db) =>
  db.selectFrom('tenancy.tenant_integrations').selectAll().orderBy('integrationType').limit(50).execute()

/** One that is in use, with its secret; `evenOff`: also one that is not. Undefined where there is none, or its secret cannot be opened. */
export async function openIntegration(db: Db, kind: Kind, { evenOff = false } = {}) {
  const row = await integration(db, kind)
  if (!row || (row.status === 'inactive' && !evenOff)) return undefined
  const secret = row.credentials && (await decryptForTenant(db, credentialsOf(row.id), row.credentials).catch(() => undefined))
  return secret === undefined ? undefined : { configuration: row.configuration, secret }
}

type Saved = { kind: Kind; provider: string; configuration: object; secret?: string | null | undefined; isActive: boolean }
/** Keeps a service; without a secret the one it has stays. */
export async function saveIntegration(db: Db, { kind, provider, configuration, secret, isActive }: Saved) {
  const row = await integration(db, kind)
  const id = row?.id ?? randomUUIDv7()
  const sealed = secret ? { credentials: await encryptForTenant(db, credentialsOf(id), secret) } : {}
  const values = { provider, configuration, ...sealed, status: isActive ? ('active' as const) : ('inactive' as const), problem: null }
  if (row) return change(db, 'tenancy.tenant_integrations', { id }, values)
  return insert(db, 'tenancy.tenant_integrations', { id, integrationType: kind, ...values })
}

/** Throws 404. */
export const removeIntegration = (db: Db, kind: Kind) => remove(db, 'tenancy.tenant_integrations', { integrationType: kind })

/** How using it went, which is no change that anybody made. Answers whether it went otherwise than the last time. */
export async function noteIntegration(db: Db, { kind, problem, now }: { kind: Kind; problem: string | null; now: Temporal.Instant }) {
  const row = await integration(db, kind)
  if (!row) return false
  const status = row.status === 'inactive' ? row.status : problem === null ? 'active' : 'failing'
  await db
    .updateTable('tenancy.tenant_integrations')
    .set({ problem, status, ...(problem === null ? { lastSyncedAt: now.toString() } : {}) })
    .where('id', '=', row.id)
    .execute()
  return problem !== row.problem
}
