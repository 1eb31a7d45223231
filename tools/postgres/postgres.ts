import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, readlinkSync, realpathSync, statSync, truncateSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { StartError } from '#platform/config.ts'
import { type Cluster, environment, findCluster, initialise, runAs, Version } from './cluster.ts'
import { holderOf, keptSecret, openDataDir, startOf } from './dataDir.ts'

export { lockDataDir, rootSecret } from './dataDir.ts'

const Settings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  cluster_name: 'salus',
  shared_buffers: '256MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_connections: '200',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Statements and details carry personal data: they stay out of the log.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

type Options = {
  dataDir: string
  log: (message: string) => void
  /** Further server settings, for throwaway databases. */
  settings?: Record<string, string>
}
export type Postgres = {
  /** The owner's URL of the database `salus`. */
  url: string
  /** Fast shutdown, unless another process holds the data folder's lock, or it was adopted by a process without that lock. */
  stop: () => Promise<void>
  /** It ran already. */
  adopted: boolean
}
type Place = Cluster & { dataDir: string; password: string }

/**
 * Starts the embedded PostgreSQL of a data folder, or adopts the one that runs there. It is started in a session of its
 * own: Ctrl-C does not reach it, and it outlives a killed parent, whose successor adopts it.
 * Throws a StartError with one clear line.
 */
export async function startPostgres({ dataDir, log, settings = {} }: Options): Promise<Postgres> {
  const root = await openDataDir(dataDir)
  const place: Place = { ...(await findCluster(root)), dataDir: root, password: await password(root) }
  await refuseForeign(place)
  let words = ''
  for (let attempt = 1; attempt <= 5; attempt++) {
    const running = await adopt(place)
    if (running) return { url: await openDatabase(place, running), stop: () => stop(place, true), adopted: true }
    if (!existsSync(join(place.folder, 'PG_VERSION'))) await initialise(place, { log, password: place.password })
    const launched = await launch(place, settings)
    words = launched.words
    if (launched.port) return { url: await openDatabase(place, launched.port), stop: () => stop(place, false), adopted: false }
    await sleep(attempt * 200) // a killed server's last children may still be leaving
  }
  throw new StartError(`PostgreSQL did not start: ${words} (all of it in ${join(root, 'postgres.log')})`)
}

async function password(folder: string): Promise<string> {
  const name = 'postgres.password'
  if (existsSync(join(folder, 'postgres', 'PG_VERSION')) && !existsSync(join(folder, name))) {
    throw new StartError(`DATA_DIR: ${join(folder, name)} is gone: restore it from your backup`)
  }
  return keptSecret(folder, name)
}

async function refuseForeign({ folder, user }: Place): Promise<void> {
  const found = statSync(folder, { throwIfNoEntry: false })
  if (!found) return
  if (!user && process.getuid && found.uid !== process.getuid()) {
    throw new StartError(`DATA_DIR: ${folder} belongs to another user (uid ${found.uid}): start as that user`)
  }
  const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => Version)
  if (version.trim() !== Version) throw new StartError(`DATA_DIR: ${folder} was made by PostgreSQL ${version.trim()}, this is ${Version}`)
}

/** The running postmaster of this cluster, from its own postmaster.pid. */
function postmaster(cluster: string): { pid: number; port: number; status: string } | null {
  const path = join(cluster, 'postmaster.pid')
  if (!existsSync(path)) return null
  const lines = readFileSync(path, 'utf8').split('\n')
  const pid = Number(lines[0])
  if (startOf(pid) === null || !isPostgres(pid, cluster)) return null
  return { pid, port: Number(lines[3]), status: (lines[7] ?? '').trim() }
}

function isPostgres(pid: number, cluster: string): boolean {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === cluster
    if (process.platform === 'win32') return true
    return execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).includes('postgres')
  } catch {
    return false
  }
}

/** The port of the PostgreSQL that runs on this cluster already; waits while it recovers or stops. */
async function adopt(place: Place): Promise<number | null> {
  const deadline = Date.now() + 120_000
  for (;;) {
    const running = postmaster(place.folder)
    if (!running) break
    if (running.status === 'ready' && (await answers(place, running.port))) return running.port
    if (Date.now() > deadline) throw new StartError(`PostgreSQL (process ${running.pid}) of ${place.folder} runs but does not answer`)
    await sleep(50)
  }
  await disownStalePid(join(place.folder, 'postmaster.pid'))
  return null
}

