import { test } from 'node:test'
import { healthy, stage, visit, watch } from './stage.ts'

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

test('people come from a file: looked at before, imported, and taken back', async () => {
  const page = await s.as('admin', { width: 768 })
  await visit(page, '/imports')
  const text = 'Employee number,First name,Family name\nZ900001,Nerys,Vaughan-Importsdottir\n,No,Number\n'
  await page.locator('input[type=file]').setInputFiles({ name: 'starters.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page.getByRole('button', { name: 'Check the file' }).click()
  const go = page.getByRole('button', { name: 'Import 1 person' })
  await go.waitFor()
  await page.getByText(/Nerys/).first().waitFor()
  await healthy(page)
  await go.click()
  await page.getByRole('button', { name: 'Undo this import' }).click()
  await healthy(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Undo this import' }).click()
  await page.getByText(/^Undone\./).waitFor()
  await healthy(page)
  await page.context().close()
})

test('an administrator corrects what is known about a person, and loses nothing when the connection is cut', async () => {
  const { id } = await s.who('learner')
  const page = await s.as('admin', { width: 360 })
  await visit(page, `/people/${id}`)
  await page.getByRole('link', { name: 'Change details' }).click()
  await page.getByLabel(/^Telephone/).fill('01632 960 001')
  await healthy(page)
  await page.context().setOffline(true)
  await page.getByText(/^No connection\./).waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText(/What you entered is still here\.$/).waitFor()
  await healthy(page)
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('region', { name: 'Details' }).getByText('01632 960 001').waitFor()
  await healthy(page)
  await page.context().close()
})

test('the operator comes in with the key, makes an organisation, and tells everybody something', async () => {
  const page = await (await s.context({ colorScheme: 'dark' })).newPage()
  watch(page)
  await visit(page, '/operator')
  await page.getByRole('textbox', { name: 'Operator key' }).fill(s.operatorKey)
  await page.getByRole('button', { name: 'Open the console' }).click()
  await page.getByRole('button', { name: 'New organisation' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^Name of the organisation/).fill('Kestrel Foundry Ltd')
  await dialog.getByLabel(/^Code/).fill('kestrel')
  await dialog.getByLabel(/^First name/).fill('Ines')
  await dialog.getByLabel(/^Last name/).fill('Corrigan')
  await dialog.getByLabel(/^E-mail/).fill('ines@kestrel.example')
  await healthy(page)
  await dialog.getByRole('button', { name: 'Create' }).click()
  await dialog.getByRole('button', { name: 'I have kept it' }).click()
  await page.getByText('Kestrel Foundry Ltd (kestrel)').waitFor()
  await page.getByRole('tab', { name: 'Installation' }).click()
  await page.getByLabel(/^Announcement/).fill('On Sunday from 6 to 8 Salus is not there.')
  await page.getByRole('region', { name: 'What everybody reads' }).getByRole('button', { name: 'Save' }).click()
  await page.getByText('Everybody reads it from now on').waitFor()
  await healthy(page)
  await visit(page, '/sign-in')
  await page.getByText('On Sunday from 6 to 8').waitFor()
  await page.context().close()
})
