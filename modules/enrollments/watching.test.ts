import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as api from '#modules/courses/contract.ts'
import { sessionCookie } from '#platform/client.ts'
import { fileStore } from '../../tests/fileStore.ts'
import { visitor } from '../../tests/visitor.ts'
import { type Person, type World, world } from '../../tests/world.ts'
import * as learning from './contract.ts'

const mp4 = Buffer.concat([Buffer.from('\0\0\0\x18ftypisom', 'latin1'), Buffer.alloc(5000, 7)])
const pdf = Buffer.from('%PDF-1.7 and more')

const browser = (w: World, person: Person) => visitor(w, { [sessionCookie]: person.token })
async function send(w: World, person: Person, contentId: string, file: { name: string; bytes: Buffer; type?: string }) {
  const answer = await browser(w, person).upload(`/contents/${contentId}/file`, file)
  return { status: answer.statusCode, body: answer.json() }
}
const get = (w: World, person: Person, path: string, range?: string) =>
  browser(w, person).send('GET', path, undefined, { headers: range ? { range } : {} })
async function draft(teacher: Person) {
  const course = await teacher.call(api.createCourse, { body: { code: 'V', title: 'V', selfEnrol: true } })
  const params = { id: course.draftId as string }
  const module = await teacher.call(api.addModule, { params, body: { title: 'M' } })
  const unit = await teacher.call(api.addUnit, { params: { id: module.id }, body: { title: 'U' } })
  const content = await teacher.call(api.addContent, { params: { id: unit.id }, body: { type: 'video', title: 'Film' } })
  return { courseId: course.id, draft: { params }, unit, content }
}

const store = await fileStore()
test('a video is known by its bytes, watched in parts, and stays for those who learn when a later revision drops it', () => watched())
test('so it does where files are in an S3-compatible store', async () => {
  await watched(store.settings)
  assert.equal(store.stored(), 2, 'the replaced film is gone')
})
test('while the store is away nothing is stored and nothing named, and people are asked to try again', async () => {
  const w = await world(undefined, { ...store.settings, S3_ENDPOINT: 'http://127.0.0.1:1' })
  const ivy = await w.person('Ivy', ['employee', 'instructor'])
  const { content } = await draft(ivy)
  const answer = await send(w, ivy, content.id, { name: 'film.mp4', bytes: mp4 })
  assert.deepEqual([answer.status, answer.body.code], [503, 'unavailable'])
  assert.deepEqual((await ivy.call(api.getContent, { params: { id: content.id } })).files, [])
})

async function watched(settings?: Record<string, string>) {
  const w = await world(undefined, settings)
  const ivy = await w.person('Ivy', ['employee', 'instructor'])
  const tom = await w.person('Tom', ['employee', 'instructor'])
  const ann = await w.person('Ann', ['employee'])
  const { courseId, draft: at, content } = await draft(ivy)

  assert.equal((await send(w, tom, content.id, { name: 'a.mp4', bytes: mp4 })).status, 404, 'not his draft')
  assert.equal((await send(w, ann, content.id, { name: 'a.mp4', bytes: mp4 })).status, 403)
  const wrong = await send(w, ivy, content.id, { name: 'a.mp4', bytes: Buffer.from('<script>alert(1)</script>'), type: 'video/mp4' })
  assert.deepEqual([wrong.status, wrong.body.code], [422, 'courses.wrong_file'])
  assert.equal((await send(w, ivy, content.id, { name: 'a.pdf', bytes: pdf })).status, 422, 'a document is no video')
  assert.deepEqual((await ivy.call(api.getContent, { params: { id: content.id } })).files, [])

  const first = await send(w, ivy, content.id, { name: 'old.mp4', bytes: mp4 })
  assert.equal(first.status, 201)
  const stored = await send(w, ivy, content.id, { name: 'film.mp4', bytes: mp4 })
  assert.deepEqual(
    stored.body.files.map((file: { title: string }) => file.title),
    ['film.mp4'],
    'the new one replaces the old',
  )
  await send(w, ivy, content.id, { name: 'film.vtt', bytes: Buffer.from('WEBVTT\n\n00:00.000 --> 00:01.000\nHello') })
  const { files } = await ivy.call(api.getContent, { params: { id: content.id } })
  assert.deepEqual(
    files.map((file) => [file.type, file.mimeType, file.sizeBytes]),
    [
      ['video', 'video/mp4', mp4.length],
      ['captions', 'text/vtt', 37],
    ],
  )
  const fileId = files[0]?.id as string
  await w.runJobs()
  const left = await w.owner.query('select file_key from courses.resources')
  await assert.doesNotReject(w.tools.files.get(left.rows[0].file_key))

  await ivy.call(api.publishRevision, at)
  assert.equal((await send(w, ivy, content.id, { name: 'film.mp4', bytes: mp4 })).body.code, 'courses.published_is_fixed')
  assert.equal((await ivy.refused(api.removeContentFile, { params: { id: content.id, fileId } })).code, 'courses.published_is_fixed')
  const { id } = await ann.call(learning.enrol, { body: { courseId } })
  const path = `/enrollments/${id}/contents/${content.id}/files/${fileId}`
  const whole = await get(w, ann, path)
  assert.deepEqual([whole.statusCode, whole.headers['content-type'], whole.rawPayload.equals(mp4)], [200, 'video/mp4', true])
  const part = await get(w, ann, path, 'bytes=4-7')
  assert.deepEqual([part.statusCode, part.headers['content-range'], part.body], [206, `bytes 4-7/${mp4.length}`, 'ftyp'])
  assert.equal((await get(w, ann, path, `bytes=${mp4.length}-`)).statusCode, 416)
  assert.equal((await get(w, tom, path)).statusCode, 404, 'somebody else’s enrolment')
  assert.equal((await get(w, ann, `/contents/${content.id}/files/${fileId}`)).statusCode, 403)
  assert.equal((await get(w, ivy, `/contents/${content.id}/files/${fileId}`)).statusCode, 200)

  const next = await ivy.call(api.startDraft, { params: { id: courseId } })
  const copy = next.modules[0]?.units[0]?.contents[0]?.id as string
  const copied = await ivy.call(api.getContent, { params: { id: copy } })
  assert.deepEqual(
    copied.files.map((file) => file.title),
    ['film.mp4', 'film.vtt'],
  )
  await ivy.call(api.removeContentFile, { params: { id: copy, fileId: copied.files[1]?.id as string } })
  await ivy.call(api.removeContent, { params: { id: copy } })
  await w.runJobs()
  assert.equal((await get(w, ann, path)).statusCode, 200, 'the bytes stay while a revision names them')
}
