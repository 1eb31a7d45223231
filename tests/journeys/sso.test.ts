import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demoAccounts } from '#modules/auth/index.ts'
import { clientSecret, signInProvider } from '../signInProvider.ts'
import { healthy, stage, visit, watch } from './stage.ts'

const s = await stage({ OUTBOUND_PRIVATE: 'true' })
const provider = await signInProvider(`${s.origin}/sso/callback`)

test('an address leads somebody new to their provider and, with an employment, home; who may use no password is refused', async () => {
  const { id: learner } = await s.who('learner')
  const admin = await s.as('admin')
  const send = async (method: 'POST' | 'PATCH' | 'PUT', path: string, data: object) => {
    const answer = await admin.request.fetch(`${s.origin}/api${path}`, { method, data })
    assert.ok(answer.ok(), await answer.text())
    return answer.status() === 204 ? undefined : answer.json()
  }
  await s.owner.query(
    "insert into tenancy.tenant_domains (tenant_id, domain, verification_token, verified_at) select id, 'works.example', 'x', now() from tenancy.tenants",
  )
  const made = { name: 'Works ID', issuer: provider.issuer, clientId: 'salus', clientSecret }
  const { id } = await send('POST', '/sso/connections', made)
  await send('PATCH', `/sso/connections/${id}`, { isActive: true, mayCreate: true, domains: ['works.example'] })
  await send('PUT', `/people/${learner}/sign-in`, { provider: 'oidc' })
  await visit(admin, '/integrations')
  await admin.getByText('1 provider in use').waitFor()

  const page = await (await s.context({ width: 360 })).newPage()
  watch(page)
  provider.expect({ sub: 'ann-1', email: 'ann@works.example', email_verified: true, given_name: 'Ann', family_name: 'Other' })
  await page.goto('/')
  await page.getByLabel(/E-mail address or user name/).fill('ann@works.example')
  await page.getByRole('button', { name: /Works ID/ }).click()
  await page.getByRole('heading', { level: 1, name: /^Good .*Ann/ }).waitFor()
  await healthy(page)
  const employed = await page.request.get(`${s.origin}/api/my/employment`)
  assert.equal((await employed.json()).employment.employeeNumber, 'ann-1')

  const other = await (await s.context()).newPage()
  await other.goto('/')
  await other.getByLabel(/E-mail address or user name/).fill('learner@demo.example')
  await other.getByLabel(/^Password/).fill(demoAccounts.password)
  await other.getByRole('button', { name: 'Sign in', exact: true }).click()
  await other.getByRole('alert').waitFor()
  assert.equal(new URL(other.url()).pathname, '/sign-in')
})
