import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scaleOf } from '#platform/web/colors.ts'
import { healthy, stage, visit } from './stage.ts'

const s = await stage()

test('a colour that cannot be read is refused, and the readable one beside it becomes everybody’s', async () => {
  const page = await s.as('admin')
  await visit(page, '/theme')
  const colour = page.getByLabel('Main colour')
  await colour.fill('#ffd400')
  await page.getByText('White words on this colour could not be read by everybody').waitFor()
  await page.getByRole('button', { name: 'Use this look' }).click()
  await colour.and(page.locator(':focus')).waitFor()
  await page.getByRole('button', { name: /^Use #[0-9a-f]{6} instead$/ }).click()
  const readable = await colour.inputValue()
  assert.notEqual(readable, '#ffd400')
  await page.getByRole('button', { name: 'Use this look' }).click()
  await page.getByText('Everybody sees the new look').waitFor()
  await page.context().close()

  const somebody = await s.as('learner', { width: 360, colorScheme: 'dark' })
  await healthy(somebody)
  const primary = await somebody.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--mantine-color-brand-7'))
  assert.equal(primary.trim(), scaleOf(readable)[7])
  await somebody.context().close()
})
