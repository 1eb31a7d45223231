import { type Account, accountOf, activatePerson, findAccount, stationeryFor } from '#modules/directory/index.ts'
import { configOf, letterOf, resolveTenant } from '#modules/tenancy/index.ts'
import type { Db } from '#platform/db.ts'
import { unauthenticated } from '#platform/errors.ts'
import { later } from '#platform/events.ts'
import { type Client, handle, handleOpen, type Job, type Session, type Tools } from '#platform/module.ts'
import { mayWrite } from './attempt.ts'
import { acceptInvitation, changePassword, completeReset, forgotPassword, myPassword, questionsOfReset, signInPolicy } from './contract.ts'
import { usesPassword } from './identify.ts'
import { hashPassword, lockOf, refuseEasyPassword, setPassword } from './password.ts'
import { linkSpent, noPassword, samePassword, tenantNeeded, wrongCurrent } from './policy.ts'
import { endAllSessions, reopenSession, sessionsChanged } from './sessions.ts'
import { askQuestions, provePassword, questionsOf } from './signIn.ts'
import { findToken, makeToken, spendToken } from './tokens.ts'

const wordsOf = ({ firstName, lastName, email }: Account) => [firstName, lastName, email]

/** A link whose token lies in the fragment: it is never sent to a server, nor kept in its logs. */
const linkFor = (origin: string, page: string, token: string) => `${origin}/${page}#${token}`

/** Makes a link for a person and mails it. Without an address, or for nobody, nothing is sent. */
async function sendLink(
  tools: Tools,
  { tenantId, userId, purpose, now }: { tenantId: string; userId: string | null; purpose: 'invite' | 'reset'; now: Temporal.Instant },
): Promise<void> {
  if (!userId) return
  const made = await tools.inTenant({ tenantId, userId: null, now }, async (db) => {
    const person = await accountOf(db, userId)
    const tenant = await db.selectFrom('tenancy.tenant_list').select(['name', 'status']).executeTakeFirstOrThrow()
    const wanted = purpose === 'invite' ? 'invited' : 'active'
    if (!person?.email || person.status !== wanted || tenant.status === 'closed') return undefined
    const look = await stationeryFor(db, userId)
    const { origin } = look
    const found = { person, tenant: tenant.name, to: person.email, look }
    const isByPassword = await usesPassword(db, person, now)
    if ((!isByPassword && purpose === 'reset') || (await lockOf(db, { userId, now }))?.by) return undefined
    if (!isByPassword) return { ...found, link: `${origin}/sign-in`, isByPassword }
    if (!(await mayWrite(db, { userId, kind: purpose, now }))) return undefined
    const token = await makeToken(db, { userId, purpose, email: person.email, now })
    const link = linkFor(origin, purpose === 'invite' ? 'accept-invitation' : 'reset-password', token)
    return { ...found, link, isByPassword }
  })
  if (!made) return
  const { person, tenant, to, look, link: url, isByPassword } = made
  const welcome = `${tenant} has made an account for you.`
  const words = !isByPassword
    ? { message: `${welcome} You sign in as you do elsewhere at ${tenant}.`, link: { label: 'Sign in', url } }
    : purpose === 'invite'
      ? {
          message: `${welcome} Choose a password to start.`,
          link: { label: 'Choose a password', url },
          after: 'The link works once, for 7 days.',
        }
      : {
          message: `Somebody, hopefully you, asked for a new password at ${tenant}.`,
          link: { label: 'Choose a new password', url },
          after: 'The link works once, for 30 minutes. If you did not ask, you need not do anything.',
        }
  const title = purpose === 'invite' ? `Your account at ${tenant}` : 'Choose a new password'
  await tools.mail.send({ tenantId, to, ...letterOf({ name: person.firstName, title, ...words }, look) })
}

/** Jobs that send a link: `auth.send_invite`, `auth.send_reset`. */
export const sends =
  (purpose: 'invite' | 'reset'): Job =>
  ({ tools, tenantId, payload, now }) =>
    sendLink(tools, { tenantId, userId: (payload as { userId: string | null }).userId, purpose, now })

type Spent = {
  token: string
  password: string
  answers?: string[] | undefined
  purpose: 'invite' | 'reset'
  client: Client
  now: Temporal.Instant
}
/**
 * Spends a token of a link and sets the password: once, also when two try at the same moment. Every session of the person ends;
 * an invited person becomes active. Throws 410 for a spent link, 422 for an easy password (the link then still works).
 */
