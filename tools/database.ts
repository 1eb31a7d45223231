import { type Config, readConfig, StartError } from '#platform/config.ts'
import { rootSecret, startPostgres } from '#tools/postgres/postgres.ts'

export type Place = { config: Config; secret: string; url: string; adopted: boolean }

/**
 * Runs a command's work on the database the settings name, beside a running instance or without one.
 * A database it started itself is stopped afterwards. A StartError is one line and exit code 1.
 */
export async function withDatabase(work: (place: Place) => Promise<unknown>): Promise<void> {
  try {
    const config = readConfig(process.env)
    const secret = await rootSecret(config.DATA_DIR, config)
    const { url, stop, adopted } = config.DATABASE_URL
      ? { url: config.DATABASE_URL, stop: async () => {}, adopted: true }
      : await startPostgres({ dataDir: config.DATA_DIR, log: console.log })
    const leave = () => stop().finally(() => process.exit(130))
    process.once('SIGINT', leave).once('SIGTERM', leave)
    try {
      await work({ config, secret, url, adopted })
    } finally {
      await stop()
    }
    process.exit()
  } catch (error) {
    console.error(error instanceof StartError ? error.message : error)
    process.exit(1)
  }
}
