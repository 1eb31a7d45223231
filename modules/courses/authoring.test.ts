import assert from 'node:assert/strict'
import { test } from 'node:test'
import { world } from '../../tests/world.ts'
import * as api from './contract.ts'

const text = (title: string, html = '<p>Read me.</p>') => ({ type: 'rich_text' as const, title, html })

test('an instructor writes a course, orders it, publishes it, and nothing in it changes any more', async () => {
  const w = await world()
  const ivy = await w.person('Ivy', ['employee', 'instructor'])
  const ann = await w.person('Ann', ['employee'])

  const course = await ivy.call(api.createCourse, { body: { code: 'DSE-01', title: 'Screens', category: 'Health', selfEnrol: true } })
  assert.deepEqual(course.instructors, [{ userId: ivy.id, name: 'Ivy Example', role: 'lead' }])
  assert.equal(course.status, 'draft')
  const revisionId = course.draftId as string
  const at = { params: { id: revisionId } }

  assert.deepEqual((await ann.call(api.listCourses, {})).items, [], 'a draft is not in the catalogue')
  assert.equal((await ann.refused(api.getCourse, { params: { id: course.id } })).status, 404)
  assert.equal((await ivy.refused(api.publishRevision, at)).code, 'courses.nothing_to_learn')

  const first = await ivy.call(api.addModule, { ...at, body: { title: 'First' } })
  const second = await ivy.call(api.addModule, { ...at, body: { title: 'Second', description: 'Comes later' } })
  const unit = await ivy.call(api.addUnit, { params: { id: first.id }, body: { title: 'Posture' } })
  const other = await ivy.call(api.addUnit, { params: { id: second.id }, body: { title: 'Breaks', durationMins: 5 } })
  const a = await ivy.call(api.addContent, { params: { id: unit.id }, body: text('Why') })
  const b = await ivy.call(api.addContent, { params: { id: unit.id }, body: text('How') })
  const link = await ivy.call(api.addContent, { params: { id: other.id }, body: { type: 'link', title: 'More' } })

  const unfinished = await ivy.refused(api.publishRevision, at)
  assert.equal(unfinished.code, 'courses.unfinished')
  assert.deepEqual(unfinished.errors, [{ path: link.id, message: '“More” has no address yet.' }])
  await ivy.call(api.changeContent, { params: { id: link.id }, body: { url: 'https://www.hse.gov.uk/' } })

  await ivy.call(api.orderModules, { ...at, body: { ids: [second.id, first.id] } })
  await ivy.call(api.orderContents, { params: { id: unit.id }, body: { ids: [b.id, a.id] } })
  await ivy.call(api.orderUnits, { params: { id: second.id }, body: { ids: [unit.id, other.id] } })
  assert.equal((await ivy.refused(api.orderModules, { ...at, body: { ids: [first.id] } })).code, 'courses.changed_meanwhile')
  assert.equal(
    (await ivy.refused(api.orderContents, { params: { id: unit.id }, body: { ids: [a.id, a.id] } })).code,
    'courses.changed_meanwhile',
  )
  const written = await ivy.call(api.getRevision, at)
  const shape = written.modules.map((module) => [
    module.title,
    module.units.map((one) => [one.title, one.contents.map((content) => content.title)]),
  ])
  assert.deepEqual(shape, [
    [
      'Second',
      [
        ['Posture', ['How', 'Why']],
        ['Breaks', ['More']],
      ],
    ],
    ['First', []],
  ])

  const published = await ivy.call(api.publishRevision, at)
  assert.equal(published.status, 'published')
  assert.equal(published.revision?.itemCount, 3)
  assert.equal(published.draftId, null)
  const { items } = await ann.call(api.listCourses, {})
  assert.deepEqual(
    items.map((card) => [card.code, card.teaches]),
    [['DSE-01', false]],
  )
  const seen = await ann.call(api.courseOutline, { params: { id: course.id } })
  assert.deepEqual(
    seen.modules.flatMap((module) => module.units.map((one) => one.title)),
    ['Posture', 'Breaks'],
  )

  const fixed = async (endpoint: Parameters<typeof ivy.refused>[0], input: unknown) => {
    const refusal = await ivy.refused(endpoint, input)
    assert.equal(refusal.code, 'courses.published_is_fixed', `${endpoint.method} ${endpoint.path}`)
  }
  await fixed(api.publishRevision, at)
  await fixed(api.discardDraft, at)
  await fixed(api.addModule, { ...at, body: { title: 'Late' } })
  await fixed(api.orderModules, { ...at, body: { ids: [first.id, second.id] } })
  await fixed(api.changeModule, { params: { id: first.id }, body: { title: 'Late' } })
  await fixed(api.requireModules, { params: { id: first.id }, body: { requires: [] } })
  await fixed(api.removeModule, { params: { id: first.id } })
  await fixed(api.addUnit, { params: { id: first.id }, body: { title: 'Late' } })
  await fixed(api.changeUnit, { params: { id: unit.id }, body: { title: 'Late' } })
  await fixed(api.orderUnits, { params: { id: first.id }, body: { ids: [] } })
  await fixed(api.removeUnit, { params: { id: unit.id } })
  await fixed(api.addContent, { params: { id: unit.id }, body: text('Late') })
  await fixed(api.changeContent, { params: { id: a.id }, body: { html: '<p>Late</p>' } })
  await fixed(api.orderContents, { params: { id: unit.id }, body: { ids: [a.id, b.id] } })
  await fixed(api.removeContent, { params: { id: a.id } })
  assert.deepEqual(await ann.call(api.courseOutline, { params: { id: course.id } }), seen)
})

