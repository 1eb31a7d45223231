import { enterProven, refuseForeign } from '#modules/auth/index.ts'
import { provenDomains, resolveTenant, type Tenant, tenantOf, tenantOfDomain } from '#modules/tenancy/index.ts'
import { hashToken, newToken } from '#platform/crypto.ts'
import { append, type Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { type Client, handleOpen, type Tools } from '#platform/module.ts'
import * as api from './contract.ts'
import { connectionsOf, heldOpen, noteProblem, opened, redirectUris } from './kept.ts'
import { personFor } from './person.ts'
import { notLetIn, notTrusted, providerFails, secondFactorAt, visitLasts, visitOver } from './policy.ts'
import { addressFor, claimsOf } from './provider.ts'
import { Unusable } from './wording.ts'

type Asked = { tools: Tools; client: Client; now: Temporal.Instant }
type Where = { tenant?: string | undefined; domain?: string | undefined }

/** The providers that are offered: at a proven domain those it leads to, else those of the tenant that code or host name tell. */
async function offered({ tools, client, now }: Asked, { tenant: code, domain }: Where) {
  const named = code ? undefined : domain && (await tenantOfDomain(tools.system, domain, now))
  const tenant = named || (await resolveTenant(tools.system, { host: client.host, code, now }))
  if (!tenant) return undefined
  const rows = await inTenant({ tools, client, now }, tenant, async (db) => {
    const [all, proven] = await Promise.all([connectionsOf(db).where('isActive', '=', true).execute(), provenDomains(db)])
    const leads = domain && proven.includes(domain) ? all.filter((one) => one.domains.includes(domain)) : []
    // A domain that leads nowhere tells a stranger nothing of whose it is.
    return leads.length > 0 ? leads : named ? [] : all
  })
  return { tenant, rows }
}
const inTenant = <T>({ tools, client, now }: Asked, { id: tenantId }: { id: string }, work: (db: Db) => Promise<T>) =>
  tools.inTenant({ tenantId, userId: null, ip: client.ip, now }, work)

const isToken = (text: string | undefined): text is string => /^[\w-]{43}$/.test(text ?? '')

async function begin(asked: Asked, { connectionId, hint, returnTo, ...where }: (typeof api.beginVisit)['body']['_output']) {
  const { tools, client, now } = asked
  const found = await offered(asked, where)
  const row = found?.rows.find((one) => one.id === connectionId)
  if (!found || !row) throw notFound()
  const [known, uris] = await inTenant(asked, found.tenant, async (db) => {
    await refuseForeign(db, client)
    return [await opened(db, row), await redirectUris(db, client)] as const
  })
  const redirectUri = uris.find((one) => new URL(one).hostname === client.host) ?? (uris[0] as string)
  const [state, nonce, verifier] = [newToken(), newToken(), newToken()]
  const url = await addressFor(tools, known, { state, nonce, verifier, redirectUri, hint }).catch(async (error: unknown) => {
    throw await refusal(asked, { tenant: found.tenant, connection: row, error })
  })
  // One cookie for all visits of a browser: each has a state of its own.
  const errand = isToken(client.errand) ? client.errand : newToken()
  client.setErrand(errand)
  await inTenant(asked, found.tenant, (db) =>
    append(db, 'sso.visits', {
      ...{ connectionId, nonce, verifier, redirectUri, returnTo },
      stateHash: hashToken(state),
      browserHash: hashToken(errand),
      expiresAt: now.add(visitLasts).toString(),
    }),
  )
  return { url }
}

type Failed = { tenant: Pick<Tenant, 'id'>; connection: { id: string; name: string }; error: unknown }
/** The refusal that says what went wrong at the provider; administrators read it too. */
async function refusal(asked: Asked, { tenant, connection: { id, name }, error }: Failed): Promise<unknown> {
  if (!(error instanceof Unusable)) return error
  if (error.kind === 'denied') return notLetIn(name, error.message)
  await inTenant(asked, tenant, (db) => noteProblem(db, { id, problem: error.message }))
  return error.kind === 'untrusted' ? notTrusted(name, error.message) : providerFails(name, error.message)
}

/** The visit that this answer ends, taken by the browser that began it: once, also when two try. Throws 410. */
async function taken(asked: Asked, answer: string) {
  const { tools, client, now } = asked
  const state = new URLSearchParams(answer).get('state') ?? ''
  const found = await tools.system
    .selectFrom('sso.visits')
    .selectAll()
    .where('stateHash', '=', hashToken(state))
    .where('browserHash', '=', hashToken(client.errand ?? ''))
    .where('expiresAt', '>', now.toString())
    .executeTakeFirst()
  const tenant = found && (await tenantOf(tools.system, found.tenantId, now))
  if (!found || !tenant) throw visitOver()
  const mine = await inTenant(asked, tenant, (db) => db.deleteFrom('sso.visits').where('id', '=', found.id).returning('id').execute())
  if (mine.length === 0) throw visitOver()
  return { visit: found, tenant, state }
}

async function end(asked: Asked, answer: string) {
  const { tools, client, now } = asked
  const { visit, tenant, state } = await taken(asked, answer)
  const { nonce, verifier, redirectUri, returnTo } = visit
  const stillOpen = async (db: Db) => {
    const open = await heldOpen(db, visit.connectionId)
    if (!open) throw visitOver()
    return open
  }
  const [connection, known] = await inTenant(asked, tenant, async (db) => {
    const row = await stillOpen(db)
    return [row, await opened(db, row)] as const
  })
  const said = await claimsOf(tools, known, { nonce, verifier, redirectUri, state, answer }).catch(async (error: unknown) => {
    throw await refusal(asked, { tenant, connection, error })
  })
  const userId = await inTenant(asked, tenant, async (db) => {
    await refuseForeign(db, client)
    return personFor(db, { connection: await stillOpen(db), said, client, now, suspension: tenant.suspension })
  })
  const shownAt = secondFactorAt(said, connection.secondFactors, now)
  return { ...(await enterProven(asked, { tenant, userId, shownAt, stillOpen })), returnTo }
}

/** Forgets visits that nobody came back from. Runs daily. */
export async function tidyVisits(system: Db, now: Temporal.Instant): Promise<void> {
  await system.deleteFrom('sso.visits').where('expiresAt', '<', now.toString()).execute()
}

export const visitRoutes = [
  handleOpen(api.ssoOffers, async ({ tools, client, now, query }) => {
    const found = await offered({ tools, client, now }, query)
    return { items: (found?.rows ?? []).map(({ id, name }) => ({ id, name })), next: null }
  }),
  handleOpen(api.beginVisit, ({ tools, client, now, body }) => begin({ tools, client, now }, body)),
  handleOpen(api.endVisit, ({ tools, client, now, body }) => end({ tools, client, now }, body.answer)),
]
