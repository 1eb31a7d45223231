import { randomUUIDv7 } from 'node:crypto'
import { refuseUnmappable } from '#modules/access/index.ts'
import { passwordUse } from '#modules/auth/contract.ts'
import { configOf, originFor, provenDomains, setConfig } from '#modules/tenancy/index.ts'
import { decryptForTenant, encryptForTenant } from '#platform/crypto.ts'
import { change, type Db, insert, record, remove } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { type Client, type Context, handle, handleOpen, type Session } from '#platform/module.ts'
import type { Row } from '#platform/rows.gen.ts'
import * as api from './contract.ts'
import { lastDoor, notProven, untested } from './policy.ts'
import { type Known, problemWith } from './provider.ts'

export type Kept = Row<'sso.connections'>

const placeOf = (row: string) => ({ table: 'sso.connections', column: 'client_secret', row })
/** The connection with its secret, to speak with the provider. */
export const opened = async (db: Db, row: Kept): Promise<Known> => ({
  ...{ id: row.id, version: row.version, issuer: row.issuer, clientId: row.clientId, scopes: row.scopes },
  secret: await decryptForTenant(db, placeOf(row.id), row.clientSecret),
})

export const connectionsOf = (db: Db) => db.selectFrom('sso.connections').selectAll().orderBy('name').limit(50)
export async function connectionOf(db: Db, id: string): Promise<Kept> {
  const row = await connectionsOf(db).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return row
}

export const claimNames = (row: Pick<Kept, 'claims'>): api.Claims => api.Claims.catch(api.Claims.parse({})).parse(row.claims)
export const mappingsOf = (row: Pick<Kept, 'mappings'>): api.Mapping[] => api.Mapping.array().catch([]).parse(row.mappings)

async function shown(db: Db, row: Kept): Promise<api.Connection> {
  const { id, name, issuer, clientId, scopes, domains, isActive, mayCreate, mayLink, secondFactors, checkedAt, problem, version } = row
  const by = row.mappedBy
    ? await db.selectFrom('directory.people').select('name').where('id', '=', row.mappedBy).executeTakeFirst()
    : undefined
  return {
    ...{ id, name, issuer, clientId, scopes, domains, isActive, mayCreate, mayLink, secondFactors, checkedAt, problem, version },
    claims: claimNames(row),
    mappings: mappingsOf(row),
    mappedBy: by?.name ?? null,
  }
}

/** Where providers may send people back to: the address of the installation, and the organisation's own. */
export const redirectUris = async (db: Db, { origin }: Pick<Client, 'origin'>): Promise<string[]> =>
  [...new Set([origin, await originFor(db)])].map((one) => `${one}/sso/callback`)

/** Where people may use no password one provider stays on, whatever happens to the others. Throws 409. */
async function keepADoor(db: Db, leaving: string): Promise<void> {
  if ((await configOf(db, passwordUse)).allowed) return
  const others = await connectionsOf(db).where('isActive', '=', true).where('id', '<>', leaving).execute()
  if (others.length === 0) throw lastDoor()
}

async function changeIt({ db, params, body, who, now, version }: Context<typeof api.changeConnection>) {
  const { clientSecret, mappings, ...rest } = body
  const before = await connectionOf(db, params.id)
  const proven = await provenDomains(db)
  for (const domain of rest.domains ?? []) if (!proven.includes(domain)) throw notProven(domain)
  if (mappings) await refuseUnmappable(db, { codes: [...new Set(mappings.flatMap((one) => one.roles))], who, now })
  if (before.isActive && rest.isActive === false) await keepADoor(db, params.id)
  const row = await change(
    db,
    'sso.connections',
    { id: params.id, ...(version === undefined ? {} : { version }) },
    {
      ...rest,
      ...(mappings ? { mappings, mappedBy: who.userId } : {}),
      ...(clientSecret ? { clientSecret: await encryptForTenant(db, placeOf(params.id), clientSecret) } : {}),
    },
  )
  return shown(db, row)
}

/** What was found by asking, or by somebody's sign-in: no change that anybody made. */
export const noteProblem = (db: Db, { id, problem, checkedAt }: { id: string; problem: string | null; checkedAt?: Temporal.Instant }) =>
  db
    .updateTable('sso.connections')
    .set({ problem, ...(checkedAt ? { checkedAt: checkedAt.toString() } : {}) })
    .where('id', '=', id)
    .execute()

export const connectionRoutes = [
  handle(api.listConnections, async ({ db, client }) => {
    const rows = await connectionsOf(db).execute()
    return {
      items: await Promise.all(rows.map((row) => shown(db, row))),
      next: null,
      redirectUris: await redirectUris(db, client),
      provenDomains: await provenDomains(db),
      passwords: (await configOf(db, passwordUse)).allowed,
    }
  }),
  handle(api.addConnection, async ({ db, body }) => {
    const id = randomUUIDv7()
    const { clientSecret, ...rest } = body
    const sealed = await encryptForTenant(db, placeOf(id), clientSecret)
    return shown(db, await insert(db, 'sso.connections', { ...rest, id, clientSecret: sealed }))
  }),
  handle(api.changeConnection, changeIt),
  handle(api.removeConnection, async ({ db, params }) => {
    const { isActive } = await connectionOf(db, params.id)
    if (isActive) await keepADoor(db, params.id)
    await remove(db, 'sso.connections', { id: params.id })
  }),
  handleOpen(api.checkConnection, async ({ tools, client, now, params, who }) => {
    const { tenantId, userId } = who as Session
    const inTenant = <T>(work: (db: Db) => Promise<T>) => tools.inTenant({ tenantId, userId, ip: client.ip, now }, work)
    const [known, uris] = await inTenant(async (db) => [
      await opened(db, await connectionOf(db, params.id)),
      await redirectUris(db, client),
    ])
    const problem = await problemWith(tools, known, uris[0] as string)
    await inTenant(async (db) => {
      await noteProblem(db, { id: params.id, problem, checkedAt: now })
      record(db, {
        service: 'sso',
        entity: 'connections',
        entityId: params.id,
        action: 'update',
        new: { checked: now.toString(), problem },
      })
    })
    return { problem }
  }),
  handle(api.setPasswords, async ({ db, body, who }) => {
    const doors = await connectionsOf(db).where('isActive', '=', true).execute()
    if (!body.allowed && !doors.some((one) => one.checkedAt !== null && one.problem === null)) throw untested()
    const before = await configOf(db, passwordUse)
    await setConfig(db, passwordUse, body)
    // What a configuration holds is no matter for the audit trail; this rule is.
    record(db, { service: 'auth', entity: 'password_use', entityId: who.tenantId, action: 'update', old: before, new: body })
  }),
]
