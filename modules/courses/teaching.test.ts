import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Person, world } from '../../tests/world.ts'
import * as api from './contract.ts'
import { circular, newPlaces } from './policy.ts'

async function published(teacher: Person, body: { code: string; title: string } & Record<string, unknown>) {
  const course = await teacher.call(api.createCourse, { body })
  const params = { id: course.draftId as string }
  const module = await teacher.call(api.addModule, { params, body: { title: 'M' } })
  const unit = await teacher.call(api.addUnit, { params: { id: module.id }, body: { title: 'U' } })
  await teacher.call(api.addContent, { params: { id: unit.id }, body: { type: 'link', title: 'L', url: 'https://hse.gov.uk/' } })
  return teacher.call(api.publishRevision, { params })
}

test('those who teach a course change it, others do not; the last of them cannot go', async () => {
  const w = await world()
  const ivy = await w.person('Ivy', ['employee', 'instructor'])
  const tom = await w.person('Tom', ['employee', 'instructor'])
  const adam = await w.person('Adam', ['employee', 'admin'])
  const ann = await w.person('Ann', ['employee'])
  const course = await published(ivy, { code: 'A', title: 'First aid' })
  const params = { id: course.id }
  assert.deepEqual((await tom.call(api.getCourse, { params })).may, { edit: false, startDraft: false, archive: false, restore: false })
  assert.equal((await tom.refused(api.changeCourse, { params, body: { title: 'Mine' } })).code, 'courses.not_taught')
  assert.equal((await ann.refused(api.changeCourse, { params, body: { title: 'Mine' } })).status, 403)
  assert.equal((await tom.refused(api.getRevision, { params: { id: course.revision?.id } })).status, 403)
  assert.equal((await tom.refused(api.listRevisions, { params })).status, 403)

  const changed = await adam.call(
    api.changeCourse,
    { params, body: { title: 'First aid at work', category: 'Safety' } },
    { 'if-match': String(course.version) },
  )
  assert.deepEqual([changed.title, changed.category], ['First aid at work', 'Safety'])
  assert.equal(
    (await ivy.refused(api.changeCourse, { params, body: { title: 'Old' } }, { 'if-match': String(course.version) })).status,
    412,
  )
  assert.deepEqual((await ann.call(api.listCategories, {})).items, ['Safety'])

  const both = await ivy.call(api.addInstructor, { params, body: { userId: tom.id } })
  assert.deepEqual(
    both.instructors.map((one) => [one.name, one.role]),
    [
      ['Ivy Example', 'lead'],
      ['Tom Example', 'instructor'],
    ],
  )
  const risen = await tom.call(api.addInstructor, { params, body: { userId: tom.id, role: 'lead' } })
  assert.deepEqual(
    risen.instructors.map((one) => one.role),
    ['lead', 'lead'],
  )
  assert.equal((await ivy.refused(api.addInstructor, { params, body: { userId: course.id } })).errors?.[0]?.path, 'userId')
  await tom.call(api.removeInstructor, { params: { ...params, userId: ivy.id } })
  assert.equal((await tom.refused(api.removeInstructor, { params: { ...params, userId: ivy.id } })).status, 404)
  assert.equal((await tom.refused(api.removeInstructor, { params: { ...params, userId: tom.id } })).code, 'courses.last_instructor')
  assert.equal((await ivy.refused(api.changeCourse, { params, body: { title: 'Mine' } })).status, 403)

  const gone = await tom.call(api.archiveCourse, { params })
  assert.deepEqual([gone.status, gone.may.restore, gone.may.edit], ['archived', true, false])
  assert.deepEqual((await ann.call(api.listCourses, {})).items, [])
  assert.equal((await ann.refused(api.getCourse, { params })).status, 404)
  assert.equal((await tom.refused(api.startDraft, { params })).code, 'courses.archived')
  assert.equal((await tom.refused(api.changeCourse, { params, body: { title: 'x' } })).code, 'courses.archived')
  assert.equal((await tom.call(api.restoreCourse, { params })).status, 'published')
  assert.equal((await ann.call(api.listCourses, {})).items.length, 1)
})

