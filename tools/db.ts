import { readdir } from 'node:fs/promises'
import pg from 'pg'
import { withDatabase } from './database.ts'

// Prints the owner's connection URL and the state of the database. `--keep` holds an embedded one open until Ctrl-C.
await withDatabase(async ({ url, adopted, config }) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const one = async (text: string) => (await client.query<{ value: string }>(`select (${text})::text as value`)).rows[0]?.value ?? ''
  const known = (await readdir(new URL('../migrations', import.meta.url))).filter((name) => name.endsWith('.sql')).length
  const migrated = await one("to_regclass('salus_migrations.applied')")
  const applied = migrated ? await one('select count(*) from salus_migrations.applied') : '0'
  const tenants = await one("to_regclass('tenancy.tenants')")
  const lines = {
    'Connection URL': url,
    PostgreSQL: await one("current_setting('server_version')"),
    Where: config.DATABASE_URL ? 'your own server (DATABASE_URL)' : await one("current_setting('data_directory')"),
    State: config.DATABASE_URL || adopted ? 'running' : 'stopped; it runs while Salus runs, or with: npm run db -- --keep',
    Migrations: `${applied} applied, ${known} known to this version`,
    Size: await one('pg_size_pretty(pg_database_size(current_database()))'),
    Connections: await one('select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'),
    Tenants: tenants ? await one('select count(*) from tenancy.tenants') : '0',
  }
  await client.end()
  for (const [name, value] of Object.entries(lines)) console.log(`${name.padEnd(15)} ${value}`)
  if (process.argv.includes('--keep')) {
    console.log('Ctrl-C closes it.')
    const open = setInterval(() => {}, 60_000)
    await new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve))
    clearInterval(open)
  }
})
