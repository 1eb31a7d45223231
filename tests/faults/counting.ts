import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { z } from 'zod'
import { assemble, ownerPool } from '#app/assemble.ts'
import { modules } from '#app/modules.ts'
import { readConfig } from '#platform/config.ts'
import { insert } from '#platform/db.ts'
import { startWorker } from '#platform/jobs.ts'
import { defineModule, register } from '#platform/module.ts'
import { testSecret } from '../database.ts'

/** The task of a reaction that adds a row each time it has its effect: only the platform keeps it from adding two. */
export const count = 'counting.count'
const counting = defineModule({
  name: 'counting',
  level: 11,
  routes: [],
  events: { 'counting.asked': { payload: z.object({ name: z.string() }) } },
  reactions: [
    {
      on: 'counting.asked',
      name: 'count',
      after: async ({ db, payload }) => {
        const { name } = payload as { name: string }
        await insert(db, 'directory.organizations', { name, code: randomUUID() })
      },
    },
  ],
})

/** A worker process of its own that also knows this task. */
export async function countingWorker(settings: { url: string; folder: string }): Promise<ChildProcess> {
  const child = fork(new URL(import.meta.url), [JSON.stringify(settings)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  await once(child, 'message')
  return child
}

if (import.meta.main && process.send) {
  const { url, folder } = JSON.parse(process.argv[2] as string) as { url: string; folder: string }
  const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATA_DIR: folder, POOL_SIZE: '2', WORKER_CONCURRENCY: '1' })
  const { tools, log } = await assemble({ config, databaseUrl: url, secret: testSecret })
  await startWorker({ owner: ownerPool(url), tools: { ...tools, registry: register([...modules, counting]) }, log })
  process.on('disconnect', () => process.exit()) // whoever started it is gone
  process.send({ ready: true })
}
