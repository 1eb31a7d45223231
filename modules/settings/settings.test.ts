import assert from 'node:assert/strict'
import { test } from 'node:test'
import { world } from '../../tests/world.ts'
import { readPreferences, savePreferences } from './contract.ts'

const w = await world()

test('everybody chooses colours, language and zone for themselves, and what is not named stays', async () => {
  const ann = await w.person('Ann', ['employee'])
  const bob = await w.person('Bob', ['learner'])
  const first = { colorScheme: 'auto', locale: 'en-GB', timeZone: 'Europe/London' }
  assert.deepEqual(await ann.call(readPreferences, {}), first)
  assert.deepEqual(await ann.call(savePreferences, { body: { colorScheme: 'dark' } }), { ...first, colorScheme: 'dark' })
  assert.deepEqual(await ann.call(savePreferences, { body: { colorScheme: 'light', timeZone: 'Europe/Dublin' } }), {
    ...first,
    colorScheme: 'light',
    timeZone: 'Europe/Dublin',
  })
  assert.deepEqual(await bob.call(readPreferences, {}), first)
})

test('a zone or language that does not exist is refused, and nothing changes', async () => {
  const cleo = await w.person('Cleo', ['employee'])
  const wrong = await cleo.refused(savePreferences, { body: { colorScheme: 'dark', timeZone: 'Moon/Base', locale: 'English' } })
  assert.deepEqual(wrong.errors?.map((error) => error.path).sort(), ['locale', 'timeZone'])
  assert.equal((await cleo.call(readPreferences, {})).colorScheme, 'auto')
  assert.equal((await w.stranger.refused(readPreferences, {})).status, 401)
})
