import { endSessions } from '#modules/auth/index.ts'
import { hashToken, newCode, newToken, plainCode } from '#platform/crypto.ts'
import { change, changeAll, type Db, insert } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { handle, handleOpen, type Tools } from '#platform/module.ts'
import * as api from './contract.ts'
import { type Here, kioskOf, leave, noteSeen } from './here.ts'
import { lasts, wrongCode } from './policy.ts'

/** A code to type on a device, and the part of it that is kept. */
function freshCode(now: Temporal.Instant) {
  const code = newCode()
  const codeExpiresAt = now.add(lasts.registration).toString()
  return { code, kept: { codeHash: hashToken(plainCode(code)), codeExpiresAt } }
}

const kiosksIn = (db: Db) =>
  db
    .selectFrom('kiosks.kiosks as k')
    .leftJoin('directory.branch_list as b', 'b.id', 'k.branchId')
    .select([
      'k.id',
      'k.name',
      'k.branchId',
      'b.name as branch',
      'k.registeredAt',
      'k.lastSeenAt',
      'k.ipAddress',
      'k.revokedAt',
      'k.tokenHash',
    ])

type KioskRow = Awaited<ReturnType<ReturnType<typeof kiosksIn>['execute']>>[number]
const shown = ({ id, name, branchId, branch, registeredAt, lastSeenAt, ipAddress, revokedAt, tokenHash }: KioskRow): api.Kiosk => ({
  ...{ id, name, registeredAt, lastSeenAt, ipAddress },
  branch: branchId && branch ? { id: branchId, name: branch } : null,
  state: revokedAt ? 'revoked' : tokenHash ? 'active' : 'waiting',
})
const one = async (db: Db, id: string) => shown(await kiosksIn(db).where('k.id', '=', id).executeTakeFirstOrThrow())

async function describe(tools: Tools, kiosk: Here, { ip, now }: { ip: string; now: Temporal.Instant }) {
  const branch = await tools.inTenant({ tenantId: kiosk.tenantId, userId: null, ip, now }, async (db) => {
    await noteSeen(db, { id: kiosk.id, ip, now })
    const { branchId } = kiosk
    return branchId ? db.selectFrom('directory.branch_list').select('name').where('id', '=', branchId).executeTakeFirst() : undefined
  })
  return { kiosk: { name: kiosk.name, branch: branch?.name ?? null, organization: kiosk.organization } }
}

export const deviceRoutes = [
  handle(api.listKiosks, async ({ db }) => {
    const [kiosks, branches] = await Promise.all([
      kiosksIn(db).orderBy('k.name').orderBy('k.id').limit(200).execute(),
      db.selectFrom('directory.branch_list').select(['id', 'name']).where('status', '=', 'active').orderBy('name').limit(200).execute(),
    ])
    return { items: kiosks.map(shown), next: null, branches }
  }),
  handle(api.addKiosk, async ({ db, body, who, now }) => {
    const { code, kept } = freshCode(now)
    const { id } = await insert(db, 'kiosks.kiosks', { ...body, ...kept, createdBy: who.userId })
    return { id, code, expiresAt: kept.codeExpiresAt }
  }),
  handle(api.changeKiosk, async ({ db, params: { id }, body }) => {
    await change(db, 'kiosks.kiosks', { id }, body)
    return one(db, id)
  }),
  handle(api.renewKioskCode, async ({ db, params: { id }, now }) => {
    const { code, kept } = freshCode(now)
    await change(db, 'kiosks.kiosks', { id, revokedAt: null }, kept)
    return { id, code, expiresAt: kept.codeExpiresAt }
  }),
  handle(api.revokeKiosk, async ({ db, params: { id }, who, now }) => {
    const end = { tokenHash: null, codeHash: null, codeExpiresAt: null, revokedAt: now.toString() }
    const [revoked] = await changeAll(db, 'kiosks.kiosks', { id, revokedAt: null }, end)
    if (!revoked) throw notFound()
    await endVisits(db, { kioskId: id, by: who.userId, now })
  }),
  handleOpen(api.kioskHere, async ({ tools, client, now }) => {
    const kiosk = await kioskOf(tools, client, now)
    return kiosk ? describe(tools, kiosk, { ip: client.ip, now }) : { kiosk: null }
  }),
  handleOpen(api.registerKiosk, async ({ tools, client, now, body }) => {
    const codeHash = hashToken(plainCode(body.code))
    const found = await tools.system
      .selectFrom('kiosks.kiosks')
      .select(['id', 'tenantId'])
      .where('codeHash', '=', codeHash)
      .where('codeExpiresAt', '>', now.toString())
      .executeTakeFirst()
    if (!found) throw wrongCode()
    const token = newToken()
    const { id, tenantId } = found
    await tools.inTenant({ tenantId, userId: null, ip: client.ip, now }, async (db) => {
      const set = { tokenHash: hashToken(token), codeHash: null, codeExpiresAt: null, registeredAt: now.toString() }
      const [mine] = await changeAll(db, 'kiosks.kiosks', { id, codeHash, revokedAt: null }, set)
      if (!mine) throw wrongCode()
      await endVisits(db, { kioskId: id, by: null, now })
    })
    await leave(tools, client, now)
    client.setKiosk(token)
    const kiosk = await kioskOf(tools, { ...client, kiosk: token }, now)
    if (!kiosk) throw wrongCode()
    return describe(tools, kiosk, { ip: client.ip, now })
  }),
]

/** Signs out whoever is at a kiosk. */
async function endVisits(db: Db, { kioskId, by, now }: { kioskId: string; by: string | null; now: Temporal.Instant }): Promise<void> {
  const open = await db
    .selectFrom('kiosks.visits')
    .select(['sessionId', 'userId'])
    .where('kioskId', '=', kioskId)
    .where('createdAt', '>', now.subtract({ hours: 1 }).toString())
    .execute()
  for (const { sessionId, userId } of open) await endSessions(db, { ids: [sessionId], userId, reason: 'revoked', by, now })
}
