import { contactsOf } from '#modules/directory/index.ts'
import { notify } from '#modules/notifications/index.ts'
import { senderOf } from '#modules/tenancy/index.ts'
import { change, type Db, record } from '#platform/db.ts'
import { later } from '#platform/events.ts'
import type { JobContext } from '#platform/module.ts'
import { archiveOf } from './archive.ts'
import { gatherAll, namesIn } from './gather.ts'

/** How long a copy lies ready. */
const readyFor = { hours: 7 * 24 }

/** Makes the archive that was asked for, and tells. A second run finds it made. */
export async function makeCopy({ payload, tenantId, now, tools }: JobContext): Promise<void> {
  const { id } = payload as { id: string }
  const inTenant = <T>(work: (db: Db) => Promise<T>) => tools.inTenant({ tenantId, userId: null, now }, work)
  const found = await inTenant(async (db) => {
    const asked = await db
      .selectFrom('account.data_exports')
      .select('userId')
      .where('id', '=', id)
      .where('status', '=', 'waiting')
      .executeTakeFirst()
    const [person] = asked ? await contactsOf(db, [asked.userId]) : []
    if (!person) return undefined
    const held = await gatherAll(db, person.id)
    const rows = held.reduce((sum, one) => sum + one.rows.length, 0)
    record(db, { service: 'account', entity: 'data_exports', entityId: id, action: 'read', new: { tables: held.length, rows } })
    return { person, held, issuer: await senderOf(db), names: await namesIn(db, held) }
  })
  if (!found) return
  const { person, held, issuer, names } = found
  const about = { name: person.name, email: person.email, issuer, at: now.toString() }
  const stored = await tools.files.put(tenantId, archiveOf({ tools, held, about, zone: person.timeZone, names }), 'application/zip')
  const expiresAt = now.add(readyFor)
  await inTenant(async (db) => {
    const ready = {
      status: 'ready',
      readyAt: now.toString(),
      expiresAt: expiresAt.toString(),
      fileKey: stored.key,
      fileSize: stored.size,
    } as const
    await change(db, 'account.data_exports', { id, status: 'waiting' }, ready)
    later(db, 'account.forget_copy', { id }, { key: `account.forget_copy:${id}`, runAt: expiresAt })
    await notify(db, {
      userIds: [person.id],
      type: 'system_notification',
      title: 'Your data is ready',
      message: 'The copy of everything held about you can be downloaded for seven days.',
      link: '/account/data',
      dedupeKey: `account.copy:${id}`,
    })
  }).catch(async (error) => {
    await tools.files.remove(stored.key)
    throw error
  })
}

/** Lets a copy go whose time is over. */
export async function forgetCopy({ payload, tenantId, now, tools }: JobContext): Promise<void> {
  const { id } = payload as { id: string }
  const key = await tools.inTenant({ tenantId, userId: null, now }, async (db) => {
    const row = await db.selectFrom('account.data_exports').select('fileKey').where('id', '=', id).executeTakeFirst()
    if (row?.fileKey) await change(db, 'account.data_exports', { id }, { status: 'expired', fileKey: null, fileSize: null })
    return row?.fileKey
  })
  if (key) await tools.files.remove(key)
}
