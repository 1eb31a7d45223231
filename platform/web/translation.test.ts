import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addWords, changeLanguage, i18n } from './translation.ts'

addWords('en', 'app', {
  greeting: 'Hello {{name}}',
  courses_one: '{{count}} course',
  courses_other: '{{count}} courses',
  none_zero: 'None',
  none_other: '{{count}}',
})
addWords('en', 'learning', { pages: { mine: 'My learning' } })
addWords('cy', 'app', {
  courses_one: '{{count}} cwrs',
  courses_two: '{{count}} gwrs',
  courses_many: '{{count}} chwrs',
  courses_other: '{{count}} cwrs',
})

test('values are filled in, as they are', () => {
  assert.equal(i18n.t('greeting', { name: '<b>{{name}} & $1' }), 'Hello <b>{{name}} & $1')
  assert.equal(i18n.t('greeting'), 'Hello ')
})

test('numbers are said as the language counts', () => {
  assert.deepEqual(
    [0, 1, 2].map((count) => i18n.t('courses', { count })),
    ['0 courses', '1 course', '2 courses'],
  )
  assert.equal(i18n.t('none', { count: 0 }), 'None')
  changeLanguage('cy')
  assert.deepEqual(
    [1, 2, 6, 7].map((count) => i18n.t('courses', { count })),
    ['1 cwrs', '2 gwrs', '6 chwrs', '7 cwrs'],
  )
  assert.equal(i18n.t('greeting', { name: 'Mair' }), 'Hello Mair', 'what a language lacks is said in English')
  changeLanguage('en')
})

test("another module's words are named before a colon, and words added later join those before", () => {
  assert.equal(i18n.t('learning:pages.mine'), 'My learning')
  addWords('en', 'learning', { player: { next: 'Next' } })
  assert.equal(i18n.t('learning:player.next') + i18n.t('learning:pages.mine'), 'NextMy learning')
  assert.equal(i18n.t('learning:player.nothing'), 'player.nothing', 'a key without words shows itself')
})
