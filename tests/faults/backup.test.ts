import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { migrate, rolePasswords } from '#tools/postgres/migrate.ts'
import { rootSecret, startPostgres, stopPostgres } from '#tools/postgres/postgres.ts'

const folder = mkdtempSync(join(tmpdir(), 'salus-backup-'))
const dataDir = join(folder, 'data')
const backup = join(folder, 'backup.tgz')
const uploaded = randomBytes(300_000)

async function tool(name: string, args: string[], into = dataDir): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [`tools/${name}.ts`, ...args], {
    env: { ...process.env, DATA_DIR: into },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  const [code] = await once(child, 'close')
  return { code, said: said.trim() }
}

describe('backup and restore', { concurrency: false, timeout: 300_000 }, () => {
  let acknowledged = 0

  before(async () => {
    const { url } = await startPostgres({ dataDir, log: () => {} })
    await migrate({ url, passwords: rolePasswords(await rootSecret(dataDir, { SALUS_SECRET: 'x'.repeat(40) })) })
    writeFileSync(join(dataDir, 'secret.key'), `${'k'.repeat(64)}\n`)
    mkdirSync(join(dataDir, 'files', 'tenant'), { recursive: true })
    writeFileSync(join(dataDir, 'files', 'tenant', 'upload'), uploaded)
  })
  after(async () => {
    await stopPostgres(dataDir).catch(() => {})
    rmSync(folder, { recursive: true, force: true })
  })

  test('a backup is taken while people write, and is started before it is called good', async () => {
    const { url } = await startPostgres({ dataDir, log: () => {} })
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query('create table public.witness (number int primary key, weight text)')
    const write = () =>
      client.query(`insert into public.witness select ${acknowledged + 1}, repeat('x', 2000)`).then(() => {
        acknowledged += 1
      })
    for (let i = 0; i < 200; i++) await write()
    const promised = acknowledged
    let writing = true
    const crowd = (async () => {
      while (writing) await write()
    })()
    const { code, said } = await tool('backup', [backup])
    writing = false
    await crowd
    await client.end()
    acknowledged = promised
    assert.equal(code, 0, said)
    assert.match(said, /started and read for a test/)
  })

  test('a backup never takes the place of another file', async () => {
    const { code, said } = await tool('backup', [backup])
    assert.equal(code, 1)
    assert.match(said, /is there already$/)
  })

  test('after everything is destroyed it brings back what was acknowledged, every file and the key', async () => {
    await stopPostgres(dataDir)
    rmSync(dataDir, { recursive: true })
    const { code, said } = await tool('restore', [backup])
    assert.equal(code, 0, said)
    const { url } = await startPostgres({ dataDir, log: () => {} })
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const { rows } = await client.query('select count(*)::int as count, max(number) as last from public.witness')
    await client.end()
    await stopPostgres(dataDir)
    assert.ok(rows[0].last >= acknowledged, `${rows[0].last} of ${acknowledged}`)
    assert.equal(rows[0].count, rows[0].last, 'a hole')
    assert.deepEqual(readFileSync(join(dataDir, 'files', 'tenant', 'upload')), uploaded)
    assert.equal(readFileSync(join(dataDir, 'secret.key'), 'utf8').trim(), 'k'.repeat(64))
  })

  test('a restore never touches a data folder that holds something', async () => {
    const { code, said } = await tool('restore', [backup])
    assert.equal(code, 1)
    assert.match(said, /is not empty/)
    assert.ok(existsSync(join(dataDir, 'postgres', 'PG_VERSION')))
  })

  test('a damaged or shortened backup is refused and leaves nothing', async () => {
    const damaged = join(folder, 'damaged.tgz')
    const target = join(folder, 'other')
    copyFileSync(backup, damaged)
    const bytes = readFileSync(damaged)
    const half = Math.floor(bytes.length / 2)
    for (const wrong of [Buffer.from(bytes).fill(7, half, half + 4), bytes.subarray(0, bytes.length - 2_000)]) {
      writeFileSync(damaged, wrong)
      const { code, said } = await tool('restore', [damaged], target)
      assert.equal(code, 1)
      assert.match(said, /cannot be restored/)
      assert.deepEqual(readdirSync(target), [])
    }
  })
})
