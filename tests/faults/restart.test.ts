import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { startPostgres } from '#tools/postgres/postgres.ts'
import { startWeb } from '../../tools/webProcess.ts'
import { testSecret } from '../database.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'salus-restart-'))
let postgres = await startPostgres({ dataDir, log: () => {} })
const web = await startWeb({ DATABASE_URL: postgres.url, SALUS_SECRET: testSecret, DATA_DIR: dataDir })
after(async () => {
  await web.stop()
  await postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

test('a database that restarts under load costs only 503 with Retry-After, and the server answers again by itself', {
  timeout: 60_000,
}, async () => {
  // A stranger's question reaches the database for every request: no session cache answers it.
  const ask = () => fetch(`${web.origin}/api/session`, { headers: { cookie: `__Host-salus=${Math.random()}` } })
  assert.equal((await ask()).status, 200)
  const seen = new Map<number, number>()
  const unexplained: string[] = []
  let loading = true
  const load = Array.from({ length: 8 }, async () => {
    while (loading) {
      const answer = await ask()
      await answer.arrayBuffer()
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1)
      if (answer.status !== 200 && (answer.status !== 503 || !answer.headers.has('retry-after'))) unexplained.push(`${answer.status}`)
    }
  })
  await postgres.stop()
  while (!seen.has(503)) await ask().then((answer) => answer.arrayBuffer())
  postgres = await startPostgres({ dataDir, log: () => {} })
  const back = performance.now()
  while ((await ask()).status !== 200) assert.ok(performance.now() - back < 30_000, 'it never came back')
  loading = false
  await Promise.all(load)
  assert.deepEqual(unexplained, [])
  assert.ok((seen.get(200) ?? 0) > 0 && (seen.get(503) ?? 0) > 0, JSON.stringify([...seen]))
  assert.equal(web.process.exitCode, null, 'the process lived through it')
})
