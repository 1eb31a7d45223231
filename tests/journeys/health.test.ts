import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { healthy, listenTo, stage, visit } from './stage.ts'

const s = await stage()
const [employee, nurse] = await Promise.all([s.who('employee'), s.who('nurse')])
/** Words that only the two in the room may ever read. */
const canaries = { reason: 'kestrelfeather in the shoulder', note: 'Amberthistle neuropathy suspected' }
const restrictions = ['No lifting above 10 kg', 'A break from vibrating tools every hour']
let appointment = ''

/** From the times offered in a week to the booked appointment's page. */
async function book(page: Page, reason: string): Promise<void> {
  const times = page.getByRole('button', { name: /, \d\d:\d\d$/ })
  await times.last().click()
  await page.getByLabel(/What would you like to talk about/).fill(reason)
  await healthy(page)
  await page.getByRole('button', { name: 'Book this appointment' }).click()
  await page.waitForURL(/\/appointments\/[0-9a-f-]{36}/)
  appointment = new URL(page.url()).pathname
  await page.getByText('Booked').first().waitFor()
  await healthy(page)
}

test('an employee books a time, at phone width, and sees it among their appointments', async () => {
  const page = await s.as('employee', { width: 360 })
  await healthy(page)
  await visit(page, '/book')
  await page.getByRole('radio', { name: /^Consultation/ }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('radio', { name: /^Phone/ }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await healthy(page)
  await page.getByRole('combobox', { name: /^With/ }).click()
  await page.getByRole('option', { name: nurse.name }).click()
  await healthy(page)
  await book(page, 'My shoulder, since last month')
  await visit(page, '/appointments')
  assert.ok((await page.getByText('Booked').count()) > 0)
  for (const path of ['/my/fitness', '/my/clinical-notes', '/my/clearance', '/my/employment', '/notifications', '/account', '/courses'])
    await visit(page, path)
  await page.context().close()
})

test('an employee cancels with a reason, the time is free again, and they book another', async () => {
  const page = await s.as('employee', { colorScheme: 'dark' })
  await visit(page, appointment)
  await page.getByRole('button', { name: 'Cancel appointment' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Cancel appointment' }).click()
  await dialog.getByText('Please give a short reason.').waitFor()
  await dialog.getByLabel(/^Reason/).fill('My shift was moved')
  await dialog.getByRole('button', { name: 'Cancel appointment' }).click()
  await page.getByText('Cancelled').first().waitFor()
  await healthy(page)
  await page.goto('/book?type=consultation&mode=in_person')
  await page.getByRole('combobox', { name: /^With/ }).click()
  await page.getByRole('option', { name: nurse.name }).click()
  await book(page, canaries.reason)
  await page.context().close()
})

test('a professional looks at calendar and working hours, confirms, begins, signs a note, issues an outcome and completes', async () => {
  const page = await s.as('nurse')
  await visit(page, '/calendar')
  await visit(page, '/working-hours')
  await visit(page, appointment)
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await page.getByText(canaries.reason).waitFor()
  await page.getByRole('button', { name: 'Confirm', exact: true }).click()
  await page.getByText('Confirmed').first().waitFor()
  await s.soon(appointment.slice('/appointments/'.length))
  await visit(page, appointment)
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await page.getByText('In progress').first().waitFor()
  await page.getByLabel('New note').fill(canaries.note)
  await healthy(page)
  await page.getByRole('button', { name: 'Sign note' }).click()
  await page.getByText(/^Signed by/).waitFor()

  await page.getByRole('button', { name: 'Issue an outcome' }).click()
  await page.getByRole('radio', { name: /^Fit with adjustments/ }).check()
  await page.getByLabel(/^What it means at work/).fill(restrictions.join('\n'))
  await page.getByRole('button', { name: /^Review by/ }).click()
  await page.getByRole('button', { name: 'Later' }).click()
  await page.getByRole('button', { name: /^15 / }).click()
  await healthy(page)
  await page.getByRole('button', { name: 'Issue outcome', exact: true }).click()
  await page.getByText(/^Issued .* review by 15 /).waitFor()
  await healthy(page)
  await page.getByRole('button', { name: 'Complete', exact: true }).click()
  await page.getByText('Completed').first().waitFor()
  await healthy(page)
  await page.context().close()
})

test('the employee reads the whole of it: class, restrictions and review, and the note', async () => {
  const page = await s.as('employee', { width: 360 })
  await visit(page, '/my/fitness')
  const latest = page.getByRole('listitem').filter({ hasText: 'In force' })
  for (const words of ['Fit with adjustments', ...restrictions, `by ${nurse.name}`]) await latest.getByText(words).first().waitFor()
  await latest.getByText(/Counts until its review on 15 /).waitFor()
  await visit(page, '/my/clinical-notes')
  await page.getByText(canaries.note).waitFor()
  await visit(page, appointment)
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await page.getByText(canaries.reason).waitFor()
  await page.context().close()
})

test('the manager sees class, restrictions and date, and no clinical word ever reaches their browser', async () => {
  const page = await s.as('manager')
  const received = await listenTo(page)
  for (const path of ['/team', `/team/${employee.id}`, '/notifications', '/appointments', '/people?q=kestrelfeather'])
    await visit(page, path)
  await visit(page, `/people/${employee.id}`)
  const latest = page.getByRole('listitem').filter({ hasText: 'In force' })
  for (const words of ['Fit with adjustments', ...restrictions]) await latest.getByText(words).first().waitFor()
  await latest.getByText(/Counts until its review on 15 /).waitFor()
  const asked = [appointment, `${appointment}/notes`, `${appointment}/outcomes`, '/my/clinical-notes', '/my/appointments?limit=200']
  await page.evaluate((paths) => Promise.all(paths.map((path) => fetch(`/api${path}`).then((answer) => answer.text()))), asked)
  const all = await received()
  for (const words of restrictions) assert.ok(all.includes(words), 'what is received is listened to')
  for (const words of [...Object.values(canaries), 'kestrelfeather in', 'Amberthistle']) assert.ok(!all.includes(words), words)
  await page.context().close()
})

test('a manager sees the team as of today and as of a past day, and no clinical word', async () => {
  for (const [width, colorScheme] of [
    [360, 'dark'],
    [1440, 'light'],
  ] as const) {
    const page = await s.as('manager', { width, colorScheme })
    await healthy(page)
    await visit(page, '/team')
    await page
      .getByText(/Not clear/)
      .first()
      .waitFor()
    await page.context().close()
  }
})