async function spendLink(tools: Tools, given: Spent): Promise<void> {
  const { purpose, now } = given
  const found = await findToken(tools, given)
  const { tenantId, userId } = found
  const inTenant = <T>(work: (db: Db) => Promise<T>) => tools.inTenant({ tenantId, userId, ip: given.client.ip, now }, work)
  const [person, lock, { passwordLength }] = await inTenant((db) =>
    Promise.all([accountOf(db, userId), lockOf(db, { userId, now }), configOf(db, signInPolicy)]),
  )
  // A letter opens nothing once the person has another address: whoever reads the old one is not them.
  if (person?.status !== (purpose === 'invite' ? 'invited' : 'active') || person.email !== found.email || lock?.by) throw linkSpent()
  await refuseEasyPassword({ password: given.password, least: passwordLength, about: wordsOf(person) })
  if (purpose === 'reset') await askQuestions(inTenant, { ...given, person })
  const passwordHash = await hashPassword(given.password)
  await inTenant(async (db) => {
    await spendToken(db, { id: found.id, now })
    await setPassword(db, { userId, passwordHash, now })
    if (purpose === 'invite') await activatePerson(db, { userId, verified: found.email, now })
    await endAllSessions(db, { userId, reason: 'password_changed', by: userId, now })
  })
}

/** Job: tells a person that somebody used an old refresh token of theirs. */
export const tellOfReuse: Job = async ({ tools, tenantId, payload, now }) => {
  const { userId } = payload as { userId: string }
  const [person, look] = await tools.inTenant({ tenantId, userId: null, now }, (db) =>
    Promise.all([accountOf(db, userId), stationeryFor(db, userId)]),
  )
  if (!person?.email) return
  const words = {
    ...{ name: person.firstName, title: 'One of your apps was signed out' },
    message:
      'Somebody used an old key of one of your signed-in apps. To be safe, that app has been signed out everywhere. If this was not you, please choose a new password.',
    link: { label: 'Choose a new password', url: `${look.origin}/forgotten-password` },
  }
  await tools.mail.send({ tenantId, to: person.email, ...letterOf(words, look) })
}

export const linkRoutes = [
  handleOpen(forgotPassword, async ({ tools, client, now, body }) => {
    const tenant = await resolveTenant(tools.system, { host: client.host, code: body.tenant, now })
    if (!tenant && !body.tenant) throw tenantNeeded()
    if (!tenant) return
    // Known or not, the same work: whether a letter is written is decided in the job.
    await tools.inTenant({ tenantId: tenant.id, userId: null, ip: client.ip, now }, async (db) => {
      const account = await findAccount(db, body.identifier)
      later(db, 'auth.send_reset', { userId: account?.id ?? null })
    })
  }),
  handleOpen(questionsOfReset, async ({ tools, now, body }) => {
    const { tenantId, userId } = await findToken(tools, { ...body, purpose: 'reset', now })
    const asked = await tools.inTenant({ tenantId, userId: null, now }, (db) => questionsOf(db, userId))
    return { questions: asked.map(({ question }) => question) }
  }),
  handleOpen(completeReset, ({ tools, client, now, body }) => spendLink(tools, { ...body, purpose: 'reset', client, now })),
  handleOpen(acceptInvitation, ({ tools, client, now, body }) => spendLink(tools, { ...body, purpose: 'invite', client, now })),
  handle(myPassword, async ({ db, who, now }) => {
    const account = await accountOf(db, who.userId)
    return { mayUse: account !== undefined && (await usesPassword(db, account, now)) }
  }),
  handleOpen(changePassword, async ({ tools, client, now, body, who }) => {
    const session = who as Session
    const { tenantId, userId } = session
    // Whoever still owes their second factor changes nothing.
    if (session.isPending && !session.mustChange) throw unauthenticated()
    const account = await provePassword({ tools, client, now }, session, body.current)
    if (!account) throw wrongCurrent()
    if (body.next === body.current) throw samePassword()
    const actor = { tenantId, userId, ip: client.ip, now }
    const { passwordLength } = await tools.inTenant(actor, async (db) => {
      if (!(await usesPassword(db, account, now))) throw noPassword()
      return configOf(db, signInPolicy)
    })
    await refuseEasyPassword({ password: body.next, least: passwordLength, about: wordsOf(account), field: 'next' })
    const passwordHash = await hashPassword(body.next)
    await tools.inTenant(actor, async (db) => {
      await setPassword(db, { userId, passwordHash, now })
      await endAllSessions(db, { userId, except: session.id, reason: 'password_changed', by: userId, now })
      const here = session.kind === 'browser' && (await reopenSession(db, { id: session.id, userId, now }))
      if (here) client.setSession(here.token, here.expiresAt)
      else await sessionsChanged(db, userId)
    })
  }),
]
