import type pg from 'pg'
import { pino } from 'pino'
import { mailServerOf, withOwnStores } from '#modules/integrations/index.ts'
import { type Config, StartError, systemClock } from '#platform/config.ts'
import { openKeys } from '#platform/crypto.ts'
import { flush, tell } from '#platform/events.ts'
import { openFiles } from '#platform/files.ts'
import { startLive } from '#platform/live.ts'
import { openMail } from '#platform/mail.ts'
import type { Tools } from '#platform/module.ts'
import { enduring, openPool, systemHandle, tenantTransactions } from '#platform/transactions.ts'
import { rolePasswords, roleUrl } from '#tools/postgres/migrate.ts'
import { registry } from './modules.ts'

export type Assembled = { tools: Tools; log: pino.Logger; close: () => Promise<void> }

/** The parts of one process around one migrated database: pools, keys, files, mail, live updates. */
export async function assemble({
  config,
  databaseUrl,
  secret,
  clock = systemClock,
}: {
  config: Config
  databaseUrl: string
  secret: string
  clock?: () => Temporal.Instant
}): Promise<Assembled> {
  const log = pino({ level: config.LOG_LEVEL })
  const passwords = rolePasswords(secret)
  const app = openPool(roleUrl(databaseUrl, 'salus_app', passwords.app), config.POOL_SIZE, 'salus')
  const systemUrl = roleUrl(databaseUrl, 'salus_system', passwords.system)
  const system = openPool(systemUrl, Math.max(2, Math.ceil(config.POOL_SIZE / 4)), 'salus system')
  const live = await startLive(systemUrl, log).catch((error: Error) => {
    throw new StartError(`The database does not answer: ${error.message}`)
  })
  const tools: Tools = {
    config,
    clock,
    inTenant: tenantTransactions(app, () => tools, { flush, tell }),
    system: systemHandle(system),
    files: withOwnStores(() => tools, await openFiles(config)),
    mail: openMail(config, (tenantId) => mailServerOf(tools, tenantId)),
    keys: openKeys(secret),
    live,
    registry,
  }
  return {
    tools,
    log,
    close: async () => {
      await live.stop()
      await Promise.all([app.end(), system.end()])
    },
  }
}

/** A pool of the database's owner: migrations, the job queue, partitions. */
export function ownerPool(databaseUrl: string): pg.Pool {
  return enduring({ connectionString: databaseUrl, max: 4, application_name: 'salus owner' })
}
