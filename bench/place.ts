import { type ChildProcess, spawn } from 'node:child_process'
import { createServer as createSocket } from 'node:net'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { type Assembled, assemble } from '#app/assemble.ts'
import { syncCatalogue } from '#app/prepare.ts'
import { openSession } from '#modules/auth/index.ts'
import { readConfig } from '#platform/config.ts'
import { migrate, rolePasswords } from '#platform/migrate.ts'
import { rootSecret, startPostgres } from '#platform/postgres.ts'
import { seedTenant } from '../tools/seed/tenant.ts'

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
  web: (count: number) => Promise<{ ports: number[]; pids: number[]; stop: () => Promise<void> }>
  leave: () => Promise<void>
}

/** One database for the whole run, with a small and a large tenant; made once and kept for the next run. */
export async function openPlace({ largePeople }: { largePeople: number }): Promise<Place> {
  const postgres = await startPostgres({ dataDir, log: () => {} })
  const config = readConfig(limits)
  const secret = await rootSecret(dataDir, config)
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
    web: async (count) => {
      const started = await Promise.all(Array.from({ length: count }, () => startWeb(postgres.url, secret)))
      return {
        ports: started.map(({ port }) => port),
        pids: started.map(({ process }) => process.pid as number),
        stop: async () => void (await Promise.all(started.map(({ process }) => ended(process)))),
      }
    },
    leave: async () => {
      await assembled.close()
      await postgres.stop()
    },
  }
}

async function startWeb(databaseUrl: string, secret: string): Promise<{ port: number; process: ChildProcess }> {
  const port = await freePort()
  const main = fileURLToPath(new URL('../app/main.ts', import.meta.url))
  const env = {
    ...process.env,
    ...limits,
    ROLE: 'web',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    SALUS_SECRET: secret,
    NODE_ENV: 'production',
  }
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (text) => String(text).includes('ready at') && resolve())
    child.on('exit', (code) => reject(new Error(`the web process ended with ${code}`)))
  })
  return { port, process: child }
}

const ended = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    child.on('exit', () => resolve())
    child.kill('SIGTERM')
  })

async function freePort(): Promise<number> {
  const socket = createSocket()
  await new Promise<void>((resolve) => socket.listen(0, '127.0.0.1', resolve))
  const { port } = socket.address() as { port: number }
  await new Promise((resolve) => socket.close(resolve))
  return port
}

/** Signs a person in, without a password: the bench measures what comes after. */
export async function cookieOf({ tools }: Place, tenantId: string, userId: string): Promise<string> {
  const now = tools.clock()
  const { token } = await tools.inTenant({ tenantId, userId, now }, (db) =>
    openSession(db, { userId, now, client: { ip: '127.0.0.1', userAgent: 'bench' } } as never),
  )
  return `__Host-salus=${token}`
}
