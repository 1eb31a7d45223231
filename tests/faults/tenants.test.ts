import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { assemble } from '#app/assemble.ts'
import { ports } from '#app/modules.ts'
import { createEmptyTenant } from '#modules/auth/index.ts'
import { readConfig } from '#platform/config.ts'
import { createServer } from '#platform/server.ts'
import { rolePasswords, roleUrl } from '#tools/postgres/migrate.ts'
import { testDatabase, testSecret } from '../database.ts'
import { fillEveryTable } from '../laws/filled.ts'

const [tenants, requests, atOnce] = [50, 2_000, 40]

const { owner, url } = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'salus-'))
const settings = { NODE_ENV: 'test', LOG_LEVEL: 'silent', DATA_DIR: folder, POOL_SIZE: '2', RATE_LIMIT_PER_MINUTE: '1000000' }
const { tools, close } = await assemble({ config: readConfig(settings), databaseUrl: url, secret: testSecret })
const server = await createServer({ tools, ports })
after(async () => {
  await server.close()
  await close()
  rmSync(folder, { recursive: true, force: true })
})

test('without a tenant every table of tenants is an error, never all rows and never none', async () => {
  const filled = await testDatabase()
  const tables = await fillEveryTable(filled.owner, randomUUID(), randomUUID())
  const app = new pg.Client({ connectionString: roleUrl(filled.url, 'salus_app', rolePasswords(testSecret).app) })
  await app.connect()
  try {
    for (const table of tables) await assert.rejects(app.query(`select from ${table}`), { code: '42501' }, table)
  } finally {
    await app.end()
  }
  assert.ok(tables.length > 50)
})

test('requests of fifty tenants over two connections, many of them broken off, never see or touch a row of another', async () => {
  const keys: { code: string; bearer: string }[] = []
  for (let i = 0; i < tenants; i++) {
    const code = `tenant-${i}`
    const administrator = { email: `admin@${code}.example`, firstName: 'Avery', lastName: code }
    keys.push({ code, bearer: (await createEmptyTenant(tools, { code, name: code, administrator })).apiKey })
  }
  await owner.query("update directory.users set status = 'active'")
  const origin = await server.listen({ host: '127.0.0.1', port: 0 })
  const foreign: string[] = []
  const tally = { whole: 0, broken: 0 }
  const turn = () => new Promise(setImmediate)

  /** One request, broken off after so many turns of the event loop unless it is answered before. */
  async function ask({ tenant, writes, patience }: (typeof plan)[number], number: number) {
    const { code, bearer } = keys[tenant] as (typeof keys)[number]
    const leave = new AbortController()
    const body = { name: code, code: `o-${number}`, type: 'company', status: 'active', contactEmail: null, contactPhone: null }
    const headers = { authorization: `Bearer ${bearer}`, ...(writes ? { 'content-type': 'application/json' } : {}) }
    const sent = fetch(`${origin}/api/${writes ? 'organizations' : 'people'}`, {
      ...(writes ? { method: 'POST', body: JSON.stringify(body) } : {}),
      headers,
      signal: leave.signal,
    }).then((answer) => answer.json())
    let open = true
    const settled = sent.finally(() => {
      open = false
    })
    settled.catch(() => {})
    if (patience !== null) for (let turns = 0; open && turns < patience; turns++) await turn()
    if (open && patience !== null) leave.abort()
    const answer = await settled.catch(() => undefined)
    if (!answer) return void tally.broken++
    tally.whole++
    const names: string[] = writes ? [answer.name] : answer.items.map((person: { name: string }) => person.name.replace('Avery ', ''))
    if (names.length !== 1 || names[0] !== code) foreign.push(`${code} was answered ${JSON.stringify(answer)}`)
  }

  const one = fc.record({ tenant: fc.nat(tenants - 1), writes: fc.boolean(), patience: fc.option(fc.nat(30), { freq: 2 }) })
  const plan = fc.sample(one, { numRuns: requests, seed: 1 })
  const queue = plan.entries()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const [number, request] of queue) await ask(request, number)
    }),
  )
  assert.deepEqual(foreign, [])
  assert.ok(tally.whole > requests / 4 && tally.broken > requests / 10, JSON.stringify(tally))
  const { rows } = await owner.query(
    'select o.name, t.code from directory.organizations o join tenancy.tenants t on t.id = o.tenant_id where o.name <> t.code',
  )
  assert.deepEqual(rows, [], 'written into another tenant')
  assert.equal((await fetch(`${origin}/api/people`, { headers: { authorization: `Bearer ${keys[0]?.bearer}` } })).status, 200)
})
