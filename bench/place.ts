import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { type Assembled, assemble } from '#app/assemble.ts'
import { syncCatalogue } from '#app/prepare.ts'
import { openSession } from '#modules/auth/index.ts'
import { readConfig } from '#platform/config.ts'
import { migrate, rolePasswords } from '#tools/postgres/migrate.ts'
import { rootSecret, startPostgres } from '#tools/postgres/postgres.ts'
import { seedTenant } from '../tools/seed/tenant.ts'
import { startWeb, type WebProcess } from '../tools/webProcess.ts'

const dataDir = fileURLToPath(new URL('../.cache/bench', import.meta.url))
const limits = {
  RATE_LIMIT_PER_MINUTE: '100000000',
  SIGN_IN_LIMIT_PER_MINUTE: '100000000',
  LOG_LEVEL: 'error',
  DATA_DIR: dataDir,
  DEMO: 'false',
}

export type Place = Assembled & {
  url: string
  web: () => Promise<WebProcess>
  leave: () => Promise<void>
}

/** One database for the whole run, with a small and a large tenant; made once and kept for the next run. */
export async function openPlace({ largePeople }: { largePeople: number }): Promise<Place> {
  const config = readConfig(limits)
  const secret = await rootSecret(dataDir, config)
  const postgres = await startPostgres({ dataDir, log: () => {} })
  await migrate({ url: postgres.url, passwords: rolePasswords(secret) })
  const owner = new pg.Pool({ connectionString: postgres.url })
  await syncCatalogue(owner)
  const assembled = await assemble({ config, databaseUrl: postgres.url, secret })
  const { tools } = assembled
  await seedTenant(tools, { code: 'bench-small', name: 'Bench, small', people: 240, professionals: 6 })
  await seedTenant(tools, { code: `bench-${largePeople}`, name: 'Bench, large', people: largePeople, professionals: 50 })
  await owner.query('vacuum analyze')
  await owner.end()
  return {
    ...assembled,
    url: postgres.url,
    web: () => startWeb({ ...limits, DATABASE_URL: postgres.url, SALUS_SECRET: secret, NODE_ENV: 'production' }),
    leave: async () => {
      await assembled.close()
      await postgres.stop()
    },
  }
}

/** Signs a person in, without a password: the bench measures what comes after. */
export async function cookieOf({ tools }: Place, tenantId: string, userId: string): Promise<string> {
  const now = tools.clock()
  const { token } = await tools.inTenant({ tenantId, userId, now }, (db) =>
    openSession(db, { userId, now, client: { ip: '127.0.0.1', userAgent: 'bench' } } as never),
  )
  return `__Host-salus=${token}`
}
