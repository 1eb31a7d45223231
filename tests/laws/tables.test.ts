import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../database.ts'
import { type Facts, readFacts } from './facts.ts'
import { isLower, levels } from './levels.ts'

const { owner } = await testDatabase()
const facts = await readFacts(owner)

/** Tables without a tenant: catalogues that are the same for all, and what belongs to the installation. */
const global = new Set([
  'tenancy.plans',
  'access.permissions',
  'access.permission_groups',
  'settings.system_settings',
  'billing.issuers',
  'operator.audit_logs',
  'operator.factors',
  'operator.services',
  'operator.sessions',
  'platform.operator_keys',
  'platform.worker_heartbeats',
])
/** The table that is itself the tenant: keyed and protected by `id`. */
const tenants = 'tenancy.tenants'
/** What sign-in, API keys, verification pages, resets and jobs of all tenants reach before or beside a tenant, and how far. */
const openToSystem: Record<string, string> = {
  'auth.api_keys': 'select',
  'auth.credentials': 'select, update',
  'auth.devices': 'select, insert, update',
  'auth.guess_counters': 'select, insert, update, delete',
  'auth.login_history': 'select, insert',
  'auth.one_time_tokens': 'select, update, delete',
  'auth.security_questions': 'select, update',
  'auth.session_activities': 'select, insert',
  'auth.sessions': 'select, insert, update, delete',
  'billing.open_items': 'select',
  'certificates.certificates': 'select',
  'certificates.revocations': 'select',
  'directory.users': 'select',
  'kiosks.kiosks': 'select',
  'platform.audit_logs': 'select, insert',
  'platform.audit_seals': 'select, insert',
  'platform.events': 'select',
  'platform.idempotency_keys': 'select, delete',
  'platform.job_effects': 'select, delete',
  'sso.visits': 'select, delete',
  'tenancy.tenant_billing': 'select, update',
  'tenancy.tenant_domains': 'select, insert, update',
  'tenancy.tenant_features': 'select',
  'tenancy.tenant_subscriptions': 'select, insert, update',
  'tenancy.tenants': 'select, insert, update',
}
/** Found before a tenant is known, so unique over all of them: on a cluster these two tables are copied to every node. */
const knownEverywhere = [tenants, 'tenancy.tenant_domains']
const appendOnly = ['billing.invoices', 'billing.payments', 'platform.audit_logs', 'platform.audit_seals', 'platform.events']

const order = ['SELECT', 'INSERT', 'UPDATE', 'DELETE']
const listOf = (rights: readonly string[] = []) =>
  order
    .filter((right) => rights.includes(right))
    .join(', ')
    .toLowerCase()

/** Law 2: what holds of every table of a tenant. */
function tenantTables(all: Facts): string[] {
  const isTenant = (table: string) => !global.has(table)
  const tenantKey = (table: string) => (table === tenants ? 'id' : 'tenant_id')
  const own = all.tables.filter(({ name, kind }) => kind === 'table' && isTenant(name))
  const wanted = (table: string) => `(${tenantKey(table)} = platform.current_tenant())`
  const secured = all.security
    .filter(({ table }) => isTenant(table))
    .flatMap(({ table, enabled, forced, policies, rights }) => {
      const [tenant, ...others] = [...policies].sort((a) => (a.name === 'tenant' ? -1 : 1))
      const system = others.filter(({ name, roles }) => name === 'system' && roles === 'salus_system')
      return [
        ...(enabled && forced ? [] : [`${table}: row security is not forced`]),
        ...(tenant?.name === 'tenant' && tenant.using === wanted(table) && tenant.check === wanted(table)
          ? []
          : [`${table}: no tenant policy`]),
        ...(others.length > system.length ? [`${table}: a policy nobody agreed to`] : []),
        ...(system.length && !openToSystem[table] ? [`${table}: open to salus_system, and not named`] : []),
        ...(listOf(rights.salus_system) === (openToSystem[table] ?? '')
          ? []
          : [`${table}: salus_system may ${listOf(rights.salus_system)}`]),
        ...((rights.salus_app ?? []).some((right) => !['SELECT', 'INSERT', 'UPDATE', 'DELETE'].includes(right))
          ? [`${table}: salus_app may more than rows`]
          : []),
        ...(appendOnly.includes(table) && /UPDATE|DELETE/.test(String(rights.salus_app)) ? [`${table}: can be rewritten`] : []),
      ]
    })
  const columns = own.flatMap(({ name, columns: [first] }) => {
    const key = tenantKey(name)
    return first?.name === key && first.type === 'uuid' && first.required ? [] : [`${name}: ${key} uuid not null is not its first column`]
  })
  const keys = all.keys
    .filter(({ table }) => isTenant(table) && table !== tenants)
    .flatMap(({ name, table, columns: [first] }) => (first === 'tenant_id' ? [] : [`${table}: ${name} does not begin with tenant_id`]))
  const withoutKey = own.filter(({ name }) => !all.keys.some((key) => key.table === name && key.kind === 'primary'))
  const references = all.references
    .filter(({ table, target }) => isTenant(table) && isTenant(target) && target !== tenants)
    .flatMap(({ name, table, columns, targetColumns }) =>
      columns[0] === 'tenant_id' && targetColumns[0] === 'tenant_id' ? [] : [`${table}: ${name} does not carry tenant_id`],
    )
  const unique = all.indexes
    .filter(
      (index) => index.unique && isTenant(index.table) && !knownEverywhere.includes(index.table) && !index.columns.includes('tenant_id'),
    )
    .map(({ name, table }) => `${table}: the unique index ${name} has no tenant_id`)
  return [...secured, ...columns, ...keys, ...withoutKey.map(({ name }) => `${name}: no primary key`), ...references, ...unique]
}

