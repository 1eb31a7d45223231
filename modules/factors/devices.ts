import { z } from 'zod'
import { deviceName, devicesOf, forgetDevice as forget, signInsOf } from '#modules/auth/index.ts'
import { Id, Instant } from '#platform/contract.ts'
import { hashToken } from '#platform/crypto.ts'
import { type ExportColumns, withExport } from '#platform/exports.ts'
import { handle } from '#platform/module.ts'
import { pageOf, readCursor } from '#platform/paging.ts'
import { exportSignIns, forgetDevice, myDevices, mySignIns, type SignInNote } from './contract.ts'

const Position = z.tuple([Instant, Id])
const newest = ['infinity', '00000000-0000-0000-0000-000000000000'] as const

const listOfSignIns = handle(mySignIns, async ({ db, who, query }) => {
  const [at, id] = readCursor(query.cursor, Position) ?? newest
  const rows = await signInsOf(db, { userId: who.userId, at, id, limit: query.limit + 1 })
  const { items, next } = pageOf(rows, query.limit, (row) => [row.at, row.id])
  return { items: items.map(({ userAgent, ...note }) => ({ ...note, device: deviceName(userAgent ?? '') })), next }
})
const columns: ExportColumns<z.infer<typeof SignInNote>> = {
  When: (one) => one.at,
  Outcome: (one) => one.outcome,
  Reason: (one) => one.reason,
  Method: (one) => one.method,
  Device: (one) => one.device,
  Address: (one) => one.ipAddress,
}

export const deviceRoutes = [
  ...withExport(listOfSignIns, exportSignIns, { name: 'sign-ins', entity: 'factors.sign_ins', columns }),
  handle(myDevices, async ({ db, who, client }) => {
    const rows = await devicesOf(db, who.userId)
    const here = hashToken(client.device ?? '')
    const items = rows.map(({ deviceName: name, tokenHash, ...device }) => ({
      ...device,
      name: name ?? 'Unknown device',
      isCurrent: tokenHash.equals(here),
    }))
    return { items, next: null }
  }),
  handle(forgetDevice, ({ db, who, now, params }) => forget(db, { id: params.id, userId: who.userId, now })),
]
