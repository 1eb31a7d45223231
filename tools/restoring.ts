import { execFileSync } from 'node:child_process'
import { createWriteStream, realpathSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { StartError } from '#platform/config.ts'
import { findCluster } from '#tools/postgres/cluster.ts'
import { openDataDir } from '#tools/postgres/dataDir.ts'
import { startPostgres } from '#tools/postgres/postgres.ts'
import { readArchive } from './archive.ts'

/** Unpacks a backup into an empty data folder. What is not whole is taken away again. */
export async function unpackInto(dataDir: string, file: string): Promise<void> {
  const root = await openDataDir(dataDir)
  if ((await readdir(root)).length > 0) throw new StartError(`DATA_DIR: ${root} is not empty: move it away, or set another DATA_DIR`)
  const { folder, user } = await findCluster(root)
  const draft = `${folder}.restoring`
  const placeOf = (name: string) => (name.startsWith('postgres/') ? join(draft, name.slice('postgres/'.length)) : join(root, name))
  try {
    await mkdir(draft, { mode: 0o700 })
    await readArchive(file, async ({ name, folder, body }) => {
      const path = placeOf(name)
      await mkdir(folder ? path : dirname(path), { recursive: true, mode: 0o700 })
      const flush = !name.startsWith('postgres/') // PostgreSQL flushes its own when it recovers
      if (!folder) await pipeline(Readable.from(body), createWriteStream(path, { flags: 'wx', mode: 0o600, flush }))
    })
    if (user) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, draft])
    await rename(draft, folder)
  } catch (error) {
    await discard(root, draft)
    throw new StartError(`${file} cannot be restored: ${(error as Error).message}`)
  }
}

/** Empties a data folder whose database may lie elsewhere (see tools/postgres/cluster.ts). */
async function discard(root: string, draft: string): Promise<void> {
  await rm(draft, { recursive: true, force: true })
  if (dirname(draft) !== root) await rm(dirname(draft), { recursive: true, force: true })
  for (const name of await readdir(root)) await rm(join(root, name), { recursive: true, force: true })
}

/** Unpacks a backup beside itself, starts its database and reads every row of every table. */
export async function testStart(file: string): Promise<{ tables: number; rows: number }> {
  const folder = await mkdtemp(join(dirname(file), '.salus-test-'))
  await chmod(folder, 0o711)
  try {
    await unpackInto(folder, file)
    return await readAll(folder)
  } finally {
    const place = await findCluster(folder)
    await discard(realpathSync(folder), place.folder)
    await rm(folder, { recursive: true, force: true })
  }
}

/** Starts the database of a data folder and reads every row, and with it every page's checksum. */
export async function readAll(dataDir: string): Promise<{ tables: number; rows: number }> {
  const { url, stop } = await startPostgres({ dataDir, log: () => {} })
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const tables = await client.query<{ name: string }>(
      "select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema)'",
    )
    let rows = 0
    for (const { name } of tables.rows)
      rows += (await client.query<{ rows: number }>(`select count(*)::int as rows from ${name}`)).rows[0]?.rows ?? 0
    return { tables: tables.rows.length, rows }
  } finally {
    await client.end()
    await stop()
  }
}
