import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { readConfig, StartError } from '#platform/config.ts'
import { keepHouse } from '#platform/housekeeping.ts'
import { createServer } from '#platform/server.ts'
import { migrate, rolePasswords } from '#tools/postgres/migrate.ts'
import { lockDataDir, rootSecret, startPostgres } from '#tools/postgres/postgres.ts'
import { announce } from './announce.ts'
import { assemble, ownerPool } from './assemble.ts'
import { serveKeptMail } from './keptMail.ts'
import { ports } from './modules.ts'
import { ensureOperatorKey, renewSystemRoles, syncCatalogue } from './prepare.ts'

// Collect when the heap is 1.4 times what lives; left alone, V8 lets it grow to a multiple on a machine with much memory.
setFlagsFromString('--heap-growing-percent=40')

/** What must be undone when the process stops: last begun, first ended. The data folder's lock goes last. */
const ending: (() => unknown)[] = []
let unlock = () => {}
let stopping: Promise<never> | undefined

/** Remembers how a step is undone. Where a stop came in the middle of that step, the start ends here. */
function begun(end: () => unknown): void {
  ending.push(end)
  if (stopping) throw new Error('stopped while starting')
}

async function undo(): Promise<void> {
  for (let end = ending.pop(); end; end = ending.pop())
    await Promise.resolve(end()).catch((error: Error) => console.error(`While stopping: ${error.message}`))
}

async function stop(exitCode: number): Promise<never> {
  setTimeout(() => process.exit(1), 30_000).unref() // whatever hangs, the next start copes
  await undo()
  await starting.catch(() => {})
  await undo()
  unlock()
  process.exit(exitCode)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (stopping) return
    console.log('Stopping …')
    stopping = stop(0)
  })

async function start(): Promise<void> {
  const config = readConfig()
  if (config.ROLE !== 'worker' && !config.DATABASE_URL) unlock = await lockDataDir(config.DATA_DIR)
  const secret = await rootSecret(config.DATA_DIR, config)
  let databaseUrl = config.DATABASE_URL
  if (!databaseUrl) {
    const postgres = await startPostgres({ dataDir: config.DATA_DIR, log: () => {} })
    begun(postgres.stop)
    databaseUrl = postgres.url
  }
  await migrate({ url: databaseUrl, passwords: rolePasswords(secret) })
  const owner = ownerPool(databaseUrl)
  begun(() => owner.end())
  await syncCatalogue(owner)
  const operatorKey = await ensureOperatorKey(owner)
  const { tools, log, close } = await assemble({ config, databaseUrl, secret })
  begun(close)
  await renewSystemRoles(owner, tools)
  await keepHouse(tools.system, tools.clock())
  const seeded = await announce.seed(tools)
  if (config.ROLE !== 'web') {
    const { startWorker } = await import('#platform/jobs.ts')
    const worker = await startWorker({ owner, tools, log })
    begun(worker.stop)
  }
  if (config.ROLE === 'worker') return console.log('Worker is running. Ctrl-C stops it.')
  const server = await createServer({ tools, ports, pages: fileURLToPath(new URL('../dist/web', import.meta.url)) })
  begun(() => server.close())
  serveKeptMail(server, tools)
  await server.listen({ host: config.HOST, port: config.PORT }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') throw new StartError(`Port ${config.PORT} is taken: stop what uses it, or set PORT to another`)
    if (error.code === 'EACCES') throw new StartError(`Port ${config.PORT} is not allowed to this user: set PORT to one above 1024`)
    throw error
  })
  announce.ready({ config, operatorKey, seeded })
}

const starting = start()
starting.catch((error: Error) => {
  if (stopping) return
  console.error(error instanceof StartError ? error.message : error)
  stopping = stop(1)
})
