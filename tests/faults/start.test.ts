import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { stopPostgres } from '#tools/postgres/postgres.ts'
import { testDatabase, testSecret } from '../database.ts'

type Running = { child: ChildProcess; out: () => string; err: () => string; ended: Promise<{ code: number | null }> }
const folder = mkdtempSync(join(tmpdir(), 'salus-start-'))
const dataDir = join(folder, 'data')
const started: ChildProcess[] = []

/** app/main.ts as `npm start` runs it, without the build: `start.mjs app`, or directly. */
function start(settings: Record<string, string> = {}, argv = ['app/main.ts']): Running {
  const defaults = { DATA_DIR: dataDir, DEMO: 'false', LOG_LEVEL: 'silent', NODE_ENV: 'development', PORT: String(port) }
  const child = spawn(process.execPath, argv, { env: { ...process.env, ...defaults, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  const text = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (text.out += chunk))
  child.stderr.on('data', (chunk) => (text.err += chunk))
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null }))
  return { child, out: () => text.out, err: () => text.err, ended }
}

async function ready(running: Running): Promise<void> {
  const answers = () =>
    fetch(`http://localhost:${port}/healthz`)
      .then(({ ok }) => ok)
      .catch(() => false)
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (running.out().includes('is ready') && (await answers())) return
    assert.equal(running.child.exitCode, null, running.err())
    await sleep(50)
  }
  assert.fail(`not ready after a minute: ${running.out()} ${running.err()}`)
}

