import { Resolver } from 'node:dns/promises'
import { newToken } from '#platform/crypto.ts'
import { change, changeAll, type Db, insert, remove } from '#platform/db.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { handle, handleOpen, type JobContext, type Session, type Tools } from '#platform/module.ts'
import type { Row } from '#platform/rows.gen.ts'
import { addDomain, checkDomain, type Domain, listDomains, makePrimary, removeDomain } from './contract.ts'

const nothing = new Set(['ENODATA', 'ENOTFOUND', 'NXDOMAIN'])

/** The TXT records of a name, each as one text; none is an empty list. Throws where no answer can be had. */
export async function textRecords({ DNS_SERVER }: Pick<Tools['config'], 'DNS_SERVER'>, name: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  if (DNS_SERVER) resolver.setServers([DNS_SERVER])
  try {
    return (await resolver.resolveTxt(name)).map((parts) => parts.join(''))
  } catch (error) {
    if (nothing.has((error as { code: string }).code)) return []
    throw error
  }
}

type Kept = Row<'tenancy.tenant_domains'>
const recordOf = ({ domain, verificationToken }: Pick<Kept, 'domain' | 'verificationToken'>) => ({
  name: `_salus.${domain}`,
  value: `salus-verification=${verificationToken}`,
})
const shown = (row: Kept): Domain => {
  const { id, domain, isPrimary, verifiedAt, lastCheckedAt } = row
  return { id, domain, isPrimary, verifiedAt, lastCheckedAt, record: recordOf(row) }
}
const rows = (db: Db) => db.selectFrom('tenancy.tenant_domains').selectAll().orderBy('domain').limit(200)

const noAnswer = () => new AppError(409, 'tenancy.dns_silent', 'The name servers of this domain did not answer. Please try again later.')
export const notProven = () =>
  new AppError(409, 'tenancy.domain_not_proven', 'Only a domain whose DNS record was found can be the primary one.')

/**
 * Looks for the record and writes down what was found, outside any transaction while it asks: found proves the domain, gone takes
 * the proof back. No answer changes nothing; throws 409.
 */
async function check({ tools, now }: Pick<JobContext, 'tools' | 'now'>, actor: { tenantId: string; userId: string | null }, id: string) {
  const inTenant = <T>(work: (db: Db) => Promise<T>) => tools.inTenant({ ...actor, now }, work)
  const row = await inTenant((db) => rows(db).where('id', '=', id).executeTakeFirst())
  if (!row) throw notFound()
  const { name, value } = recordOf(row)
  const found = await textRecords(tools.config, name).catch(() => {
    throw noAnswer()
  })
  const isProven = found.includes(value)
  const at = now.toString()
  return inTenant(async (db) => {
    const proof = isProven ? { verifiedAt: row.verifiedAt ?? at } : { verifiedAt: null, isPrimary: false }
    const checked = await change(db, 'tenancy.tenant_domains', { id }, { ...proof, lastCheckedAt: at })
    if (isProven !== (row.verifiedAt !== null)) await emit(db, 'tenancy.tenant_changed', {})
    return shown(checked)
  })
}

/** Looks at every domain again, so that one that went to somebody else stops counting. Runs daily. */
export async function checkDomains({ tools, now }: Pick<JobContext, 'tools' | 'now'>): Promise<void> {
  const all = await tools.system
    .selectFrom('tenancy.tenant_domains as d')
    .innerJoin('tenancy.tenant_list as t', 't.tenantId', 'd.tenantId')
    .select(['d.tenantId', 'd.id'])
    .where('t.status', '<>', 'closed')
    .orderBy('d.lastCheckedAt')
    .execute()
  for (const { tenantId, id } of all)
    await check({ tools, now }, { tenantId, userId: null }, id).catch((error) => {
      if (!(error instanceof AppError)) throw error // silence, a domain removed meanwhile, one that another tenant has proven
    })
}

export const domainRoutes = [
  handle(listDomains, async ({ db }) => ({ items: (await rows(db).execute()).map(shown), next: null })),
  handle(addDomain, async ({ db, body }) => shown(await insert(db, 'tenancy.tenant_domains', { ...body, verificationToken: newToken() }))),
  handleOpen(checkDomain, ({ tools, now, params, who }) => check({ tools, now }, who as Session, params.id)),
  handle(makePrimary, async ({ db, params, emit }) => {
    const row = await rows(db).where('id', '=', params.id).executeTakeFirst()
    if (!row) throw notFound()
    if (!row.verifiedAt) throw notProven()
    await changeAll(db, 'tenancy.tenant_domains', { isPrimary: true }, { isPrimary: false })
    await change(db, 'tenancy.tenant_domains', { id: params.id }, { isPrimary: true })
    await emit('tenancy.tenant_changed', {})
  }),
  handle(removeDomain, async ({ db, params, emit }) => {
    await remove(db, 'tenancy.tenant_domains', { id: params.id })
    await emit('tenancy.tenant_changed', {})
  }),
]
