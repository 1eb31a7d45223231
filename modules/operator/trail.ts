import { operatorKeyId } from '#modules/auth/index.ts'
import * as tenancy from '#modules/tenancy/index.ts'
import { hashToken } from '#platform/crypto.ts'
import { boundOf, type Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import type { PublicContext } from '#platform/module.ts'
import type { Deed } from './contract.ts'

export type By = Pick<PublicContext, 'tools' | 'client' | 'now'>
/** What was done, with values that hold no secret. */
export type Did = Pick<Deed, 'action' | 'entity'> & {
  entityId?: string | null
  onTenant?: string
  old?: object | undefined
  new?: object | undefined
  /** The session that begins with it. */
  sessionId?: string
}

export const tokenHash = (token: string) => hashToken(token).toString('base64')
/** By which session of the console, or which key. */
async function whoIs({ tools, client }: By) {
  const token = client.token ?? ''
  const session = await tools.system
    .selectFrom('operator.sessions')
    .select('id')
    .where('tokenHash', '=', tokenHash(token))
    .executeTakeFirst()
  if (session) return { sessionId: session.id, keyId: null }
  return { sessionId: null, keyId: (await operatorKeyId(token, tools)) ?? null }
}
type Who = Awaited<ReturnType<typeof whoIs>>

const json = (values: object | undefined) => (values ? JSON.stringify(values) : null)
const rowOf = (
  { client, now }: By,
  who: Who,
  { old, new: next, entityId = null, onTenant = null, ...did }: Omit<Did, 'onTenant'> & { onTenant?: string | null },
) =>
  ({ ...who, ...did, entityId, onTenant, at: now.toString(), ipAddress: client.ip, oldValues: json(old), newValues: json(next) }) as never

/** A handle whose next statement also puts this on the operator's trail: both are there, or neither. */
export async function noting(by: By, did: Did): Promise<Db> {
  const row = rowOf(by, await whoIs(by), did)
  return by.tools.system.with('trail', (trail) => trail.insertInto('operator.audit_logs').values(row)) as unknown as Db
}

type Inside = By & { params: { id: string } }
/** Runs the operator's work inside a tenant, as nobody of it: what it changed stands on the tenant's trail and on the operator's. Throws 404. */
export async function insideTenant<T>(by: Inside, work: (db: Db) => Promise<T>): Promise<T> {
  const { tools, params, client, now } = by
  if ((await tenancy.watch(tools.system, { ids: [params.id] })).length === 0) throw notFound()
  const who = await whoIs(by)
  return tools.inTenant({ tenantId: params.id, userId: null, ip: client.ip, now }, async (db) => {
    const done = await work(db)
    await noteInside(db, by, who)
    return done
  })
}
async function noteInside(db: Db, by: By, who: Who): Promise<void> {
  const { audits, tenantId } = boundOf(db)
  const rows = audits.map(({ service: _, ...did }) => rowOf(by, who, { ...(did as Did), onTenant: tenantId }))
  if (rows.length > 0) await db.insertInto('operator.audit_logs').values(rows).execute()
}
/** Puts on the trail that somebody was not let in, and why: `new` holds no secret. */
export async function noteRefused(by: By, reason: string): Promise<void> {
  const row = rowOf(by, { sessionId: null, keyId: null }, { action: 'refused', entity: 'sessions', new: { reason } })
  await by.tools.system.insertInto('operator.audit_logs').values(row).execute()
}

/** Puts one deed on the operator's trail from inside a tenant's transaction. */
export async function noteDeed(db: Db, by: By, did: Did): Promise<void> {
  await db
    .insertInto('operator.audit_logs')
    .values(rowOf(by, await whoIs(by), { ...did, onTenant: boundOf(db).tenantId }))
    .execute()
}
