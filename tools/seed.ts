import { parseArgs } from 'node:util'
import { assemble, ownerPool } from '#app/assemble.ts'
import { syncCatalogue } from '#app/prepare.ts'
import { migrate, rolePasswords } from '#tools/postgres/migrate.ts'
import { withDatabase } from './database.ts'
import { seedDemo } from './seed/demo.ts'
import { seedTenant } from './seed/tenant.ts'

// npm run seed                       the demo tenant, into an empty database
// npm run seed -- --people 100000    a large tenant for measurement, beside whatever is there
const { values } = parseArgs({ options: { people: { type: 'string' }, professionals: { type: 'string' } } })

await withDatabase(async ({ config, secret, url }) => {
  await migrate({ url, passwords: rolePasswords(secret) })
  const owner = ownerPool(url)
  await syncCatalogue(owner)
  const { tools, close } = await assemble({ config, databaseUrl: url, secret })
  const start = performance.now()
  if (values.people) {
    const people = Number(values.people)
    const code = `people-${people}`
    const made = await seedTenant(tools, { code, name: `${people} people`, people, professionals: Number(values.professionals ?? 50) })
    console.log(made ? `Tenant ${code} has ${people} people.` : `There is a tenant ${code} already.`)
  } else
    console.log((await seedDemo(tools)) ? 'The demo tenant is there.' : 'The database holds tenants already: no demo tenant was added.')
  console.log(`${((performance.now() - start) / 1000).toFixed(1)} s`)
  await close()
  await owner.query('analyze')
  await owner.end()
})
