import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { rangeOf } from '#platform/transfer.ts'
import { world } from '../../tests/world.ts'
import * as api from './contract.ts'
import { importCourse } from './index.ts'
import { sniff } from './storeFile.ts'

test('what a file is depends on its first bytes; an office document also on its name', () => {
  const cases: [Buffer, string, string | undefined][] = [
    [Buffer.from('%PDF-1.7'), 'x', 'application/pdf'],
    [Buffer.from('\0\0\0\x18ftypisom', 'latin1'), 'x', 'video/mp4'],
    [Buffer.from('PK\x03\x04'), 'x.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    [Buffer.from('PK\x03\x04'), 'x.zip', undefined],
    [Buffer.from('<html>'), 'x.pdf', undefined],
    [Buffer.from('plain words'), 'x.txt', 'text/plain'],
    [Buffer.from([0xff, 0xfe, 0]), 'x.txt', undefined],
    [Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'x', 'image/png'],
  ]
  for (const [bytes, name, type] of cases) assert.equal(sniff(bytes, name), type, name)
})

test('a range is one part of a file, or none', () => {
  assert.deepEqual(rangeOf('bytes=0-', 10), { start: 0, end: 9 })
  assert.deepEqual(rangeOf('bytes=-3', 10), { start: 7, end: 9 })
  assert.deepEqual(rangeOf('bytes=2-99', 10), { start: 2, end: 9 })
  assert.equal(rangeOf('bytes=10-', 10), 'unsatisfiable')
  assert.equal(rangeOf('bytes=-0', 10), 'unsatisfiable')
  for (const header of [undefined, 'bytes=-', 'bytes=1-2,4-5', 'bytes=5-2', 'lines=1-2']) assert.equal(rangeOf(header, 10), undefined)
})

test('the courses of the demonstration are read, quizzes aside, and can be published', async () => {
  const w = await world()
  const ivy = await w.person('Ivy', ['employee', 'instructor'])
  const folder = new URL('../../tools/seed/courses/', import.meta.url)
  for (const name of readdirSync(folder)) {
    const json = JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
    const made = await w.inTenant((db) => importCourse(db, json, { by: ivy.id, now: w.clock.now() }))
    assert.equal(made.quizzes.length, 1, name)
    const { modules } = await ivy.call(api.getRevision, { params: { id: made.revisionId } })
    assert.equal(modules.length, json.modules.length)
    const quiz = modules.flatMap((module) => module.units).find((unit) => unit.type === 'quiz')
    assert.equal(quiz?.id, made.quizzes[0]?.unitId)
  }
  assert.equal((await ivy.call(api.listCourses, { query: { scope: 'teaching' } })).items.length, 10)
})
