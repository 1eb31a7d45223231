import { open, seal } from '#platform/crypto.ts'
import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import type { Tools } from '#platform/module.ts'
import { type By, noting } from './trail.ts'

type Kind = 'payment'
type Secrets = Readonly<Record<string, string>>
const key = ({ keys }: Tools) => keys.derive('operator-services')

/**
 * How a service of the installation stands, and its secrets: null where none were entered at the console, undefined where they
 * cannot be opened (any more). Undefined where nobody has set it up or used it.
 */
export async function serviceOf(tools: Tools, kind: Kind) {
  const row = await tools.system.selectFrom('operator.services').selectAll().where('kind', '=', kind).executeTakeFirst()
  return row && { ...row, secrets: row.credentials && opened(tools, kind, row.credentials) }
}
function opened(tools: Tools, kind: Kind, sealed: Buffer): Secrets | undefined {
  try {
    return JSON.parse(open(key(tools), sealed, kind).toString())
  } catch {
    return undefined
  }
}

/** Keeps what was entered; what was not stays. Only the names of what was entered come onto the trail. */
export async function saveService(by: By, kind: Kind, entered: Secrets): Promise<void> {
  const known = await serviceOf(by.tools, kind)
  const credentials = seal(key(by.tools), Buffer.from(JSON.stringify({ ...known?.secrets, ...entered })), kind)
  const values = { kind, credentials, status: 'active' as const, problem: null, lastSyncedAt: null }
  const told = Object.fromEntries(Object.keys(entered).map((name) => [name, 'entered']))
  const system = await noting(by, { action: 'update', entity: 'services', entityId: kind, new: told })
  await system
    .insertInto('operator.services')
    .values(values)
    .onConflict((there) => there.column('kind').doUpdateSet(values))
    .execute()
}

/** Forgets what was entered. Throws 404 where nothing was. */
export async function forgetService(by: By, kind: Kind): Promise<void> {
  if (!(await serviceOf(by.tools, kind))?.credentials) throw notFound()
  const system = await noting(by, { action: 'delete', entity: 'services', entityId: kind })
  await system.deleteFrom('operator.services').where('kind', '=', kind).execute()
}

/** How using it went: null, or what was wrong. */
export async function noteService(system: Db, kind: Kind, { problem, now }: { problem: string | null; now: Temporal.Instant }) {
  const status = problem === null ? ('active' as const) : ('failing' as const)
  const values = { status, problem: problem?.slice(0, 500) ?? null, ...(problem === null ? { lastSyncedAt: now.toString() } : {}) }
  await system
    .insertInto('operator.services')
    .values({ kind, ...values })
    .onConflict((there) => there.column('kind').doUpdateSet(values))
    .execute()
}
