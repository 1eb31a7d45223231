import { refuseUnmappable } from '#modules/access/index.ts'
import { provenDomains } from '#modules/tenancy/index.ts'
import { change, type Db, insert, remove } from '#platform/db.ts'
import { type Context, handle } from '#platform/module.ts'
import * as api from './contract.ts'
import { claimNames, connectionOf, connectionsOf, type Kept, mappingsOf, redirectUris, sealed } from './kept.ts'
import { notProven } from './policy.ts'
import { allowPasswords, arePasswordsAllowed, openDoors, shutDoor, takeGiven } from './shutting.ts'

/** As administrators see them; `names` of those who saved their mappings, and how many are linked, by issuer. */
function shown(row: Kept, { names, linked }: Awaited<ReturnType<typeof aboutThem>>): api.Connection {
  const { id, name, issuer, clientId, scopes, domains, isActive, mayCreate, mayLink, secondFactors, checkedAt, problem, version } = row
  return {
    ...{ id, name, issuer, clientId, scopes, domains, isActive, mayCreate, mayLink, secondFactors, checkedAt, problem, version },
    claims: claimNames(row),
    mappings: mappingsOf(row),
    mappedBy: names.get(row.mappedBy ?? '') ?? null,
    linked: linked.get(row.issuer) ?? 0,
  }
}
async function aboutThem(db: Db, rows: readonly Kept[]) {
  const ids = rows.flatMap((row) => row.mappedBy ?? [])
  const issuers = rows.map((row) => row.issuer)
  const [people, linked] = await Promise.all([
    db
      .selectFrom('directory.people')
      .select(['id', 'name'])
      .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
      .execute(),
    db
      .selectFrom('sso.identities')
      .select(['issuer', (eb) => eb.fn.countAll<string>().as('count')])
      .where((eb) => eb('issuer', '=', eb.fn.any(eb.val(issuers))))
      .groupBy('issuer')
      .execute(),
  ])
  return {
    names: new Map(people.map(({ id, name }) => [id, name])),
    linked: new Map(linked.map(({ issuer, count }) => [issuer, Number(count)])),
  }
}
const show = async (db: Db, row: Kept) => shown(row, await aboutThem(db, [row]))

const rolesIn = (mappings: readonly api.Mapping[]) => [...new Set(mappings.flatMap((one) => one.roles))]

async function changeIt({ db, params, body, who, now, version }: Context<typeof api.changeConnection>) {
  const { clientSecret, mappings, ...rest } = body
  const before = await connectionOf(db, params.id)
  const proven = await provenDomains(db)
  for (const domain of rest.domains ?? []) if (!proven.includes(domain)) throw notProven(domain)
  if (mappings) await refuseUnmappable(db, { codes: rolesIn(mappings), who, now })
  if (before.isActive && rest.isActive === false) await shutDoor(db, { issuer: before.issuer, who, now })
  else if (mappings) await openDoors(db)
  if (mappings) await takeGiven(db, before.issuer, rolesIn(mappings))
  const row = await change(
    db,
    'sso.connections',
    { id: params.id, ...(version === undefined ? {} : { version }) },
    {
      ...rest,
      ...(mappings ? { mappings, mappedBy: who.userId } : {}),
      ...(clientSecret ? await sealed(db, clientSecret, params.id) : {}),
    },
  )
  return show(db, row)
}

export const connectionRoutes = [
  handle(api.listConnections, async ({ db, client }) => {
    const rows = await connectionsOf(db).execute()
    const about = await aboutThem(db, rows)
    return {
      items: rows.map((row) => shown(row, about)),
      next: null,
      redirectUris: await redirectUris(db, client),
      provenDomains: await provenDomains(db),
      passwords: await arePasswordsAllowed(db),
    }
  }),
  handle(api.addConnection, async ({ db, body: { clientSecret, ...rest } }) =>
    show(db, await insert(db, 'sso.connections', { ...rest, ...(await sealed(db, clientSecret)) })),
  ),
  handle(api.changeConnection, changeIt),
  handle(api.removeConnection, async ({ db, params, who, now }) => {
    const { isActive, issuer } = await connectionOf(db, params.id)
    if (isActive) await shutDoor(db, { issuer, who, now })
    await remove(db, 'sso.connections', { id: params.id })
  }),
  handle(api.setPasswords, ({ db, body, who }) => allowPasswords(db, body, who)),
]
