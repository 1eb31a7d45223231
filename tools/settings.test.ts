import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operationsPage } from './settings.ts'

test('docs/operations.md names every setting as it is', async () => {
  const { found, wanted } = await operationsPage()
  assert.equal(found, wanted, 'print it again: npm run settings')
  assert.match(wanted, /\| `DATABASE_URL` \|/)
})