test('rich text is stored without script, style or strange addresses', async () => {
  const w = await world()
  const ivy = await w.person('Ivy', ['employee', 'instructor'])
  const { draftId } = await ivy.call(api.createCourse, { body: { code: 'X', title: 'X' } })
  const module = await ivy.call(api.addModule, { params: { id: draftId as string }, body: { title: 'M' } })
  const unit = await ivy.call(api.addUnit, { params: { id: module.id }, body: { title: 'U' } })
  const html =
    '<h1>Hi</h1><p onclick="x()" style="color:red">a<script>alert(1)</script></p><a href="javascript:x()">b</a><img src=x onerror=x()><a href="https://hse.gov.uk" target=_top>c</a>'
  const { id } = await ivy.call(api.addContent, { params: { id: unit.id }, body: text('T', html) })
  const stored = await ivy.call(api.getContent, { params: { id } })
  assert.equal(stored.html, '<h2>Hi</h2><p>a</p><a>b</a><a href="https://hse.gov.uk">c</a>')
  const refused = await ivy.refused(api.changeContent, { params: { id }, body: { url: 'javascript:alert(1)' } })
  assert.equal(refused.status, 422)
  assert.equal((await ivy.refused(api.changeContent, { params: { id }, body: { url: 'https://a.example/' } })).errors?.[0]?.path, 'url')
  assert.equal((await ivy.refused(api.changeContent, { params: { id }, body: { title: 'New' } }, { 'if-match': '9' })).status, 412)
  assert.deepEqual(await ivy.call(api.getContent, { params: { id } }), stored)
})

test('a new draft is a copy that keeps every origin, and what is removed from it stays in the published revision', async () => {
  const w = await world()
  const ivy = await w.person('Ivy', ['employee', 'instructor'])
  const course = await ivy.call(api.createCourse, { body: { code: 'X', title: 'X' } })
  const params = { id: course.id }
  const first = { params: { id: course.draftId as string } }
  assert.equal((await ivy.refused(api.startDraft, { params })).code, 'courses.nothing_published')
  assert.equal((await ivy.refused(api.discardDraft, first)).code, 'courses.nothing_published')
  const one = await ivy.call(api.addModule, { ...first, body: { title: 'One' } })
  const two = await ivy.call(api.addModule, { ...first, body: { title: 'Two' } })
  const requires = [{ moduleId: one.id, requirement: 'completed' as const }]
  await ivy.call(api.requireModules, { params: { id: two.id }, body: { requires } })
  const circle = await ivy.refused(api.requireModules, {
    params: { id: one.id },
    body: { requires: [{ moduleId: two.id, requirement: 'passed' }] },
  })
  assert.equal(circle.errors?.[0]?.message, 'These modules would wait for each other.')
  const unit = await ivy.call(api.addUnit, { params: { id: one.id }, body: { title: 'U' } })
  const content = await ivy.call(api.addContent, { params: { id: unit.id }, body: text('C') })
  await ivy.call(api.publishRevision, first)

  const draft = await ivy.call(api.startDraft, { params })
  assert.equal(draft.number, 2)
  assert.deepEqual(
    draft.modules.map((module) => module.title),
    ['One', 'Two'],
  )
  assert.deepEqual(draft.modules[1]?.requires, [{ moduleId: draft.modules[0]?.id, requirement: 'completed' }])
  assert.equal((await ivy.refused(api.startDraft, { params })).code, 'courses.draft_exists')
  const copy = draft.modules[0]?.units[0]?.contents[0]
  assert.notEqual(copy?.id, content.id)
  const { rows } = await w.owner.query('select count(distinct origin_id)::int as origins, count(*)::int as rows from courses.contents')
  assert.deepEqual(rows[0], { origins: 1, rows: 2 })

  await ivy.call(api.changeModule, { params: { id: draft.modules[1]?.id as string }, body: { title: 'Second', hidden: true } })
  await ivy.call(api.removeContent, { params: { id: copy?.id as string } })
  await ivy.call(api.changeUnit, { params: { id: draft.modules[0]?.units[0]?.id as string }, body: { title: 'Changed' } })
  assert.equal((await ivy.refused(api.publishRevision, { params: { id: draft.id } })).code, 'courses.nothing_to_learn')
  const outline = await ivy.call(api.courseOutline, { params })
  assert.deepEqual(outline.modules[0]?.units[0]?.title, 'U')
  assert.equal(outline.modules[0]?.units[0]?.contents.length, 1)
  await ivy.call(api.removeUnit, { params: { id: draft.modules[0]?.units[0]?.id as string } })
  await ivy.call(api.removeModule, { params: { id: draft.modules[0]?.id as string } })
  await ivy.call(api.discardDraft, { params: { id: draft.id } })
  const { items } = await ivy.call(api.listRevisions, { params })
  assert.deepEqual(
    items.map(({ number, status }) => [number, status]),
    [[1, 'published']],
  )

  const again = await ivy.call(api.startDraft, { params })
  await ivy.call(api.publishRevision, { params: { id: again.id } })
  const both = await ivy.call(api.listRevisions, { params })
  assert.deepEqual(
    both.items.map(({ number, status }) => [number, status]),
    [
      [2, 'published'],
      [1, 'superseded'],
    ],
  )
})
