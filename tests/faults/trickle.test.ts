import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ports } from '#app/modules.ts'
import * as courses from '#modules/courses/contract.ts'
import { createServer } from '#platform/server.ts'
import { world } from '../world.ts'

const w = await world()
const ivy = await w.person('Ivy', ['employee', 'instructor'])
const { draftId } = await ivy.call(courses.createCourse, { body: { code: 'V', title: 'V', selfEnrol: true } })
const revision = { params: { id: draftId as string } }
const part = await ivy.call(courses.addModule, { ...revision, body: { title: 'M' } })
const unit = await ivy.call(courses.addUnit, { params: { id: part.id }, body: { title: 'U' } })
const film = await ivy.call(courses.addContent, { params: { id: unit.id }, body: { type: 'video', title: 'Film' } })

// What trickles says one byte with every beat, what is steady 200.
const beat = 25
const patience = { headersMs: 10 * beat, body: { bytes: 100, everyMs: 40 * beat } }
const server = await createServer({ ...w, ports, patience })
const origin = await server.listen({ host: '127.0.0.1', port: 0 })
after(() => server.close())

/** Says all of `first` at once, then of `rest` so many bytes with every beat. Tells what was answered until the connection ended. */
async function slowly({ first, rest, bytes }: { first: string; rest: Buffer; bytes: number }): Promise<string> {
  const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => {}) // cut in the middle of a word
  let answered = ''
  socket.on('data', (text) => {
    answered += text
  })
  socket.write(first)
  let said = 0
  const timer = setInterval(() => {
    if (said < rest.length) socket.write(rest.subarray(said, said + bytes))
    said += bytes
  }, beat)
  await new Promise((resolve) => socket.on('close', resolve))
  clearInterval(timer)
  return answered
}
const head = (path: string, length: number, type: string) =>
  `POST /api${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncookie: __Host-salus=${ivy.token}\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\n\r\n`
const upload = (bytes: number) => {
  const mp4 = Buffer.concat([Buffer.from('\0\0\0\x18ftypisom', 'latin1'), Buffer.alloc(bytes, 7)])
  const before = '--x\r\ncontent-disposition: form-data; name="file"; filename="film.mp4"\r\ncontent-type: video/mp4\r\n\r\n'
  const rest = Buffer.concat([Buffer.from(before), mp4, Buffer.from('\r\n--x--\r\n')])
  return { first: head(`/contents/${film.id}/file`, rest.length, 'multipart/form-data; boundary=x'), rest }
}
const stored = () =>
  readdirSync(join(w.tools.config.DATA_DIR, 'files'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile())

test('headers and bodies that trickle are cut and change nothing, while a steady slow upload arrives and others are answered', async () => {
  const body = Buffer.from(JSON.stringify({ title: 'x'.repeat(150) }))
  const over: string[] = []
  const noted = (name: string, answer: Promise<string>) => answer.finally(() => over.push(name))
  const headers = slowly({ first: 'GET /healthz HTTP/1.1\r\n', rest: Buffer.from(`x-slow: ${'x'.repeat(1000)}`), bytes: 1 })
  const json = slowly({ first: head(`/revisions/${draftId}/modules`, body.length, 'application/json'), rest: body, bytes: 1 })
  const trickle = noted('trickle', slowly({ ...upload(5000), bytes: 1 }))
  const silent = slowly({ first: head(`/revisions/${draftId}/modules`, body.length, 'application/json'), rest: Buffer.alloc(0), bytes: 1 })
  const steady = noted('steady', slowly({ ...upload(20_000), bytes: 200 }))
  assert.equal((await fetch(`${origin}/healthz`)).status, 200)
  assert.match(await headers, /^HTTP\/1\.1 408 /)
  assert.deepEqual(await Promise.all([json, trickle, silent]), ['', '', ''])
  assert.match(await steady, /^HTTP\/1\.1 201 /)
  assert.deepEqual(over, ['trickle', 'steady'])

  assert.equal((await ivy.call(courses.getRevision, revision)).modules.length, 1)
  const { files } = await ivy.call(courses.getContent, { params: { id: film.id } })
  assert.deepEqual(
    files.map((file) => file.title),
    ['film.mp4'],
  )
  assert.equal(stored().length, 1, 'nothing is left of what was cut')
})
