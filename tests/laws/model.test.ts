import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readCatalogue } from '../../tools/catalogue.ts'
import { drawModel } from '../../tools/draw-model.ts'
import { testDatabase } from '../database.ts'
import { check, type ModelMap, readDrawings } from './model-map.ts'

const folder = new URL('../../docs/model/', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const readIfThere = (name: string) => (existsSync(new URL(name, folder)) ? read(name) : undefined)
const sources = [read('occupational-health.mmd'), read('learning-and-identity.mmd')]
const drawing = readDrawings(sources)
const map: ModelMap = JSON.parse(read('map.json'))
const { owner } = await testDatabase()
const catalogue = await readCatalogue(owner)

test('the drawings are read whole', () => {
  const withAttributes = [...drawing.entities.values()].filter((attributes) => attributes.size > 0)
  assert.equal(drawing.entities.size, 74)
  assert.equal(withAttributes.length, 70)
  assert.equal(
    withAttributes.reduce((sum, attributes) => sum + attributes.size, 0),
    760,
  )
})

test('every line of the model has arrived in the database', () => {
  assert.deepEqual(check(drawing, map, catalogue), [])
})

test('the pages of docs/model show this database', () => {
  const pages = drawModel(catalogue, map.classes)
  const stale = [...pages].filter(([name, text]) => text !== readIfThere(name)).map(([name]) => name)
  const left = readdirSync(folder).filter((name) => name.endsWith('.md') && !pages.has(name))
  assert.deepEqual([...stale, ...left], [], 'draw them again: DATABASE_URL=… node tools/draw-model.ts')
})

test('the law notices each way in which the model can be lost', () => {
  const broken: [string, (copy: { map: ModelMap; catalogue: typeof catalogue; sources: string[] }) => unknown, RegExp][] = [
    ['an entity nobody mapped', (copy) => delete copy.map.entities.Course, /entity Course is not mapped/],
    ['an attribute nobody mapped', (copy) => delete copy.map.entities.Course?.attributes.title, /Course.title is not mapped/],
    ['an attribute drawn later', (copy) => copy.sources.push('erDiagram\nCourse {\n  string motto\n}'), /Course.motto is not mapped/],
    ['an entity drawn later', (copy) => copy.sources.push('erDiagram\nCourse ||--o{ Sponsor : has'), /entity Sponsor is not mapped/],
    [
      'a relationship drawn later',
      (copy) => copy.sources.push('erDiagram\nTenantTheme ||--o{ Comment : has'),
      /TenantTheme has Comment is no foreign key/,
    ],
    [
      'a value drawn later',
      (copy) => copy.sources.push('erDiagram\nDOCUMENTS {\n  enum access_level "private,secret"\n}'),
      /lists 'secret'/,
    ],
    [
      'a dropped table',
      (copy) => {
        copy.catalogue.tables = copy.catalogue.tables.filter((table) => table.name !== 'courses.units')
      },
      /no table courses.units/,
    ],
    ['a dropped column', (copy) => table(copy, 'directory.users').columns.splice(2), /no column directory.users/],
    [
      'a dropped foreign key',
      (copy) => drop(copy, 'references', 'users_dept_exists'),
      /User.dept_id: directory.users.dept_id is no foreign key/,
    ],
    [
      'a foreign key without tenant',
      (copy) => {
        find(copy, 'references', 'users_dept_exists').columns = ['dept_id']
      },
      /User.dept_id: .* is no foreign key/,
    ],
    [
      'a foreign key to the wrong table',
      (copy) => {
        find(copy, 'references', 'users_dept_exists').target = 'directory.users'
      },
      /User.dept_id/,
    ],
    ['a dropped check', (copy) => drop(copy, 'checks', 'documents_access_level_known'), /DOCUMENTS.access_level: no check/],
    ['a dropped index', (copy) => drop(copy, 'indexes', 'users_by_dept'), /foreign key users_dept_exists: no index/],
    [
      'a partial index only',
      (copy) => {
        find(copy, 'indexes', 'users_by_dept').partial = true
      },
      /foreign key users_dept_exists: no index/,
    ],
    ['a table without class', (copy) => delete copy.map.classes['directory.users'], /directory.users has no confidentiality class/],
    [
      'a class of nothing',
      (copy) => {
        copy.map.classes['directory.gone'] = 'open'
      },
      /there is no such table/,
    ],
    [
      'a class nobody knows',
      (copy) => {
        copy.map.classes['directory.users'] = 'private'
      },
      /'private' is unknown/,
    ],
    [
      'a deviation of nothing',
      (copy) => copy.map.deviations.push({ entity: 'User', attribute: 'shoe_size', why: 'nobody asked for it' }),
      /is not drawn/,
    ],
    [
      'more deviations than agreed',
      (copy) => {
        copy.map.deviations = Array.from({ length: 13 }, () => ({ entity: 'User', attribute: 'email', why: 'one more reason' }))
      },
      /13 deviations/,
    ],
  ]
  for (const [what, breakIt, message] of broken) {
    const copy = structuredClone({ map, catalogue, sources })
    breakIt(copy)
    assert.match(check(readDrawings(copy.sources), copy.map, copy.catalogue).join('\n'), message, what)
  }
})

type Named = 'references' | 'checks' | 'indexes'
type Copy = { catalogue: typeof catalogue }
function find<K extends Named>(copy: Copy, kind: K, name: string): (typeof catalogue)[K][number] {
  const found = copy.catalogue[kind].find((one) => one.name === name)
  assert.ok(found, `the broken copy needs ${name}`)
  return found
}
function drop(copy: Copy, kind: Named, name: string) {
  const list: { name: string }[] = copy.catalogue[kind]
  list.splice(list.indexOf(find(copy, kind, name)), 1)
}
function table(copy: Copy, name: string) {
  const found = copy.catalogue.tables.find((one) => one.name === name)
  assert.ok(found, `the broken copy needs ${name}`)
  return found
}