/** A killed server's process id may belong to somebody else today; PostgreSQL takes its parent's id for stale and goes on. */
async function disownStalePid(path: string): Promise<void> {
  const content = await readFile(path, 'utf8').catch(() => '')
  if (content && startOf(Number(content.split('\n')[0])) !== null) await writeFile(path, content.replace(/^.*/, String(process.pid)))
}

async function answers(place: Place, port: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(place, port, 'postgres'), connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query('show data_directory')
    return rows[0]?.data_directory === place.folder
  } catch (error) {
    if ((error as { code?: string }).code !== '28P01') return false
    throw new StartError(`DATA_DIR: ${join(place.dataDir, 'postgres.password')} does not open this database: restore it from your backup`)
  } finally {
    await client.end().catch(() => {})
  }
}

function urlOf({ password }: Place, port: number, database: string): string {
  return `postgres://salus:${password}@127.0.0.1:${port}/${database}`
}

/** The port, or why the server ended before it was ready: another process was faster, the port was taken … */
async function launch(place: Place, settings: Record<string, string>): Promise<{ port: number | null; words: string }> {
  const port = await keepPort(place.dataDir)
  const socketFits = process.platform !== 'win32' && place.folder.length < 80
  const all = { ...Settings, unix_socket_directories: socketFits ? place.folder : '', ...settings }
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const path = join(place.dataDir, 'postgres.log')
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000) truncateSync(path)
  const said = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  const output = openSync(path, 'a', 0o600)
  const child = spawn(join(place.bin, 'postgres'), ['-D', place.folder, '-p', String(port), ...options], {
    cwd: dirname(place.bin),
    detached: true,
    env: environment(),
    stdio: ['ignore', output, output],
    ...place.user,
  })
  child.on('error', () => {})
  child.unref()
  const ready = await becomesReady(place, child)
  closeSync(output)
  return ready ? { port, words: '' } : { port: null, words: lastWords(readFileSync(path).subarray(said).toString()) }
}

async function becomesReady(place: Place, child: ChildProcess): Promise<boolean> {
  while (child.pid && child.exitCode === null && child.signalCode === null) {
    const running = postmaster(place.folder)
    if (running?.pid === child.pid && running.status === 'ready') return true
    await sleep(25)
  }
  return false
}

/** The port of the time before when it is free, so that a client's bookmark stays good. */
async function keepPort(dataDir: string): Promise<number> {
  const path = join(dataDir, 'postgres.port')
  const kept = Number(await readFile(path, 'utf8').catch(() => '0'))
  const port = (await freePort(kept)) ?? (await freePort(0)) ?? 0
  await writeFile(path, `${port}\n`)
  return port
}

function freePort(wanted: number): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>()
  const server = createServer()
  server.once('error', () => resolve(null))
  server.listen(wanted, '127.0.0.1', () => {
    const { port } = server.address() as { port: number }
    server.close(() => resolve(port))
  })
  return promise
}

async function openDatabase(place: Place, port: number): Promise<string> {
  const client = new pg.Client({ connectionString: urlOf(place, port, 'postgres') })
  await client.connect()
  try {
    const { rows } = await client.query("select from pg_database where datname = 'salus'")
    if (rows.length === 0) await client.query('create database salus')
  } catch (error) {
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error
  } finally {
    await client.end()
  }
  return urlOf(place, port, 'salus')
}

async function stop(place: Cluster & { dataDir: string }, adopted: boolean): Promise<void> {
  const holder = holderOf(place.dataDir)
  if (holder === null ? adopted : holder !== process.pid) return
  await shutDown(place)
}

async function shutDown(place: Cluster): Promise<void> {
  if (postmaster(place.folder)) await runAs(place, 'pg_ctl', ['stop', '-D', place.folder, '-m', 'fast', '-w', '-t', '60', '-s'])
}

/** Stops the embedded PostgreSQL of a data folder, whoever started it. */
export async function stopPostgres(dataDir: string): Promise<void> {
  if (existsSync(join(dataDir, 'postgres'))) await shutDown(await findCluster(realpathSync(dataDir)))
}

function lastWords(output: string): string {
  const lines = output.trim().split('\n')
  return (lines.findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ?? lines[0] ?? '').replace(/^.*?(FATAL|PANIC|ERROR): +/, '')
}
