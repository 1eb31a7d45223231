import { endSessions, identify } from '#modules/auth/index.ts'
import { suspended, tenantOf } from '#modules/tenancy/index.ts'
import { hashToken } from '#platform/crypto.ts'
import type { Db } from '#platform/db.ts'
import type { Client, Tools } from '#platform/module.ts'

export type Here = { id: string; tenantId: string; name: string; branchId: string | null; organization: string; suspension: string | null }
/** The kiosk whose cookie the device holds; undefined where it is none, was revoked, or its organisation is closed. */
export async function kioskOf({ system }: Tools, client: Client, now: Temporal.Instant): Promise<Here | undefined> {
  if (!client.kiosk) return undefined
  const found = await system
    .selectFrom('kiosks.kiosks')
    .select(['id', 'tenantId', 'name', 'branchId'])
    .where('tokenHash', '=', hashToken(client.kiosk))
    .executeTakeFirst()
  const tenant = found && (await tenantOf(system, found.tenantId, now))
  return tenant && { ...found, organization: tenant.name, suspension: tenant.suspension }
}

/** Nobody comes in where the organisation is suspended. Throws 403. */
export function refuseSuspended({ suspension }: Here): void {
  if (suspension !== null) throw suspended(suspension)
}

/** It was here: neither a change of the kiosk nor a matter for the trail. */
export const noteSeen = (db: Db, { id, ip, now }: { id: string; ip: string; now: Temporal.Instant }) =>
  db.updateTable('kiosks.kiosks').set({ lastSeenAt: now.toString(), ipAddress: ip }).where('id', '=', id).execute()

/** Signs out whoever is signed in on this device. */
export async function leave(tools: Tools, client: Client, now: Temporal.Instant): Promise<void> {
  const who = await identify(client, now, tools, { evenPending: true })
  if (who?.kind !== 'browser') return
  const { id, tenantId, userId } = who
  await tools.inTenant({ tenantId, userId, ip: client.ip, now }, (db) =>
    endSessions(db, { ids: [id], userId, reason: 'replaced', by: userId, now }),
  )
  client.setSession(null)
}
