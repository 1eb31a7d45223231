import { type Rights, rightsOf } from '#modules/access/index.ts'
import { type Account, accountOf, departmentsHeadedBy } from '#modules/directory/index.ts'
import {
  defaultTheme,
  featuresOf,
  resolveTenant,
  suspensionOf,
  type Tenant,
  tenantOf,
  tenantOfCode,
  themeOf,
} from '#modules/tenancy/index.ts'
import type { Db } from '#platform/db.ts'
import { notFound, unauthenticated } from '#platform/errors.ts'
import { handle, handleOpen, type Lent, type PublicContext, type Tools } from '#platform/module.ts'
import { currentSession, endMyOtherSessions, endMySession, mySessions, signOut } from './contract.ts'
import { identify } from './identify.ts'
import { demoAccounts } from './operator.ts'
import { endAllSessions, endSessions, openSessionsOf } from './sessions.ts'

type Described = {
  userId: string
  now: Temporal.Instant
  only?: ReadonlySet<string>
  lent?: Lent | null | undefined
  /** What was read of them a moment ago. */
  known?: { account: Account; rights: Rights }
}
/** Who is signed in, and what the browser may offer them. */
export async function describeMe(db: Db, { userId, now, only, lent, known }: Described) {
  const [person, rights, headed, features, tenant, acting] = await Promise.all([
    known?.account ?? accountOf(db, userId),
    known?.rights ?? rightsOf(db, userId, now),
    departmentsHeadedBy(db, userId),
    featuresOf(db, now),
    db.selectFrom('tenancy.tenant_list').selectAll().executeTakeFirstOrThrow(),
    lent?.actingId ? accountOf(db, lent.actingId) : undefined,
  ])
  if (!person) throw unauthenticated()
  const { id, name, email, userType, timeZone, locale } = person
  return {
    ...{ id, name, email, userType, timeZone, locale },
    roles: rights.roles,
    permissions: [...(only ?? rights.permissions)].sort(),
    features,
    headsDepartments: headed.length > 0 && lent?.as !== 'kiosk',
    lent: lent ? { as: lent.as, actingName: acting?.name ?? null, secondsLeft: Math.ceil(lent.until.since(now).total('seconds')) } : null,
    tenant: { id: tenant.tenantId, name: tenant.name, code: tenant.code, status: tenant.status, suspension: suspensionOf(tenant, now) },
  }
}

/** The answer to "who am I, where, and how does it look", for a stranger too. */
async function describeSession({ who, now, tools, client }: Pick<PublicContext, 'who' | 'now' | 'tools' | 'client'>) {
  const demo = await demoHint(tools)
  if (who && !(who.suspended && !who.suspended.mayEnter))
    return tools.inTenant({ tenantId: who.tenantId, userId: who.userId, now }, async (db) => {
      const [me, theme] = await Promise.all([
        describeMe(db, { userId: who.userId, now, only: who.permissions, lent: who.lent }),
        themeOf(db),
      ])
      return {
        me,
        ...{ isPending: false, mustChange: false },
        tenant: { name: me.tenant.name, code: me.tenant.code },
        suspension: me.tenant.suspension,
        theme,
        ...demo,
      }
    })
  // Somebody whose organisation was suspended under their hands reads why, wherever they signed in.
  const tenant: Tenant | undefined = who
    ? await tenantOf(tools.system, who.tenantId, now)
    : await resolveTenant(tools.system, { host: client.host, now })
  const theme = tenant ? await tools.inTenant({ tenantId: tenant.id, userId: null, now }, themeOf) : defaultTheme()
  const pending = who ? null : await identify(client, now, tools, { evenPending: true, quietly: true })
  const { name, code, suspension = null } = tenant ?? {}
  const owes = { isPending: pending !== null, mustChange: pending?.mustChange ?? false }
  return { me: null, ...owes, tenant: name && code ? { name, code } : null, suspension, theme, ...demo }
}

async function demoHint({ config, system }: Tools) {
  if (!config.DEMO || !(await tenantOfCode(system, demoAccounts.tenant))) return {}
  return { demo: demoAccounts.people.map((person) => ({ tenant: demoAccounts.tenant, password: demoAccounts.password, ...person })) }
}

export const myRoutes = [
  handleOpen(currentSession, describeSession),
  handle(signOut, async ({ db, who, now, client }) => {
    await endSessions(db, { ids: [who.id], userId: who.userId, reason: 'signed_out', by: who.userId, now })
    client.setSession(null)
  }),
  handle(mySessions, async ({ db, who, now }) => {
    const open = await openSessionsOf(db, who.userId, now).limit(200).execute()
    const items = open.map(({ id, deviceInfo, ipAddress, createdAt, lastActiveAt }) => ({
      ...{ id, ipAddress, createdAt, lastActiveAt },
      device: deviceInfo ?? 'Unknown device',
      isCurrent: id === who.id,
    }))
    return { items, next: null }
  }),
  handle(endMySession, async ({ db, who, now, params }) => {
    const open = await openSessionsOf(db, who.userId, now).where('id', '=', params.id).executeTakeFirst()
    if (!open) throw notFound()
    await endSessions(db, { ids: [params.id], userId: who.userId, reason: 'revoked', by: who.userId, now })
  }),
  handle(endMyOtherSessions, ({ db, who, now }) =>
    endAllSessions(db, { userId: who.userId, except: who.id, reason: 'revoked', by: who.userId, now }),
  ),
]
