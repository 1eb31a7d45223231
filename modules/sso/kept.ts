import { randomUUIDv7 } from 'node:crypto'
import { originFor } from '#modules/tenancy/index.ts'
import { decryptForTenant, encryptForTenant } from '#platform/crypto.ts'
import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import type { Row } from '#platform/rows.gen.ts'
import * as api from './contract.ts'
import type { Known } from './provider.ts'

export type Kept = Row<'sso.connections'>

const placeOf = (row: string) => ({ table: 'sso.connections', column: 'client_secret', row })
/** The client secret as it is kept, in the row of this id; without one, of a new row. */
export async function sealed(db: Db, secret: string, id: string = randomUUIDv7()): Promise<{ id: string; clientSecret: Buffer }> {
  return { id, clientSecret: await encryptForTenant(db, placeOf(id), secret) }
}
/** The connection with its secret, to speak with the provider; null where it cannot be opened. */
export const opened = async (db: Db, row: Kept): Promise<Known> => ({
  ...{ id: row.id, version: row.version, issuer: row.issuer, clientId: row.clientId, scopes: row.scopes },
  secret: await decryptForTenant(db, placeOf(row.id), row.clientSecret).catch(() => null),
})

export const connectionsOf = (db: Db) => db.selectFrom('sso.connections').selectAll().orderBy('name').limit(50)
/** Throws 404. */
export async function connectionOf(db: Db, id: string): Promise<Kept> {
  const row = await connectionsOf(db).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/** The provider, where it is switched on: then it is until the transaction ends. */
export const heldOpen = (db: Db, id: string): Promise<Kept | undefined> =>
  connectionsOf(db).where('id', '=', id).where('isActive', '=', true).forKeyShare().executeTakeFirst()

export const claimNames = (row: Pick<Kept, 'claims'>): api.Claims => api.Claims.catch(api.Claims.parse({})).parse(row.claims)
export const mappingsOf = (row: Pick<Kept, 'mappings'>): api.Mapping[] => api.Mapping.array().catch([]).parse(row.mappings)

/** Where providers may send people back to: the address of the installation, and the organisation's own. */
export const redirectUris = async (db: Db, { origin }: { origin: string }): Promise<string[]> =>
  [...new Set([origin, await originFor(db)])].map((one) => `${one}/sso/callback`)

/** What was found by asking, or by somebody's sign-in: no change that anybody made. */
export const noteProblem = (db: Db, { id, problem, checkedAt }: { id: string; problem: string | null; checkedAt?: Temporal.Instant }) =>
  db
    .updateTable('sso.connections')
    .set({ problem, ...(checkedAt ? { checkedAt: checkedAt.toString() } : {}) })
    .where('id', '=', id)
    .execute()
