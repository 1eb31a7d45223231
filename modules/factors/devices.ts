import { z } from 'zod'
import { deviceName, devicesOf, forgetDevice as forget, signInsOf } from '#modules/auth/index.ts'
import { Id, Instant } from '#platform/contract.ts'
import { hashToken } from '#platform/crypto.ts'
import { handle } from '#platform/module.ts'
import { pageOf, readCursor } from '#platform/paging.ts'
import { forgetDevice, myDevices, mySignIns } from './contract.ts'

const Position = z.tuple([Instant, Id])
const newest = ['infinity', '00000000-0000-0000-0000-000000000000'] as const

export const deviceRoutes = [
  handle(mySignIns, async ({ db, who, query }) => {
    const [at, id] = readCursor(query.cursor, Position) ?? newest
    const rows = await signInsOf(db, { userId: who.userId, at, id, limit: query.limit + 1 })
    const { items, next } = pageOf(rows, query.limit, (row) => [row.at, row.id])
    return { items: items.map(({ userAgent, ...note }) => ({ ...note, device: deviceName(userAgent ?? '') })), next }
  }),
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
