import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assemble } from '#app/assemble.ts'
import { ports } from '#app/modules.ts'
import { sessionCookie } from '#platform/client.ts'
import { readConfig } from '#platform/config.ts'
import { createServer } from '#platform/server.ts'
import { testSecret } from './database.ts'

/** One POST of one person, with an Idempotency-Key where it has one, and what answered it. */
export type Try = { token: string; path: string; body: unknown; key?: string }
export type Outcome = { status: number; code: string | null; text: string }

/** Sends all of them at once. */
export function sendAll(server: Awaited<ReturnType<typeof createServer>>, tries: readonly Try[]): Promise<Outcome[]> {
  return Promise.all(
    tries.map(async ({ token, path, body, key }) => {
      const answer = await server.inject({
        method: 'POST',
        url: `/api${path}`,
        cookies: { [sessionCookie]: token },
        headers: key ? { 'idempotency-key': key } : {},
        payload: body as object,
      })
      return { status: answer.statusCode, code: (answer.json() as { code?: string }).code ?? null, text: answer.payload }
    }),
  )
}

/** A second process of the system on the same database, at a standing clock. */
export async function rival(at: {
  url: string
  now: string
}): Promise<{ send: (tries: readonly Try[]) => Promise<Outcome[]>; stop: () => Promise<void> }> {
  const child = fork(new URL(import.meta.url), [JSON.stringify(at)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  await answerOf(child)
  return {
    send: async (tries) => {
      child.send(tries)
      return (await answerOf(child)) as Outcome[]
    },
    stop: async () => {
      child.disconnect()
      await once(child, 'exit')
    },
  }
}
const answerOf = async (child: ChildProcess): Promise<unknown> => {
  const [answer] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error('the second process ended')
    }),
  ])
  return answer
}

if (import.meta.main && process.send) {
  const { url, now } = JSON.parse(process.argv[2] as string) as { url: string; now: string }
  const folder = mkdtempSync(join(tmpdir(), 'salus-'))
  const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATA_DIR: folder, RATE_LIMIT_PER_MINUTE: '1000000', POOL_SIZE: '8' })
  const { tools, close } = await assemble({ config, databaseUrl: url, secret: testSecret, clock: () => Temporal.Instant.from(now) })
  const server = await createServer({ tools, ports })
  await server.ready()
  process.on('message', async (tries: Try[]) => process.send?.(await sendAll(server, tries)))
  process.on('disconnect', async () => {
    await server.close()
    await close()
    rmSync(folder, { recursive: true, force: true })
    process.exit()
  })
  process.send({ ready: true })
}
