import { test } from 'node:test'
import { healthy, stage, visit } from './stage.ts'

const s = await stage()

test('an administrator finds their way through people, departments, roles, requirements and the audit trail', async () => {
  const page = await s.as('admin')
  await healthy(page)
  for (const path of [
    '/people',
    '/departments',
    '/organizations',
    '/roles',
    '/requirements',
    '/requirements/new',
    '/audit',
    '/professionals',
    '/team',
    '/account',
    '/sign-in-rules',
    '/api-keys',
  ])
    await visit(page, path)
  await page.context().close()
})

test('an administrator invites a person, who appears in the list', async () => {
  const page = await s.as('admin', { colorScheme: 'dark' })
  await visit(page, '/people/new')
  await page.getByLabel(/First name/).fill('Marged')
  await page.getByLabel(/(Last|Family) name/).fill('Prydderch-Llanfairpwll')
  await page
    .getByLabel(/E-mail/)
    .first()
    .fill('marged@people.example')
  await healthy(page)
  await page
    .getByRole('button', { name: /^(Add|Invite|Create|Save)/ })
    .first()
    .click()
  await page.getByRole('heading', { level: 1, name: /Marged/ }).waitFor()
  await healthy(page)
  await page.context().close()
})

test('wrong passwords are refused in one way, and the keyboard alone is enough to sign in', async () => {
  const page = await (await s.context({ width: 360, colorScheme: 'dark' })).newPage()
  await page.goto('/')
  await page.getByLabel(/E-mail address or user name/).focus()
  await page.keyboard.type('nobody@demo.example')
  await page.keyboard.press('Tab')
  await page.keyboard.type('not the right one')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  await healthy(page)
  await page.context().close()
})
