import assert from 'node:assert/strict'
import { test } from 'node:test'
import { currentSession } from '#modules/auth/contract.ts'
import { setFeature } from '#modules/tenancy/index.ts'
import { world } from '../../tests/world.ts'
import { listCourses } from './contract.ts'

const w = await world()
const later = (time: { hours: number }) => w.clock.now().add(time).toString()

test('a feature that is switched off is refused in words, hidden, and back with the next request when it is on again', async () => {
  const person = await w.person('Lea', ['learner'])
  await person.call(listCourses, {})
  await w.inTenant((db) => setFeature(db, { key: 'learning', isEnabled: false }))
  const refused = await person.refused(listCourses, {})
  assert.deepEqual([refused.status, refused.code], [403, 'feature_off'])
  assert.match(refused.title, /does not use this part/)
  assert.deepEqual((await person.call(currentSession, {})).me?.features, ['occupational_health'])
  await w.inTenant((db) => setFeature(db, { key: 'learning', isEnabled: true }))
  await person.call(listCourses, {})
})

test('a feature ends when it expires, also for a process that knew it as on', async () => {
  const person = await w.person('Max', ['learner'])
  await w.inTenant((db) => setFeature(db, { key: 'learning', isEnabled: true, expiresAt: later({ hours: 2 }) }))
  await person.call(listCourses, {})
  w.clock.set(later({ hours: 3 }))
  assert.equal((await person.refused(listCourses, {})).code, 'feature_off')
  await w.inTenant((db) => setFeature(db, { key: 'learning', isEnabled: true, expiresAt: null }))
})

test('another tenant keeps its feature', async () => {
  const other = await w.tenant()
  const theirs = await other.person('Ola', ['learner'])
  await w.inTenant((db) => setFeature(db, { key: 'learning', isEnabled: false }))
  await theirs.call(listCourses, {})
  await w.inTenant((db) => setFeature(db, { key: 'learning', isEnabled: true }))
})
