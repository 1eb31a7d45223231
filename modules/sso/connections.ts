import { refuseUnmappable } from '#modules/access/index.ts'
import { passwordUse } from '#modules/auth/contract.ts'
import { configOf, provenDomains, setConfig } from '#modules/tenancy/index.ts'
import { change, type Db, insert, record, remove } from '#platform/db.ts'
import { type Context, handle } from '#platform/module.ts'
import * as api from './contract.ts'
import { claimNames, connectionOf, connectionsOf, type Kept, mappingsOf, redirectUris, sealed } from './kept.ts'
import { lastDoor, notProven, untested } from './policy.ts'

/** As administrators see them; `names` of those who saved their mappings. */
function shown(row: Kept, names: ReadonlyMap<string, string | null>): api.Connection {
  const { id, name, issuer, clientId, scopes, domains, isActive, mayCreate, mayLink, secondFactors, checkedAt, problem, version } = row
  return {
    ...{ id, name, issuer, clientId, scopes, domains, isActive, mayCreate, mayLink, secondFactors, checkedAt, problem, version },
    claims: claimNames(row),
    mappings: mappingsOf(row),
    mappedBy: names.get(row.mappedBy ?? '') ?? null,
  }
}
async function namesOf(db: Db, rows: readonly Kept[]): Promise<Map<string, string | null>> {
  const ids = rows.flatMap((row) => row.mappedBy ?? [])
  const people = await db
    .selectFrom('directory.people')
    .select(['id', 'name'])
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute()
  return new Map(people.map(({ id, name }) => [id, name]))
}
const show = async (db: Db, row: Kept) => shown(row, await namesOf(db, [row]))

/** The providers that are switched on, theirs alone until the transaction ends: two that close doors at once see each other. */
const openDoors = async (db: Db) =>
  (await db.selectFrom('sso.connections').selectAll().orderBy('id').forNoKeyUpdate().execute()).filter((one) => one.isActive)

/** Where people may use no password one provider stays on, whatever happens to the others. Throws 409. */
async function keepADoor(db: Db, leaving: string): Promise<void> {
  const others = (await openDoors(db)).filter((one) => one.id !== leaving)
  if (others.length === 0 && !(await configOf(db, passwordUse)).allowed) throw lastDoor()
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
      ...(clientSecret ? await sealed(db, clientSecret, params.id) : {}),
    },
  )
  return show(db, row)
}

export const connectionRoutes = [
  handle(api.listConnections, async ({ db, client }) => {
    const rows = await connectionsOf(db).execute()
    const names = await namesOf(db, rows)
    return {
      items: rows.map((row) => shown(row, names)),
      next: null,
      redirectUris: await redirectUris(db, client),
      provenDomains: await provenDomains(db),
      passwords: (await configOf(db, passwordUse)).allowed,
    }
  }),
  handle(api.addConnection, async ({ db, body: { clientSecret, ...rest } }) =>
    show(db, await insert(db, 'sso.connections', { ...rest, ...(await sealed(db, clientSecret)) })),
  ),
  handle(api.changeConnection, changeIt),
  handle(api.removeConnection, async ({ db, params }) => {
    const { isActive } = await connectionOf(db, params.id)
    if (isActive) await keepADoor(db, params.id)
    await remove(db, 'sso.connections', { id: params.id })
  }),
  handle(api.setPasswords, async ({ db, body, who }) => {
    const doors = await openDoors(db)
    if (!body.allowed && !doors.some((one) => one.checkedAt !== null && one.problem === null)) throw untested()
    const before = await configOf(db, passwordUse)
    await setConfig(db, passwordUse, body)
    // What a configuration holds is no matter for the audit trail; this rule is.
    record(db, { service: 'auth', entity: 'password_use', entityId: who.tenantId, action: 'update', old: before, new: body })
  }),
]
