import { createReadStream, existsSync, realpathSync } from 'node:fs'
import { lstat, readdir, rename, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { StartError } from '#platform/config.ts'
import { type Entry, writeArchive } from './archive.ts'
import { withDatabase } from './database.ts'
import { testStart } from './restoring.ts'

// npm run backup -- FILE    everything in DATA_DIR, while Salus runs or not: database, files, keys
// It is called good only after it was unpacked, compared and started.

// What belongs to the running server only (as pg_basebackup leaves out); the folders themselves are kept.
const emptied = /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\//
const leftOut =
  /(^|\/)(postmaster\.(pid|opts)|backup_label|tablespace_map|pgsql_tmp.*|pg_internal\.init.*|\.s\.PGSQL\..*|current_logfiles)(\/|$)/
const ofThisRun = /^(postgres|postgres\.(log|port).*|postgres\.\d.*|salus\.lock.*|\..*)$/
const last = 'global/pg_control'

await withDatabase(async ({ config, url }) => {
  const asked = process.argv[2]
  if (!asked) throw new StartError('Where to? npm run backup -- FILE')
  if (config.DATABASE_URL)
    throw new StartError(
      'DATABASE_URL is your own server: back it up with its tools (pg_dump, pg_basebackup), and keep DATA_DIR/files and the root key',
    )
  const file = resolve(asked)
  if (existsSync(file)) throw new StartError(`${file} is there already`)
  const draft = `${file}.partial`
  await rm(draft, { force: true })
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await writeArchive(draft, everything(client, realpathSync(config.DATA_DIR))).catch((error: Error & { code?: string }) => {
      throw error.code ? new StartError(`${file} cannot be written (${error.code})`) : error
    })
    const { tables, rows } = await testStart(draft)
    await rename(draft, file)
    const megabytes = ((await stat(file)).size / 1e6).toFixed(1)
    console.log(`${file}: ${megabytes} MB, started and read for a test (${tables} tables, ${rows} rows).`)
    console.log('It holds the root key: keep it as safe as the key itself.')
    if (config.S3_ENDPOINT) console.log('Files in the S3 store are not in it: back up the bucket too.')
  } finally {
    await client.end()
    await rm(draft, { force: true })
  }
})

/** The database as of the end of this walk, then what lies beside it: rows never name a file that is not there. */
async function* everything(client: pg.Client, dataDir: string): AsyncGenerator<Entry> {
  const one = async (text: string) => (await client.query<{ value: string }>(`select (${text})::text as value`)).rows[0]?.value ?? ''
  const cluster = await one("current_setting('data_directory')")
  // Keeps the log from here on until this connection ends.
  await client.query("select pg_create_physical_replication_slot('salus_backup_' || pg_backend_pid(), true, true)")
  const first = await one("pg_walfile_name(pg_backup_start('salus', true))")
  for await (const entry of walk(cluster))
    if (entry.name !== last && !emptied.test(entry.name) && !leftOut.test(entry.name)) yield below('postgres', entry)
  yield below('postgres', await entryOf(cluster, last))
  const { rows } = await client.query<{ label: string; lastSegment: string }>(
    'select labelfile as label, pg_walfile_name(lsn) as "lastSegment" from pg_backup_stop(false)',
  )
  const { label = '', lastSegment = '' } = rows[0] ?? {}
  yield textEntry('postgres/backup_label', label)
  for (const name of (await readdir(join(cluster, 'pg_wal'))).sort())
    if (/^[0-9A-F]{24}$/.test(name) && name >= first && name <= lastSegment)
      yield below('postgres', await entryOf(cluster, `pg_wal/${name}`))
  for (const name of await readdir(dataDir)) {
    if (ofThisRun.test(name)) continue
    const found = await lstat(join(dataDir, name))
    if (found.isFile()) yield await entryOf(dataDir, name)
    else if (found.isDirectory()) for await (const entry of walk(join(dataDir, name))) yield below(name, entry)
  }
}

function below(folder: string, entry: Entry): Entry {
  return { ...entry, name: `${folder}/${entry.name}` }
}

async function entryOf(root: string, name: string): Promise<Entry> {
  const path = join(root, name)
  return { name, size: (await stat(path)).size, read: () => createReadStream(path, { highWaterMark: 1 << 20 }) }
}

function textEntry(name: string, text: string): Entry {
  const content = Buffer.from(text)
  return {
    name,
    size: content.length,
    read: async function* () {
      yield content
    },
  }
}

async function* walk(root: string, folder = ''): AsyncGenerator<Entry> {
  for (const name of (await readdir(join(root, folder))).sort()) {
    const path = folder ? `${folder}/${name}` : name
    const found = await lstat(join(root, path)).catch(() => null) // gone meanwhile: a dropped table
    if (found?.isDirectory()) {
      yield { name: path, size: 0 }
      yield* walk(root, path)
    } else if (found?.isFile()) yield await entryOf(root, path)
  }
}
