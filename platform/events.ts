import type { Db } from './handle.ts'
import { type Bound, boundOf } from './statements.ts'

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
  bound.events.push({ name, payload: checked })
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

const auditColumns = 9
/** Sends what hangs on the transaction, without waiting between statements: the commit follows at once. */
export function flush(bound: Bound): Promise<unknown>[] {
  const { client, tenantId, userId, ip } = bound
  const sent: Promise<unknown>[] = []
  const send = (name: string | undefined, text: string, values: unknown[]) =>
    sent.push(client.query({ ...(name ? { name } : {}), text, values }))

  // A statement has at most 65,535 parameters; large writes (imports, seeds) leave in portions.
  for (let from = 0; from < bound.audits.length; from += 1000) {
    const audits = bound.audits.slice(from, from + 1000)
    const rows = audits.map(
      (_, row) => `(${Array.from({ length: auditColumns }, (_, column) => `$${row * auditColumns + column + 1}`).join(',')})`,
    )
    const text = `insert into platform.audit_logs (tenant_id, user_id, ip_address, service_name, entity_type, entity_id, action, old_values, new_values) values ${rows.join(',')}`
    const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
    const values = audits.flatMap((row) => [
      tenantId,
      userId,
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
  for (const event of bound.events) {
    const { registry } = bound.tools
    const live = registry.events.get(event.name)?.live
    send('event', `select platform.log_event($1, $2, $3, $4, $5)`, [
      tenantId,
      event.name,
      JSON.stringify(event.payload),
      userId,
      live ?? null,
    ])
    for (const task of registry.after.get(event.name) ?? []) bound.jobs.push({ task, payload: event.payload })
  }
  for (const job of bound.jobs) {
    if ('drop' in job) send('dequeue', 'select platform.dequeue($1)', [job.drop])
    else
      send('enqueue', 'select platform.enqueue($1, $2, $3, $4, $5, $6)', [
        tenantId,
        job.task,
        JSON.stringify(job.payload),
        job.key ?? null,
        job.runAt?.toString() ?? null,
        12,
      ])
  }
  for (const promise of sent) promise.catch(() => {}) // the first failure is thrown by the commit that awaits them all
  return sent
}
