import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ended } from '../../tools/webProcess.ts'
import { world } from '../world.ts'
import { count, countingWorker } from './counting.ts'

const w = await world()
const settings = { url: w.url, folder: w.tools.config.DATA_DIR }

const counted = async (name: string): Promise<number> =>
  (await w.owner.query('select from directory.organizations where name = $1', [name])).rowCount ?? 0
const jobsLeft = async () =>
  (await w.owner.query('select from graphile_worker._private_jobs where payload ->> $1 is not null', ['name'])).rowCount
const enqueue = (name: string) =>
  w.owner.query('select graphile_worker.add_job($1, $2::json)', [count, JSON.stringify({ tenantId: w.tenantId, name })])
/** Asks until it is so; each question takes the database a moment. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}

/** Holds what a statement locks, until let go. */
async function hold(text: string): Promise<() => Promise<void>> {
  const client = await w.owner.connect()
  await client.query('begin')
  await client.query(text)
  return async () => {
    await client.query('rollback')
    client.release()
  }
}
const waitingFor = async (text: string): Promise<number[]> => {
  const asked = "select pid from pg_stat_activity where wait_event_type = 'Lock' and query ilike $1 and datname = current_database()"
  return (await w.owner.query(asked, [`%${text}%`])).rows.map((row) => row.pid)
}
const effect = 'insert into "directory"."organizations"'
const tick = 'delete from "graphile_worker"._private_jobs'

/** A worker that has been dead for a minute: what it beat and locked is that much older. */
async function aMinutePasses(): Promise<void> {
  await w.owner.query("update platform.worker_heartbeats set beat_at = beat_at - interval '1 minute'")
  await w.owner.query("update graphile_worker._private_jobs set locked_at = locked_at - interval '1 minute' where locked_at is not null")
}

test('a job whose worker was killed before or after its effect is taken over: none is lost, none has its effect twice', {
  timeout: 60_000,
}, async () => {
  let worker = await countingWorker(settings)
  after(() => ended(worker, 'SIGKILL'))

  let release = await hold('lock table directory.organizations in share mode')
  await enqueue('before')
  await until(async () => (await waitingFor(effect)).length > 0)
  await ended(worker, 'SIGKILL')
  await release()
  assert.equal(await counted('before'), 0, 'it had no effect yet')
  await aMinutePasses()
  worker = await countingWorker(settings)
  await until(async () => (await jobsLeft()) === 0)
  assert.equal(await counted('before'), 1)

  release = await hold('lock table directory.organizations in share mode')
  await enqueue('after')
  await until(async () => (await waitingFor(effect)).length > 0)
  const letGo = await hold("select from graphile_worker._private_jobs where payload ->> 'name' = 'after' for update")
  await release()
  await until(async () => (await waitingFor(tick)).length > 0)
  const pids = await waitingFor(tick)
  await ended(worker, 'SIGKILL')
  await w.owner.query('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [pids]) // its connections go with it
  await letGo()
  assert.deepEqual([await counted('after'), await jobsLeft()], [1, 1], 'it had its effect, and was not ticked off')
  await aMinutePasses()
  worker = await countingWorker(settings)
  await until(async () => (await jobsLeft()) === 0)
  assert.equal(await counted('after'), 1)
})
