import { createHash } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { registry } from '#app/modules.ts'
import { syncCatalogue } from '#app/prepare.ts'
import { migrate, rolePasswords } from '#tools/postgres/migrate.ts'
import { startPostgres, stopPostgres } from '#tools/postgres/postgres.ts'
import { testSecret } from '../tests/database.ts'

const folder = fileURLToPath(new URL('../.cache/test-pg', import.meta.url))
const migrations = fileURLToPath(new URL('../migrations', import.meta.url))
// Nobody misses a test's database after a power cut.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '4GB', log_min_error_statement: 'error' }
const others = "select count(*)::int as runners from pg_stat_activity where application_name = 'salus tests' and pid <> pg_backend_pid()"

export type TestDatabase = { url: string; template: string; close: () => Promise<void> }

/** The server for tests (TEST_DATABASE_URL, else a throwaway one that runs fast and forgets) with a migrated template and its catalogues. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const own = !process.env.TEST_DATABASE_URL
  const url = process.env.TEST_DATABASE_URL ?? (await startThrowaway())
  const client = new pg.Client({ connectionString: url, application_name: 'salus tests' })
  client.on('error', () => {})
  await client.connect()
  await client.query("select pg_advisory_lock(hashtext('salus template'))")
  const alone = async () => (await client.query<{ runners: number }>(others)).rows[0]?.runners === 0
  const template = await templateName()
  if (own && (await alone())) await dropLeftovers(client, template)
  const { rowCount } = await client.query('select from pg_database where datname = $1', [template])
  if (!rowCount) await makeTemplate(client, url, template)
  await client.query("select pg_advisory_unlock(hashtext('salus template'))")
  return {
    url,
    template,
    close: async () => {
      const last = own && (await alone().catch(() => true))
      await client.end().catch(() => {})
      if (last) await stopPostgres(folder)
    },
  }
}

/** A run that was killed may have left it broken: then it is made anew. */
async function startThrowaway(): Promise<string> {
  const start = () => startPostgres({ dataDir: folder, log: () => {}, settings })
  const { url } = await start().catch(async () => {
    await stopPostgres(folder).catch(() => {})
    await rm(folder, { recursive: true, force: true })
    return start()
  })
  return url
}

const made = ['#tools/postgres/migrate.ts', '#modules/access/catalogue.ts']
/** Changes with everything the template is made of. */
async function templateName(): Promise<string> {
  const sum = createHash('sha256').update(JSON.stringify(registry.permissions))
  const names = (await readdir(migrations)).filter((name) => name.endsWith('.sql')).sort()
  const files = [...names.map((name) => `${migrations}/${name}`), ...made.map((file) => fileURLToPath(import.meta.resolve(file)))]
  for (const file of files) sum.update(file).update(await readFile(file))
  return `salus_template_${sum.digest('hex').slice(0, 12)}`
}

async function dropLeftovers(client: pg.Client, keep: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "select datname as name from pg_database where datname ~ '^salus_(test|template)_' and datname <> $1",
    [keep],
  )
  for (const { name } of rows) await drop(client, name)
}

async function drop(client: pg.Client, name: string): Promise<void> {
  await client.query('update pg_database set datistemplate = false where datname = $1', [name])
  await client.query(`drop database if exists "${name}" with (force)`)
}

async function makeTemplate(client: pg.Client, url: string, template: string): Promise<void> {
  const draft = `${template}_draft`
  await drop(client, draft)
  await client.query(`create database ${draft} template template0`)
  const place = new URL(url)
  place.pathname = `/${draft}`
  await migrate({ url: place.href, passwords: rolePasswords(testSecret) })
  const owner = new pg.Pool({ connectionString: place.href, max: 1 })
  await syncCatalogue(owner).finally(() => owner.end())
  await client.query(`alter database ${draft} rename to ${template}`)
  await client.query(`alter database ${template} with is_template true allow_connections false`)
}
