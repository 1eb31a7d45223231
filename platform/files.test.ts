import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { fileStore } from '../tests/fileStore.ts'
import { readConfig } from './config.ts'
import { openFiles } from './files.ts'

const store = await fileStore()
const folder = mkdtempSync(join(tmpdir(), 'salus-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const kept = (where: string) =>
  readdirSync(join(folder, where), { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length
const places = {
  'a local folder': { settings: {}, count: () => kept('files') },
  'an S3-compatible store': { settings: store.settings, count: store.stored },
}

for (const [name, { settings, count }] of Object.entries(places)) {
  const files = await openFiles(readConfig({ DATA_DIR: folder, ...settings }))

  test(`${name} gives back what it was given, whole and in parts, until it is removed`, async () => {
    const bytes = randomBytes(3_000_000)
    const { key, sha256, size } = await files.put('tenant', Readable.from([bytes.subarray(0, 10), bytes.subarray(10)]), 'video/mp4')
    assert.match(key, /^tenant\//)
    assert.match(sha256, /^[0-9a-f]{64}$/)
    assert.equal(size, bytes.length)
    assert.ok((await buffer(await files.get(key))).equals(bytes))
    assert.ok((await buffer(await files.get(key, { start: 5, end: 999_999 }))).equals(bytes.subarray(5, 1_000_000)))
    const empty = await files.put('tenant', Readable.from([]), 'text/plain')
    assert.equal(await text(await files.get(empty.key)), '')
    for (const one of [key, empty.key]) await files.remove(one)
    await files.remove(key) // again is no error
    await assert.rejects(files.get(key))
  })

  test(`${name} keeps nothing of a stream that breaks`, async () => {
    const before = count()
    const breaking = Readable.from(
      (function* () {
        yield Buffer.alloc(100_000)
        throw new Error('the line is cut')
      })(),
    )
    await assert.rejects(files.put('tenant', breaking, 'video/mp4'), /the line is cut/)
    assert.equal(count(), before)
  })
}

test('what is on its way to a store leaves nothing behind here', () => {
  assert.equal(kept('staging'), 0)
})
