import { randomUUIDv7 } from 'node:crypto'
import type { Db } from './handle.ts'
import { type Heard, telling } from './live.ts'
import { forgetChanged } from './memory.ts'
import { type Bound, boundOf, type JobRow } from './statements.ts'

/**
 * Says that something happened: checks the payload against its declaration, runs the `inside` reactions now, and leaves the
 * rest (log row, `after` reactions as jobs, live update) to the commit of this transaction.
 */
export async function emit(db: Db, name: string, payload: Record<string, unknown>): Promise<void> {
  const bound = boundOf(db)
  const { registry } = bound.tools
  const declared = registry.events.get(name)
  if (!declared) throw new Error(`event ${name} is not declared`)
  const checked = declared.payload.parse(payload) as Record<string, unknown>
  bound.events.push({ id: randomUUIDv7(), name, payload: checked })
  if (declared.urgent) forgetChanged(bound.tools, { tenantId: bound.tenantId, payload: checked })
  for (const react of registry.inside.get(name) ?? []) await react({ db, payload: checked as never, now: bound.now, tools: bound.tools })
}

/**
 * Enqueues a task in this transaction. With `key`, a task still waiting under the same key is replaced; `runAt` moves it.
 */
export function later(db: Db, task: string, payload: Record<string, unknown>, at: { key?: string; runAt?: Temporal.Instant } = {}): void {
  const bound = boundOf(db)
  if (!bound.tools.registry.tasks.has(task)) throw new Error(`task ${task} is not declared`)
  bound.jobs.push({ task, payload, key: at.key, runAt: at.runAt })
}

/** Drops the waiting task with this key; none is no error. */
export function drop(db: Db, key: string): void {
  boundOf(db).jobs.push({ drop: key })
}

const auditColumns = 10
/** Sends what hangs on the transaction, without waiting between statements: the commit follows at once. */
export function flush(bound: Bound): Promise<unknown>[] {
  const { client, tenantId, userId, actingId, ip } = bound
  const sent: Promise<unknown>[] = []
  const send = (name: string | undefined, text: string, values: unknown[]) =>
    sent.push(client.query({ ...(name ? { name } : {}), text, values }))

  // A statement has at most 65,535 parameters; large writes (imports, seeds) leave in portions.
  for (let from = 0; from < bound.audits.length; from += 1000) {
    const audits = bound.audits.slice(from, from + 1000)
    const rows = audits.map(
      (_, row) => `(${Array.from({ length: auditColumns }, (_, column) => `$${row * auditColumns + column + 1}`).join(',')})`,
    )
    const text = `insert into platform.audit_logs (tenant_id, user_id, acting_user_id, ip_address, service_name, entity_type, entity_id, action, old_values, new_values) values ${rows.join(',')}`
    const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
    const values = audits.flatMap((row) => [
      tenantId,
      userId,
      actingId,
      ip,
      row.service,
      row.entity,
      row.entityId,
      row.action,
      json(row.old),
      json(row.new),
    ])
    send(audits.length === 1 ? 'audit' : undefined, text, values)
  }
  for (const { id, name, payload } of bound.events) {
    send('event', 'insert into platform.events (tenant_id, id, name, payload, user_id) values ($1, $2, $3, $4, $5)', [
      tenantId,
      id,
      name,
      JSON.stringify(payload),
      userId,
    ])
    for (const task of bound.tools.registry.after.get(name) ?? []) bound.jobs.push({ task, payload })
  }
  const urgent = heard(bound).filter(({ name }) => bound.tools.registry.events.get(name)?.urgent)
  if (urgent.length) send('tell', ...telling(urgent))
  for (const batch of batches(bound.jobs)) {
    if ('drop' in batch) send('dequeue', 'select platform.dequeue($1)', [batch.drop])
    else send('enqueue', 'select platform.enqueue($1, $2)', [tenantId, JSON.stringify(batch)])
  }
  for (const promise of sent) promise.catch(() => {}) // the first failure is thrown by the commit that awaits them all
  return sent
}

/** What listening processes are told of a transaction. */
function heard({ events, tenantId, tools }: Bound): Heard[] {
  return events.flatMap((event) => (tools.registry.events.get(event.name)?.live ? { tenantId, ...event } : []))
}

/** Once the transaction has committed: tells every process what happened, and the workers that there is something to do. */
export function tell(bound: Bound): void {
  bound.tools.live.tell(heard(bound).filter(({ name }) => !bound.tools.registry.events.get(name)?.urgent))
  if (bound.jobs.some((job) => !('drop' in job || job.runAt))) bound.tools.live.wake()
}

type Wanted = Omit<JobRow, 'runAt'> & { runAt: string | undefined; attempts: number }
/** Jobs in the order in which they were asked for; those that follow each other go in one statement, the last of each key. */
function batches(jobs: Bound['jobs']): (Wanted[] | { drop: string })[] {
  const done: (Wanted[] | { drop: string })[] = []
  for (const job of jobs) {
    if ('drop' in job) {
      done.push(job)
      continue
    }
    const last = done.at(-1)
    const batch = Array.isArray(last) ? last.filter(({ key }) => key === undefined || key !== job.key) : []
    if (Array.isArray(last)) done.pop()
    done.push([...batch, { ...job, runAt: job.runAt?.toString(), attempts: 12 }])
  }
  return done
}
