import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import '#app/modules.ts'
import { compiledQueries } from '#platform/statements.ts'
import { rolePasswords, roleUrl } from '#tools/postgres/migrate.ts'
import { testDatabase, testSecret } from '../database.ts'
import { fillEveryTable } from './filled.ts'
import { pretendLarge } from './large.ts'

/** Tables that stay small however many people a tenant has, with the reason. */
const small = new Map([
  ['access.permissions', 'a catalogue that the modules declare'],
  ['access.permission_groups', 'a catalogue that the modules declare'],
  ['access.roles', 'as many as an organisation makes by hand'],
  ['access.role_hierarchy', 'as many as there are roles in roles'],
  ['access.role_permissions', 'as many as there are roles and permissions'],
  ['tenancy.plans', 'as many as the operator offers'],
  ['tenancy.tenant_features', 'as many as there are features'],
  ['directory.departments', 'as many as an organisation draws; a search looks at all of their names'],
  ['courses.courses', 'as many as people write; the catalogue is searched by any word of them'],
])

const tenantId = '018f0000-0000-7000-8000-0000000000aa'
const { owner, url } = await testDatabase()
await fillEveryTable(owner, tenantId, '018f0000-0000-7000-8000-00000000000a')
await owner.query("insert into tenancy.tenants (id, code, name) values ($1, 'large', 'Large')", [tenantId])
await pretendLarge(owner)
const app = new pg.Client({ connectionString: roleUrl(url, 'salus_app', rolePasswords(testSecret).app) })
app.on('error', () => {}) // the database is dropped before its last connection hears of it
await app.connect()
after(() => app.end())

type Plan = { 'Node Type': string; 'Relation Name'?: string; Schema?: string; 'Index Cond'?: string; Plans?: Plan[] }
const scans = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(scans)]
const nameOf = (plan: Plan) => `${plan.Schema}.${plan['Relation Name']}`.replace(/_\d{4}_\d\d$/, '')

/** The plan that any values get, as the server's own role, under row security. */
async function explain(text: string): Promise<Plan> {
  await app.query('begin')
  try {
    await app.query('select platform.set_tenant($1)', [tenantId])
    const { rows } = await app.query(`explain (generic_plan, verbose, format json) ${text}`)
    return rows[0]['QUERY PLAN'][0].Plan
  } finally {
    await app.query('rollback')
  }
}

async function unindexed(queries: Iterable<readonly [string, string]>): Promise<string[]> {
  const found: string[] = []
  for (const [name, text] of queries) {
    for (const plan of scans(await explain(text))) {
      if (plan['Node Type'] === 'Seq Scan' && !small.has(nameOf(plan))) found.push(`${name} reads all of ${nameOf(plan)}`)
    }
  }
  return [...new Set(found)]
}

test('no compiled query reads a whole table, however large the tenant', async () => {
  assert.ok(compiledQueries.size > 20)
  assert.deepEqual(await unindexed([...compiledQueries].map(([name, text]) => [name, text()] as const)), [])
})

test('the law notices what row security keeps from its index, and what has none', async () => {
  const noIndex = 'select id from notifications.recipients where tenant_id = $1 and read_at = $2'
  const notLeakproof = 'select id from directory.users where tenant_id = $1 and search_name ilike $2'
  const fine = 'select id from directory.users where tenant_id = $1 and email = $2'
  assert.deepEqual(await unindexed([['a', noIndex]]), ['a reads all of notifications.recipients'])
  assert.deepEqual(await unindexed([['b', notLeakproof]]), ['b reads all of directory.users'])
  assert.deepEqual(await unindexed([['c', fine]]), [])
})
