import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { healthy, stage, visit, watch } from './stage.ts'

const s = await stage()
const pin = '470592'
const press = async (page: Page, digits: string) => {
  for (const digit of digits) await page.getByRole('button', { name: digit, exact: true }).click()
}
const shown = async (page: Page, label: string) => (await page.getByRole('dialog').getByLabel(label, { exact: true }).textContent()) ?? ''

test('a device becomes a kiosk; somebody chooses a PIN with the keys, sees what is theirs, and leaves nothing behind', async () => {
  const admin = await s.as('admin')
  await visit(admin, '/kiosks')
  await admin.getByRole('button', { name: 'Register a kiosk' }).first().click()
  await admin.getByLabel(/^Name/).fill('Gate 3')
  await admin.getByRole('button', { name: 'Show the code' }).click()
  const code = await shown(admin, 'Code')
  await admin.getByRole('button', { name: 'Done' }).click()
  const { id, name } = await s.who('employee')
  await visit(admin, `/people/${id}`)
  const number =
    (await admin
      .getByRole('region', { name: 'Details' })
      .getByText('Employee number')
      .locator('xpath=following-sibling::*')
      .textContent()) ?? ''
  await admin.getByRole('button', { name: 'Give a start code' }).click()
  await admin.getByRole('dialog').getByRole('button', { name: 'Give a start code' }).click()
  const startCode = await shown(admin, 'Start code')

  const device = await (await s.context({ width: 768, colorScheme: 'dark' })).newPage()
  watch(device)
  await visit(device, '/kiosk')
  await device.getByLabel(/^Code/).fill(code)
  await device.getByRole('button', { name: 'Register this device' }).click()
  await device.getByRole('heading', { name: 'Welcome' }).waitFor()
  await healthy(device)
  await device.getByRole('button', { name: 'First time here?' }).click()
  await device.getByRole('textbox').fill(number)
  await device.getByRole('button', { name: 'Next' }).click()
  await press(device, startCode)
  await press(device, pin)
  await device.getByRole('heading', { name: 'The same PIN once more' }).waitFor()
  await press(device, pin)
  await device.getByRole('heading', { level: 1, name: /^Good/ }).waitFor()
  await device.getByText(`${name} is signed in here`).waitFor()
  await healthy(device)
  assert.equal(await device.getByRole('link', { name: /People|Notifications|clinical/ }).count(), 0)
  await device.setViewportSize({ width: 360, height: 780 })
  await healthy(device)
  await device.getByRole('button', { name: 'I’m done' }).click()
  await device.getByRole('heading', { name: 'Welcome' }).waitFor()
  assert.ok(!(await device.content()).includes(name))
  // Nothing of theirs lies behind in the history either.
  await device.goBack()
  assert.ok(!(await device.content()).includes(name))
  await device.context().close()
  await admin.context().close()
})

test('somebody lets support into their account, which every page says, and ends it', async () => {
  const employee = await s.as('employee')
  await visit(employee, '/account')
  await employee.getByRole('button', { name: 'Make a code' }).click()
  const code = await shown(employee, 'Code')
  await employee.getByRole('button', { name: 'Done' }).click()
  const admin = await s.as('admin', { width: 360 })
  await visit(admin, '/support')
  await admin.getByLabel(/^Their code/).fill(code)
  await admin.getByRole('button', { name: 'Go into their account' }).click()
  const banner = admin.getByRole('region', { name: 'Help somebody' })
  await banner.getByText(/is in the account of/).waitFor()
  await healthy(admin)
  await visit(admin, '/learning')
  await banner.waitFor()
  await employee.getByRole('button', { name: 'End now' }).click()
  await employee.getByRole('dialog').getByRole('button', { name: 'End now' }).click()
  // The supporter is who they were.
  await admin.getByRole('heading', { name: /^Good / }).waitFor()
  assert.equal(await banner.count(), 0)
  await employee.getByText('Over', { exact: true }).waitFor()
  await healthy(employee)
  await employee.context().close()
  await admin.context().close()
})