test('the catalogue is searched, filtered and paged by title, and offers to each what is offered to them', async () => {
  const w = await world()
  const ivy = await w.person('Ivy', ['employee', 'instructor'])
  const adam = await w.person('Adam', ['employee', 'admin'])
  const { rows } = await w.owner.query(
    `insert into directory.organizations (tenant_id, name, code) values ($1, 'Org', 'org') returning id`,
    [w.tenantId],
  )
  const ann = await w.person('Ann', ['employee'])
  const ora = await w.person('Ora', ['employee'], { orgId: rows[0].id })
  for (const [code, title, category] of [
    ['N', 'Noise', 'Health'],
    ['F', 'Fire', 'Safety'],
    ['A', 'Asbestos', 'Safety'],
    ['F2', 'Fire', null],
  ] as const)
    await published(ivy, { code, title, category })
  await published(ivy, { code: 'O', title: 'Only here', orgId: rows[0].id })
  await ivy.call(api.createCourse, { body: { code: 'D', title: 'Draft' } })
  const titles = async (who: Person, query: object = {}) => (await who.call(api.listCourses, { query })).items.map((card) => card.title)
  assert.deepEqual(await titles(ann), ['Asbestos', 'Fire', 'Fire', 'Noise'])
  assert.deepEqual(await titles(ora), ['Asbestos', 'Fire', 'Fire', 'Noise', 'Only here'])
  assert.deepEqual(await titles(ann, { sort: '-title' }), ['Noise', 'Fire', 'Fire', 'Asbestos'])
  assert.deepEqual(await titles(ann, { q: 'FIR' }), ['Fire', 'Fire'])
  assert.deepEqual(await titles(ann, { q: 'safety', category: 'Safety' }), ['Asbestos', 'Fire'])
  assert.deepEqual(await titles(ann, { q: '%' }), [], 'no pattern, only words')
  assert.deepEqual(
    await titles(ann, { scope: 'all' }),
    ['Asbestos', 'Fire', 'Fire', 'Noise'],
    'asking for all shows no more than one may know of',
  )
  assert.equal((await titles(ivy, { scope: 'teaching' })).length, 6)
  assert.equal((await titles(adam, { scope: 'all' })).length, 6)
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await ann.call(api.listCourses, { query: { limit: 1, ...(cursor ? { cursor } : {}) } })
    seen.push(...page.items.map((card) => card.code))
    cursor = page.next ?? undefined
  } while (cursor)
  assert.equal(new Set(seen).size, 4)
  assert.equal((await ann.refused(api.listCourses, { query: { sort: 'id; drop table' } })).status, 422)
})

test('a course is refused with a code that is taken, prerequisites in a circle or another tenant’s courses', async () => {
  const w = await world()
  const ivy = await w.person('Ivy', ['employee', 'instructor'])
  const there = await w.tenant()
  const eve = await there.person('Eve', ['employee', 'admin'])
  const foreign = await published(eve, { code: 'A', title: 'Theirs' })
  const a = await published(ivy, { code: 'A', title: 'A' })
  const b = await published(ivy, { code: 'B', title: 'B', prerequisites: [a.id] })
  assert.deepEqual(b.requires, [{ id: a.id, title: 'A' }])
  assert.equal((await ivy.refused(api.createCourse, { body: { code: 'A', title: 'Again' } })).code, 'courses.code_taken')
  const circle = await ivy.refused(api.changeCourse, { params: { id: a.id }, body: { prerequisites: [b.id] } })
  assert.equal(circle.errors?.[0]?.message, 'These courses would require each other.')
  const other = await ivy.refused(api.changeCourse, { params: { id: a.id }, body: { prerequisites: [foreign.id] } })
  assert.equal(other.errors?.[0]?.message, 'One of these courses does not exist.')
  assert.equal((await ivy.refused(api.createCourse, { body: { code: 'C', title: '' } })).status, 422)
  assert.equal((await ivy.refused(api.createCourse, { body: { code: 'C', title: 'C', validityMonths: 0 } })).status, 422)
  assert.equal((await ivy.call(api.listCourses, {})).items.length, 2)
  for (const endpoint of [api.getCourse, api.courseOutline, api.listRevisions, api.startDraft, api.archiveCourse, api.restoreCourse])
    assert.equal((await ivy.refused(endpoint, { params: { id: foreign.id } })).status, 404, endpoint.path)
})

test('an order names every part once; only what moves is written', () => {
  const all = ['a', 'b', 'c'].map((id, index) => ({ id, parentId: 'm', sequenceNo: index + 1 }))
  assert.deepEqual(newPlaces(['a', 'b', 'c'], { all, parentId: 'm' }), [])
  assert.deepEqual(newPlaces(['a', 'c', 'b'], { all, parentId: 'm' }), [
    { id: 'c', sequenceNo: 2 },
    { id: 'b', sequenceNo: 3 },
  ])
  assert.deepEqual(newPlaces(['b'], { all, parentId: 'other' }), [{ id: 'b', sequenceNo: 1 }])
  for (const ids of [
    ['a', 'b'],
    ['a', 'b', 'c', 'd'],
    ['a', 'a', 'b', 'c'],
  ])
    assert.throws(() => newPlaces(ids, { all, parentId: 'm' }))
  assert.equal(
    circular(
      new Map([
        ['a', ['b']],
        ['b', ['c']],
        ['c', ['a']],
      ]),
      'a',
    ),
    true,
  )
  assert.equal(
    circular(
      new Map([
        ['a', ['b', 'c']],
        ['b', ['c']],
        ['c', []],
      ]),
      'a',
    ),
    false,
  )
})
