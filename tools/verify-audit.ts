import { assemble } from '#app/assemble.ts'
import { verifyTrail } from '#modules/audit/verify.ts'
import { withDatabase } from './database.ts'

// npm run audit:verify    checks every tenant's audit trail against its seals; exit code 1 where something is wrong
await withDatabase(async ({ config, secret, url }) => {
  const { tools, close } = await assemble({ config, databaseUrl: url, secret })
  const tenants = await tools.system.selectFrom('tenancy.tenant_list').select(['tenantId', 'code']).orderBy('code').execute()
  let wrong = 0
  for (const { tenantId, code } of tenants) {
    const { seals, rows, problems } = await verifyTrail(tools, tenantId)
    console.log(`${code.padEnd(24)} ${seals} seals over ${rows} rows: ${problems.length ? 'NOT whole' : 'whole'}`)
    for (const problem of problems) console.log(`  ${problem}`)
    wrong += problems.length
  }
  await close()
  if (wrong) process.exitCode = 1
})
