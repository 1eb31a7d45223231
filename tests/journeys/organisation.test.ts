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

test('somebody writes their profile down, and says once what they need', async () => {
  const page = await s.as('employee', { width: 360, colorScheme: 'dark' })
  await visit(page, '/account/profile')
  await page.getByLabel('Preferred name').fill('Nia')
  await page.getByRole('region', { name: 'About me' }).getByRole('button', { name: 'Save' }).click()
  await page.getByText('Your profile was saved.').waitFor()
  await page.getByText('Nia', { exact: true }).waitFor()
  await healthy(page)
  for (const tab of ['Skills and languages', 'Certifications and documents', 'Work and education']) {
    await page.getByRole('tab', { name: tab }).click()
    await page.getByRole('tabpanel', { name: tab }).getByRole('heading', { level: 2 }).first().waitFor()
    await healthy(page)
  }
  await page.getByRole('tab', { name: 'What I need' }).click()
  await page.getByRole('switch', { name: 'An accessible room' }).click()
  await page.getByRole('region', { name: 'What I need' }).getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved. It counts from now on.').waitFor()
  await healthy(page)
  await visit(page, '/account/data')
  await healthy(page)
  await page.context().close()
})

test('an administrator reads what the plan includes, and has the invoice', async () => {
  const page = await s.as('admin', { width: 360 })
  await visit(page, '/billing')
  await page.getByRole('region', { name: 'Plan', exact: true }).getByText('Organisation', { exact: true }).waitFor()
  const row = page.getByRole('table', { name: 'Invoices' }).getByRole('row').filter({ hasText: 'Paid' }).first()
  const [invoice] = await Promise.all([page.waitForEvent('download'), row.getByRole('link').click()])
  assert.match(invoice.suggestedFilename(), /\.pdf$/)
  await page.context().close()
})

test('a mail server that cannot be reached says so when it is tested', async () => {
  const page = await s.as('admin')
  await visit(page, '/integrations')
  const mail = page.getByRole('region', { name: 'Mail server' })
  await mail.getByRole('button', { name: 'Set up' }).click()
  await mail.getByLabel(/^Server/).fill('127.0.0.1')
  await mail.getByLabel(/^Sender address/).fill('salus@people.example')
  await mail.getByRole('button', { name: 'Save' }).click()
  await mail.getByRole('button', { name: 'Test now' }).click()
  await mail.getByText('Something is wrong').waitFor()
  await healthy(page)
  await page.context().close()
})
