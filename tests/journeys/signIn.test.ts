import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { demoAccounts } from '#modules/auth/index.ts'
import { systemClock } from '#platform/config.ts'
import { codeFor } from '../authenticator.ts'
import { healthy, stage, visit, watch } from './stage.ts'

const s = await stage()
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

/** Gives the password on the sign-in page, and no more. */
async function givePassword(page: Page, role: string) {
  await page.getByLabel(/E-mail address or user name/).fill(`${role}@demo.example`)
  await page.getByLabel(/^Password/).fill(demoAccounts.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}
const secondStep = (page: Page) => page.getByRole('heading', { level: 1, name: 'Show that it is you' }).waitFor()

/** What an authenticator app shows, now or so many steps of 30 seconds ahead. */
const codeOf = (key: string, ahead = 0) => codeFor(key, systemClock().add({ seconds: 30 * ahead }))

test('a learner adds an authenticator app, keeps the recovery codes, and is asked for a code from then on', async () => {
  const page = await s.as('learner', { width: 360, colorScheme: 'dark' })
  await visit(page, '/account')
  await button(page, 'Add a second factor').click()
  await button(page, /Authenticator app/).click()
  await button(page, 'Show the QR code').click()
  const key = (await page.getByTestId('secret').textContent()) ?? ''
  await healthy(page)
  await page.getByLabel(/^Code of the app/).fill(codeOf(key))
  await button(page, 'Add the app').click()
  await button(page, 'I have kept them').waitFor()
  const codes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allTextContents()
  assert.equal(codes.length, 10)
  await healthy(page)
  await button(page, 'I have kept them').click()
  await page.getByText('10 recovery codes are left.').waitFor()
  await healthy(page)

  const there = await (await s.context()).newPage()
  watch(there)
  await there.goto('/notifications')
  await givePassword(there, 'learner')
  await secondStep(there)
  await healthy(there)
  await there.getByLabel(/^Code/).fill(codeOf(key, 1))
  await there.getByLabel(/^Do not ask again/).check()
  await button(there, 'Continue').click()
  await there.waitForURL('**/notifications')
  await healthy(there)
  // Trusted now: the password is enough here.
  await there.context().clearCookies({ name: '__Host-salus' })
  await there.goto('/')
  await givePassword(there, 'learner')
  await there.getByRole('heading', { level: 1, name: /^Good/ }).waitFor()

  const elsewhere = await (await s.context({ width: 360 })).newPage()
  await elsewhere.goto('/')
  await givePassword(elsewhere, 'learner')
  await secondStep(elsewhere)
  await button(elsewhere, 'Use a recovery code instead').click()
  await elsewhere.getByLabel(/^Recovery code/).fill(codes[0] as string)
  await button(elsewhere, 'Continue').click()
  await elsewhere.getByRole('heading', { level: 1, name: /^Good/ }).waitFor()
  for (const one of [page, there, elsewhere]) await one.context().close()
})

test('an instructor makes a passkey, signs in with it, and removes it', async () => {
  const page = await s.as('instructor')
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true } as const
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { ...options, isUserVerified: true, automaticPresenceSimulation: true } })
  await visit(page, '/account')
  await button(page, 'Add a second factor').click()
  await button(page, /^Passkey/).click()
  await page.getByLabel(/^Name/).fill('Laptop in the training room')
  await button(page, 'Make a passkey').click()
  await button(page, 'I have kept them').click()
  await page.getByText('Laptop in the training room').waitFor()
  await healthy(page)

  await page.context().clearCookies()
  await page.goto('/account')
  await givePassword(page, 'instructor')
  await secondStep(page)
  await button(page, 'Use a passkey').click()
  await page.getByRole('heading', { level: 1, name: 'My account' }).waitFor()
  await button(page, 'Remove Laptop in the training room').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('With a passkey or an app beside your password').waitFor()
  await page.context().close()
})
