import assert from 'node:assert/strict'
import { test } from 'node:test'
import { healthy, stage, visit } from './stage.ts'

const s = await stage()

test('with the keyboard alone a department is picked up, carried, put down after one question, and brought back', async () => {
  const page = await s.as('admin')
  await visit(page, '/organization-chart')
  const item = (name: string) => page.getByRole('treeitem', { name: new RegExp(`^${name}`) })
  const [moved, target] = ['Finance', 'Operations']
  const levelOf = async (name: string) => Number(await item(name).getAttribute('aria-level'))
  const before = await levelOf(moved)
  await item(moved).focus()
  await page.keyboard.press('Space')
  await page.getByText(`Picked up ${moved}`).waitFor()
  await page.keyboard.press('Home')
  for (let i = 0; i < 40 && !(await item(target).evaluate((one) => one === document.activeElement)); i++)
    await page.keyboard.press('ArrowDown')
  await page.getByText(`${moved} over ${target}`).waitFor()
  await page.keyboard.press('Space')
  await page
    .getByRole('dialog', { name: `Move ${moved}?` })
    .getByRole('button', { name: 'Move', exact: true })
    .press('Enter')
  await page.getByText(`${moved} is now part of ${target}.`).waitFor()
  assert.equal(await levelOf(moved), (await levelOf(target)) + 1)
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await page.getByText('It stands where it stood before.').waitFor()
  assert.equal(await levelOf(moved), before)
  await healthy(page)
  await page.context().close()

  const phone = await s.as('admin', { width: 360, colorScheme: 'dark' })
  await visit(phone, '/organization-chart')
  await phone.getByRole('treeitem').first().waitFor()
  await healthy(phone)
  await phone.context().close()
})