/** Law 2: what does not run on a cluster, or hides work. */
function forbidden(all: Facts): string[] {
  const names = Map.groupBy(all.constraints, ({ name }) => name)
  return [
    ...all.triggers.map(({ name, table }) => `${table}: trigger ${name}`),
    ...all.actions
      .filter(({ onDelete, onUpdate }) => !['a', 'r', 'c'].includes(onDelete) || !['a', 'r'].includes(onUpdate))
      .map(({ name, table }) => `${table}: ${name} sets null, sets default or cascades an update`),
    ...[...names]
      .filter(([, same]) => same.length > 1)
      .map(([name, same]) => `${name} names a constraint of ${same.map((one) => one.table).join(' and ')}`),
    ...all.constraints
      .filter(({ name, kind }) => /_(check|fkey|excl)\d*$/.test(name) || (kind === 'u' && /_key\d*$/.test(name)))
      .map(({ name, table }) => `${table}: ${name} is a name nobody chose`),
    ...all.views.filter(({ invoker }) => !invoker).map(({ name }) => `${name}: not security_invoker`),
    ...all.functions.filter(({ name, definer }) => definer && !name.startsWith('platform.')).map(({ name }) => `${name}: security definer`),
  ]
}

/** Law 4: references, views and functions point at the same or a lower module; views read others' views only. */
function referencesGoDown(all: Facts): string[] {
  const schemaOf = (name: string) => name.split('.')[0] as string
  const views = new Set(all.views.map(({ name }) => name))
  const tables = all.tables.map(({ name }) => name)
  return [
    ...all.tables.filter(({ name }) => !(schemaOf(name) in levels)).map(({ name }) => `${name}: its schema is no module`),
    ...all.references
      .filter(({ table, target }) => schemaOf(table) !== schemaOf(target) && !isLower(schemaOf(target), schemaOf(table)))
      .map(({ name, table, target }) => `${table}: ${name} points up to ${target}`),
    ...all.views.flatMap(({ name, reads }) =>
      reads
        .filter((read) => schemaOf(read) !== schemaOf(name) && !(views.has(read) && isLower(schemaOf(read), schemaOf(name))))
        .map((read) => `${name} reads ${read}`),
    ),
    ...all.functions.flatMap(({ name, body }) =>
      tables.filter((table) => schemaOf(table) !== schemaOf(name) && body.includes(table)).map((table) => `${name} reads ${table}`),
    ),
  ]
}

test('every table of a tenant is bound to it by row security, keys and references', () => {
  assert.deepEqual(tenantTables(facts), [])
})

test('no trigger, no forbidden action, no nameless or ambiguous constraint', () => {
  assert.deepEqual(forbidden(facts), [])
})

