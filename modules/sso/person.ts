import { holdCredentials, noteAttempt, unguessed } from '#modules/auth/index.ts'
import * as people from '#modules/directory/index.ts'
import { provenDomains, settingsOf, suspended } from '#modules/tenancy/index.ts'
import { change, type Db, insert } from '#platform/db.ts'
import type { Client } from '#platform/module.ts'
import { claimNames, type Kept } from './kept.ts'
import { follow } from './mapping.ts'
import * as policy from './policy.ts'

type Came = {
  connection: Kept
  said: Record<string, unknown> & { sub: string }
  client: Client
  now: Temporal.Instant
  suspension: string | null
}
type About = Came & { profile: policy.Profile }

/**
 * Who of ours the provider speaks of: by issuer and subject. At the first time, and where the organisation lets it, the person who
 * has the verified address, or somebody new. Brings their roles and department to what the provider says. Throws 403.
 */
export async function personFor(db: Db, came: Came): Promise<string> {
  const { connection, said, now } = came
  const about = { ...came, profile: policy.profileOf(said, claimNames(connection)) }
  const known = await db
    .selectFrom('sso.identities')
    .select(['id', 'userId', 'origin'])
    .where('issuer', '=', connection.issuer)
    .where('subject', '=', said.sub)
    .forNoKeyUpdate()
    .executeTakeFirst()
  const account = known ? await welcomed(db, about, known) : await byAddress(db, about)
  const userId = account ?? (await created(db, about))
  if (known) await change(db, 'sso.identities', { id: known.id }, { lastUsedAt: now.toString() })
  await follow(db, { ...about, userId, isNew: account === undefined })
  return userId
}

/** Writes down that somebody was refused, and refuses. */
async function refuse(
  db: Db,
  { connection, said, client, now }: Came,
  account: people.Account | undefined,
  refusal: Error,
): Promise<never> {
  const tried = await unguessed(db, { account, typed: `${connection.issuer}\0${said.sub}`, client })
  await noteAttempt(db, tried, { outcome: 'failure', reason: account?.status ?? 'unknown', method: 'oidc', client, now })
  throw refusal
}

/** Somebody linked: active, or invited and here now. A name that we have from the provider follows it. */
async function welcomed(db: Db, about: About, { userId, origin }: { userId: string; origin: string }): Promise<string> {
  const { profile, now } = about
  const account = await people.accountOf(db, userId)
  if (!account || account.status === 'inactive') return refuse(db, about, account, policy.deactivated())
  if (account.status === 'invited') await people.activatePerson(db, { userId, verified: profile.isVerified ? profile.email : null, now })
  const { firstName, lastName } = profile
  if (origin === 'created' && firstName && lastName && (firstName !== account.firstName || lastName !== account.lastName))
    await people.renamePerson(db, { userId, firstName, lastName })
  return userId
}

/** The address that the provider verified, if it is at a domain that the organisation has proven and sends here. */
async function ownAddress(db: Db, { connection, profile: { email } }: About): Promise<boolean> {
  const domain = policy.domainOf(email)
  return domain !== null && connection.domains.includes(domain) && (await provenDomains(db)).includes(domain)
}

const link = (db: Db, { connection, said, now }: About, { userId, origin }: { userId: string; origin: 'created' | 'address' }) =>
  insert(db, 'sso.identities', { userId, issuer: connection.issuer, subject: said.sub, origin, lastUsedAt: now.toString() })

/** The person who has this address, linked from now on: never one who is linked to anything already. */
async function byAddress(db: Db, about: About): Promise<string | undefined> {
  const { connection, profile, said } = about
  if (profile.email === null) return undefined
  const account = await people.findAccount(db, profile.email)
  if (account?.email !== profile.email) return undefined
  const taken = policy.addressTaken(connection.name, said.sub)
  if (!connection.mayLink || !profile.isVerified || !(await ownAddress(db, about))) return refuse(db, about, account, taken)
  await holdCredentials(db, account.id)
  const others = await db
    .selectFrom('sso.identities as i')
    .innerJoin('sso.connections as c', 'c.issuer', 'i.issuer') // one at a provider that was removed leads nowhere
    .select('i.id')
    .where('i.userId', '=', account.id)
    .execute()
  if (others.length > 0) return refuse(db, about, account, taken)
  await welcomed(db, about, { userId: account.id, origin: 'address' })
  await link(db, about, { userId: account.id, origin: 'address' })
  return account.id
}

/** Somebody new, as far as the organisation has room. */
async function created(db: Db, about: About): Promise<string> {
  const { connection, profile, said, now } = about
  const { firstName, lastName, email, employeeNumber } = profile
  if (about.suspension !== null) throw suspended(about.suspension)
  if (!connection.mayCreate) return refuse(db, about, undefined, policy.unknownPerson(connection.name, said.sub))
  if (!firstName || !lastName) return refuse(db, about, undefined, policy.nameless(connection.name))
  if (email !== null && !(await ownAddress(db, about))) return refuse(db, about, undefined, policy.foreignAddress())
  if ((await people.roomLeft(db)) < 1) return refuse(db, about, undefined, policy.noRoom())
  const { locale, timeZone } = await settingsOf(db)
  const userId = await people.addOne(db, {
    ...{ firstName, lastName, email, locale, timeZone, employeeId: employeeNumber },
    ...{ status: 'active', authProvider: 'oidc', emailVerifiedAt: email !== null && profile.isVerified ? now.toString() : null },
  })
  await link(db, about, { userId, origin: 'created' })
  return userId
}
