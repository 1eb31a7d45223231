import { assemble } from '#app/assemble.ts'
import { tenantTrail } from '#modules/audit/seal.ts'
import { verifyTrail } from '#modules/audit/verify.ts'
import { operatorTrail } from '#modules/operator/index.ts'
import { withDatabase } from './database.ts'

// npm run audit:verify    checks every audit trail, the operator's too, against its seals; exit code 1 where something is wrong
await withDatabase(async ({ config, secret, url }) => {
  const { tools, close } = await assemble({ config, databaseUrl: url, secret })
  const tenants = await tools.system.selectFrom('tenancy.tenant_list').select(['tenantId', 'code']).orderBy('code').execute()
  const trails = [
    { of: 'the operator', trail: operatorTrail },
    ...tenants.map(({ tenantId, code }) => ({ of: code, trail: tenantTrail(tenantId) })),
  ]
  let wrong = 0
  for (const { of, trail } of trails) {
    const { seals, rows, problems } = await verifyTrail(tools, trail)
    console.log(`${of.padEnd(24)} ${seals} seals over ${rows} rows: ${problems.length ? 'NOT whole' : 'whole'}`)
    for (const problem of problems) console.log(`  ${problem}`)
    wrong += problems.length
  }
  await close()
  if (wrong) process.exitCode = 1
})