test('references, views and functions point at the same or a lower module', () => {
  assert.deepEqual(referencesGoDown(facts), [])
})

test('what is open beside a tenant is exactly what is named', () => {
  const open = facts.security
    .filter(({ policies, table }) => policies.some(({ name }) => name === 'system') && !global.has(table))
    .map(({ table }) => table)
  assert.deepEqual(Object.keys(openToSystem).sort(), open.sort())
})

test('the laws about tables notice what breaks them', () => {
  const broken = (check: (all: Facts) => string[], breakIt: (copy: Facts) => unknown, expected: RegExp) => {
    const copy = structuredClone(facts)
    breakIt(copy)
    assert.match(check(copy).join('\n'), expected)
  }
  const of = (copy: Facts, name: string) => copy.security.find(({ table }) => table === name) as Facts['security'][number]
  const one = 'notifications.recipients'
  broken(tenantTables, (copy) => (of(copy, one).forced = false), /recipients: row security is not forced/)
  broken(tenantTables, (copy) => of(copy, one).policies.pop(), /recipients: no tenant policy/)
  broken(
    tenantTables,
    (copy) => of(copy, one).policies.push({ name: 'open', roles: 'public', using: 'true', check: null }),
    /nobody agreed/,
  )
  broken(
    tenantTables,
    (copy) => of(copy, one).policies.push({ name: 'system', roles: 'salus_system', using: 'true', check: null }),
    /not named/,
  )
  broken(tenantTables, (copy) => (of(copy, 'platform.audit_logs').rights.salus_app = ['SELECT', 'UPDATE']), /can be rewritten/)
  broken(tenantTables, (copy) => (of(copy, one).rights.salus_app = ['SELECT', 'TRUNCATE']), /may more than rows/)
  broken(tenantTables, (copy) => copy.tables.find(({ name }) => name === one)?.columns.shift(), /not its first column/)
  broken(tenantTables, (copy) => (copy.keys = copy.keys.filter(({ table }) => table !== one)), /recipients: no primary key/)
  broken(
    tenantTables,
    (copy) => copy.keys.push({ name: 'k', table: one, kind: 'unique', columns: ['user_id'] }),
    /k does not begin with tenant_id/,
  )
  broken(tenantTables, (copy) => copy.references.find(({ table }) => table === one)?.columns.shift(), /does not carry tenant_id/)
  broken(
    tenantTables,
    (copy) => copy.indexes.push({ name: 'i', table: one, columns: ['user_id'], partial: true, unique: true }),
    /unique index i has no/,
  )
  broken(forbidden, (copy) => copy.triggers.push({ name: 't', table: one }), /trigger t/)
  broken(forbidden, (copy) => copy.actions.push({ name: 'f', table: one, onDelete: 'n', onUpdate: 'a' }), /f sets null/)
  broken(forbidden, (copy) => copy.actions.push({ name: 'f', table: one, onDelete: 'a', onUpdate: 'c' }), /cascades an update/)
  broken(
    forbidden,
    (copy) => copy.constraints.push({ ...(copy.constraints[0] as Facts['constraints'][number]), table: one }),
    /names a constraint of/,
  )
  broken(forbidden, (copy) => copy.constraints.push({ name: 'x_a_check', table: one, kind: 'c', definition: '' }), /a name nobody chose/)
  broken(forbidden, (copy) => ((copy.views[0] as Facts['views'][number]).invoker = false), /not security_invoker/)
  const up = { name: 'f', columns: ['tenant_id'], targetColumns: ['tenant_id'], cascades: false }
  broken(referencesGoDown, (copy) => copy.references.push({ ...up, table: one, target: 'employees.employees' }), /points up to employees/)
  broken(
    referencesGoDown,
    (copy) => copy.references.push({ ...up, table: one, target: 'settings.user_preferences' }),
    /points up to settings/,
  )
  broken(
    referencesGoDown,
    (copy) => copy.views.push({ name: 'employees.v', reads: ['directory.users'], invoker: true }),
    /employees\.v reads directory\.users/,
  )
  broken(
    referencesGoDown,
    (copy) => copy.functions.push({ name: 'access.f', body: 'select from directory.users', definer: false }),
    /access\.f reads/,
  )
})
