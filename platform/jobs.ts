import { EventEmitter } from 'node:events'
import { parseCronItems, Logger as QueueLogger, type Runner, run, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Job, Tools } from './module.ts'

const beatEvery = 10_000
const deadAfter = 30
const queueLevels: Record<string, 'error' | 'warn' | 'debug'> = { error: 'error', warning: 'warn' }

/**
 * Runs the jobs of all modules. Retries with exponential back-off, at most 12 attempts; what then still fails stays visible as a
 * dead letter. A worker that stops beating loses its jobs to another within a minute (its own lock would last 4 h).
 * `owner` is a pool of the database's owner: the queue's tables have row security of their own.
 */
export async function startWorker({ owner, tools, log }: { owner: pg.Pool; tools: Tools; log: Logger }) {
  const { registry, config } = tools
  const taskList = Object.fromEntries(
    [...registry.tasks].map(([name, job]) => [
      name,
      async (raw: unknown, helpers: { job: { id: string; key: string | null } }) => {
        const { tenantId = '', ...payload } = (raw ?? {}) as { tenantId?: string }
        await (job as Job)({ payload: payload as never, tenantId, now: tools.clock(), tools, key: `${name}:${helpers.job.id}` })
      },
    ]),
  )
  // Not a crontab's text: its task names may not contain a dot.
  const items = registry.modules.flatMap((module) => Object.entries(module.cron ?? {}).map(([task, match]) => ({ task, match })))
  const events: WorkerEvents = new EventEmitter()
  let holder = '' // what jobs in hand are locked by
  events.on('pool:create', ({ workerPool }) => {
    holder = workerPool.id
  })
  events.on('job:error', ({ job, error }) =>
    log.warn({ task: job.task_identifier, attempt: job.attempts, error: (error as Error).message }, 'a job failed'),
  )
  const runner: Runner = await run({
    events,
    pgPool: owner,
    taskList,
    parsedCronItems: parseCronItems(items),
    logger: new QueueLogger(() => (level, message) => log[queueLevels[level] ?? 'debug'](message)),
    concurrency: config.WORKER_CONCURRENCY,
    pollInterval: 2_000,
    noHandleSignals: true,
  })
  const beat = async () => {
    await owner.query(
      'insert into platform.worker_heartbeats (worker_id) values ($1) on conflict (worker_id) do update set beat_at = now()',
      [holder],
    )
    await owner.query('delete from platform.worker_heartbeats where beat_at < now() - make_interval(secs => $1)', [deadAfter])
    await owner.query(
      `select graphile_worker.force_unlock_workers(array_agg(distinct locked_by)) from graphile_worker._private_jobs
        where locked_at < now() - make_interval(secs => $1) and locked_by not in (select worker_id from platform.worker_heartbeats)
       having count(*) > 0`,
      [deadAfter],
    )
  }
  const timer = setInterval(() => beat().catch((error: Error) => log.warn({ error: error.message }, 'heartbeat failed')), beatEvery)
  await beat()
  return {
    stop: async () => {
      clearInterval(timer)
      await runner.stop()
      await owner.query('delete from platform.worker_heartbeats where worker_id = $1', [holder]).catch(() => {})
    },
  }
}