/** It ends by itself, with one clear line and an exit code that is not 0. */
async function refuses(settings: Record<string, string>, line: RegExp): Promise<void> {
  const running = start(settings)
  const { code } = await running.ended
  assert.notEqual(code, 0)
  assert.match(running.err().trim(), line)
  assert.equal(running.err().trim().split('\n').length, 1, `more than one line: ${running.err()}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

const databasePid = () => Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
const databaseRuns = () => existsSync(join(dataDir, 'postgres', 'postmaster.pid'))
const isHeld = () => existsSync(join(dataDir, 'salus.lock'))
const databaseLog = () => readFileSync(join(dataDir, 'postgres.log'), 'utf8')

async function sql<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return (await client.query<Row>(text).finally(() => client.end())).rows
}

function embeddedUrl(): string {
  const [password, at] = ['postgres.password', 'postgres.port'].map((name) => readFileSync(join(dataDir, name), 'utf8').trim())
  return `postgres://salus:${password}@127.0.0.1:${at}/salus`
}

let port = 0

describe('starting and stopping', { concurrency: false, timeout: 300_000 }, () => {
  before(async () => {
    port = await freePort()
  })
  after(async () => {
    for (const child of started) child.kill('SIGKILL')
    await stopPostgres(dataDir)
    rmSync(folder, { recursive: true, force: true })
  })

  test('Ctrl-C stops the server first and its database after it, and leaves nothing behind', async () => {
    const running = start()
    await ready(running)
    running.child.kill('SIGINT')
    assert.equal((await running.ended).code, 0)
    assert.equal(databaseRuns(), false)
    assert.match(databaseLog(), /database system is shut down/)
    assert.doesNotMatch(databaseLog(), /terminating connection/, 'the database stopped under connections that were still open')
    assert.equal(isHeld(), false)
  })

  test('SIGTERM in the middle of a start stops as cleanly', async () => {
    const running = start()
    while (!databaseRuns()) await sleep(5)
    running.child.kill('SIGTERM')
    await running.ended
    for (let waited = 0; databaseRuns() && waited < 5_000; waited += 50) await sleep(50)
    assert.equal(databaseRuns(), false)
    assert.equal(isHeld(), false)
  })

  test('a killed process blocks nothing: the next start takes its database over, with all that was written', async () => {
    const running = start()
    await ready(running)
    await sql(embeddedUrl(), 'create table public.witness as select 42 as value')
    const database = databasePid()
    running.child.kill('SIGKILL')
    await running.ended
    const next = start()
    await ready(next)
    assert.equal(databasePid(), database)
    assert.deepEqual(await sql(embeddedUrl(), 'table public.witness'), [{ value: 42 }])
    next.child.kill('SIGTERM')
    assert.equal((await next.ended).code, 0)
    assert.equal(databaseRuns(), false)
  })

  test('the server leaves in order when what started it is killed', async () => {
    const running = start({}, ['tools/start.mjs', 'app'])
    await ready(running)
    running.child.kill('SIGKILL')
    for (let waited = 0; isHeld() && waited < 20_000; waited += 50) await sleep(50)
    assert.equal(databaseRuns(), false)
    assert.equal(isHeld(), false)
  })

  test('a second instance on the same data folder is refused, and the first goes on', async () => {
    const first = start()
    await ready(first)
    await refuses({ PORT: String(await freePort()) }, /another Salus \(process \d+\) uses .*set another DATA_DIR/)
    await ready(first)
    first.child.kill('SIGINT')
    assert.equal((await first.ended).code, 0)
  })

  test('commands work beside a running instance and do not stop its database', async () => {
    const running = start()
    await ready(running)
    for (const tool of ['tools/migrate.ts', 'tools/db.ts']) {
      const command = start({}, [tool])
      assert.equal((await command.ended).code, 0, command.err())
    }
    await ready(running)
    running.child.kill('SIGINT')
    assert.equal((await running.ended).code, 0)
  })

  test('a lock whose process id belongs to somebody else today is not believed', async () => {
    writeFileSync(join(dataDir, 'salus.lock'), `${process.pid} 1 an-earlier-boot\n`)
    const running = start()
    await ready(running)
    running.child.kill('SIGINT')
    await running.ended
  })

  test('a taken port is said in one line', async () => {
    const other = createServer().listen(port, '127.0.0.1')
    await once(other, 'listening')
    await refuses({}, new RegExp(`^Port ${port} is taken`))
    other.close()
    assert.equal(databaseRuns(), false)
  })

  test('a data folder that cannot be written is said in one line', async () => {
    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    await refuses({ DATA_DIR: join(file, 'data') }, /^DATA_DIR: .* cannot be written/)
  })

  test('a wrong setting is said in one line that names it', async () => {
    await refuses({ PORT: 'ninety' }, /^Setting PORT/)
  })

  test('a wrong DATABASE_URL is said in one line, without its password', async () => {
    const nobody = await freePort()
    const missing = new URL(process.env.TEST_DATABASE_URL ?? '')
    missing.pathname = '/no_such_database'
    const on = (url: string) => ({ DATABASE_URL: url, SALUS_SECRET: testSecret })
    await Promise.all([
      refuses(on(`postgres://u:hush@127.0.0.1:${nobody}/x`), /^DATABASE_URL: no PostgreSQL answers at (?!.*hush)/),
      refuses(on('localhost'), /^DATABASE_URL: expected postgres:/),
      refuses(on(missing.href), /^DATABASE_URL: there is no database "no_such_database"/),
    ])
  })

  test('a lost root key is noticed before anything is written', async () => {
    const key = join(dataDir, 'secret.key')
    renameSync(key, `${key}.kept`)
    await refuses({}, /secret\.key is gone/)
    await refuses(
      { SALUS_SECRET: 'another secret than the one it was made with' },
      /^SALUS_SECRET: this database was made with another root secret/,
    )
    renameSync(`${key}.kept`, key)
    assert.equal(databaseRuns(), false)
  })

  test('a half-made database of a killed first start is made anew', async () => {
    const fresh = join(folder, 'fresh')
    mkdirSync(fresh)
    const settings = { DATA_DIR: fresh, PORT: String(await freePort()) }
    const killed = start(settings)
    while (!readdirSync(fresh).some((name) => name.startsWith('postgres'))) await sleep(2)
    killed.child.kill('SIGKILL')
    await killed.ended
    const next = start(settings)
    while (!next.out().includes('is ready') && next.child.exitCode === null) await sleep(50)
    assert.equal(next.child.exitCode, null, next.err())
    next.child.kill('SIGINT')
    assert.equal((await next.ended).code, 0)
  })
})

describe('a database newer than the code', { timeout: 60_000 }, () => {
  test('is refused in one line and stays as it is', async () => {
    const { url } = await testDatabase()
    await sql(url, "insert into salus_migrations.applied (name, sha256) values ('9999_tomorrow.sql', 'x')")
    const before = await sql(url, 'select name, sha256, applied_at from salus_migrations.applied order by name')
    await refuses(
      { DATABASE_URL: url, SALUS_SECRET: testSecret, DATA_DIR: join(folder, 'newer') },
      /newer than the code: it holds 9999_tomorrow\.sql/,
    )
    assert.deepEqual(await sql(url, 'select name, sha256, applied_at from salus_migrations.applied order by name'), before)
  })
})
