import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { confidentialityClasses, generateRows } from '../../tools/generate-rows.ts'
import { testDatabase } from '../database.ts'

const { owner } = await testDatabase()

test('the row types are those of the migrated database', async () => {
  const written = readFileSync(new URL('../../platform/rows.gen.ts', import.meta.url), 'utf8')
  const difference = async () => {
    const lines = (await generateRows(owner, confidentialityClasses())).split('\n')
    return lines.find((line, i) => line !== written.split('\n')[i]) ?? null
  }
  assert.equal(await difference(), null, 'generate them again: npm run rows')
  await owner.query('alter table notifications.recipients add column surprise int')
  assert.match(String(await difference()), /surprise/)
})
