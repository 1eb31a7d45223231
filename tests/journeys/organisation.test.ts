import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scaleOf } from '#platform/web/colors.ts'
import { healthy, stage, visit } from './stage.ts'

const s = await stage()

test('an administrator makes a role, gives it to somebody, and reads why they may do what it allows', async () => {
  const page = await s.as('admin')
  await visit(page, '/roles')
  await visit(page, '/roles/new')
  await page.getByRole('textbox', { name: /^Name/ }).fill('Keeper of the training calendar')
  await page.getByRole('textbox', { name: /^Code/ }).fill('training_calendar')
  await page.getByPlaceholder('Find a right').fill('courses')
  const right = page.getByRole('checkbox').and(page.locator(':enabled')).first()
  await right.check()
  const says = (await page.locator(`label[for="${await right.getAttribute('id')}"]`).textContent()) as string
  await page.getByRole('button', { name: 'Review changes' }).click()
  await page.getByRole('dialog').getByText(says).waitFor()
  await healthy(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { level: 1, name: 'Keeper of the training calendar' }).waitFor()

  await page.setViewportSize({ width: 360, height: 860 })
  const { id, name } = await s.who('learner')
  await visit(page, `/people/${id}`)
  await page.getByRole('button', { name: 'Give a role' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Role' }).click()
  await page.getByRole('option', { name: 'Keeper of the training calendar' }).click()
  await healthy(page)
  await dialog.getByRole('button', { name: 'Give', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })

  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await visit(page, `/people/${id}/rights`)
  await page.getByRole('heading', { level: 1, name: `Rights of ${name}` }).waitFor()
  await page.getByRole('button', { name: says }).click()
  await page.getByText('Holds the role Keeper of the training calendar').waitFor()
  await healthy(page)
  await page.context().close()
})

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
