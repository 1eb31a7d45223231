import assert from 'node:assert/strict'
import { test } from 'node:test'
import { healthy, stage, visit } from './stage.ts'

const s = await stage()
let appointment = ''

test('an employee books a time, at phone width, and sees it among their appointments', async () => {
  const page = await s.as('employee', { width: 360 })
  await healthy(page)
  await visit(page, '/book')
  await page.getByRole('radio', { name: /^Consultation/ }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('radio', { name: /^Phone/ }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await healthy(page)
  await page
    .getByRole('button', { name: /, \d\d:\d\d$/ })
    .last()
    .click()
  await page.getByLabel(/What would you like to talk about/).fill('My shoulder, since last month')
  await healthy(page)
  await page.getByRole('button', { name: 'Book this appointment' }).click()
  await page.waitForURL(/\/appointments\/[0-9a-f-]{36}/)
  await healthy(page)
  appointment = new URL(page.url()).pathname
  await page.getByText('Booked').first().waitFor()
  await visit(page, '/appointments')
  assert.ok((await page.getByText('Booked').count()) > 0)
  for (const path of ['/my/fitness', '/my/clinical-notes', '/my/clearance', '/my/employment', '/notifications', '/account', '/courses'])
    await visit(page, path)
  await page.context().close()
})

test('an employee cancels with a reason, and the time is free again', async () => {
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
  await page.context().close()
})

test('a professional looks at calendar and working hours, and confirms what is booked next', async () => {
  const page = await s.as('nurse')
  await visit(page, '/calendar')
  await visit(page, '/working-hours')
  // Of what is ahead, the first appointment that is confirmed or booked is conducted now.
  const list = await page.evaluate(async () => {
    const mine = await (await fetch('/api/my/schedule')).json()
    const day = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)
    return (await fetch(`/api/professionals/${mine.schedule.id}/calendar?from=${day(0)}&to=${day(6)}`)).json()
  })
  const next = (list.items ?? list.appointments).find(
    ({ status }: { status: string }) => status === 'scheduled' || status === 'confirmed',
  ) as { id: string }
  await visit(page, `/appointments/${next.id}`)
  const confirm = page.getByRole('button', { name: 'Confirm', exact: true })
  if (await confirm.isVisible()) await confirm.click()
  await page.getByText('Confirmed').first().waitFor()
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
