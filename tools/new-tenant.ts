import { parseArgs } from 'node:util'
import { assemble, ownerPool } from '#app/assemble.ts'
import { syncCatalogue } from '#app/prepare.ts'
import { createEmptyTenant } from '#modules/auth/index.ts'
import { createTenant } from '#modules/operator/contract.ts'
import { StartError } from '#platform/config.ts'
import { AppError, wordDatabaseError } from '#platform/errors.ts'
import { migrate, rolePasswords } from '#tools/postgres/migrate.ts'
import { withDatabase } from './database.ts'

// npm run tenant -- --code acme --name "Acme Ltd" --email boss@acme.example [--first Ada --last Lovelace] [--password …]
// An empty tenant with an administrator. Without a password they get an invitation by mail. Prints the API key once.
const text = { type: 'string' } as const
const { values } = parseArgs({ options: { code: text, name: text, email: text, first: text, last: text, password: text } })

await withDatabase(async ({ config, secret, url }) => {
  const { code, name, email, first = 'Tenant', last = 'Administrator', password } = values
  const asked = createTenant.body.safeParse({ code, name, administrator: { email, firstName: first, lastName: last, password } })
  if (!asked.success) {
    const issue = asked.error.issues[0]
    throw new StartError(
      `--${String(issue?.path.at(-1))}: ${issue?.message}. Usage: npm run tenant -- --code acme --name "Acme Ltd" --email boss@acme.example`,
    )
  }
  await migrate({ url, passwords: rolePasswords(secret) })
  const owner = ownerPool(url)
  await syncCatalogue(owner)
  await owner.end()
  const { tools, close } = await assemble({ config, databaseUrl: url, secret })
  try {
    const administrator = { ...asked.data.administrator, mustChange: true }
    const { tenantId, apiKey } = await createEmptyTenant(tools, { ...asked.data, administrator })
    console.log(`Tenant ${asked.data.code} (${tenantId})`)
    console.log(
      `Administrator ${email}: ${password ? 'signs in with the password given, and chooses another' : 'gets an invitation by mail'}`,
    )
    console.log(`API key, shown once: ${apiKey}`)
  } catch (error) {
    const refusal = error instanceof AppError ? error : wordDatabaseError(error, tools.registry.constraints)
    throw refusal ? new StartError(refusal.message) : error
  } finally {
    await close()
  }
})
