import { migrate, rolePasswords } from '#tools/postgres/migrate.ts'
import { withDatabase } from './database.ts'

await withDatabase(async ({ url, secret }) => {
  const { applied } = await migrate({ url, passwords: rolePasswords(secret) })
  console.log(applied.length ? `Applied ${applied.join(', ')}` : 'The database is up to date')
})
