import { BlockList, isIP, isIPv4, SocketAddress } from 'node:net'
import type { Limit, Reach } from '#platform/module.ts'
import type { Conditions, Constraints } from './shapes.ts'

type Scope = 'own' | 'department' | 'organization' | 'tenant'
/** A permission as the catalogue has it. */
export type Permission = { code: string; scope: Scope; isSystemPermission: boolean; isNarrowable: boolean }
/** What a role says about one permission. Times are milliseconds since 1970; null does not limit. */
export type Grant = {
  permission: string
  isActive: boolean
  from: number | null
  until: number | null
  conditions: Conditions
  constraints: Constraints
}
export type Role = {
  id: string
  code: string
  scope: Scope
  isSystemRole: boolean
  priorityLevel: number
  grants: Grant[]
  below: string[]
}
/** That somebody holds a role: given to them, or to their department (`homeId`). `orgId` and `deptId` narrow it. */
export type Holding = {
  id: string
  roleId: string
  homeId: string | null
  orgId: string | null
  deptId: string | null
  from: number
  until: number | null
  isPrimary: boolean
  /** Permissions added to the role for this holder. */
  extra: readonly string[]
}
/** All that decides what one person may do. */
export type Facts = { permissions: ReadonlyMap<string, Permission>; roles: ReadonlyMap<string, Role>; holdings: readonly Holding[] }
/** When and how somebody asks. */
export type Moment = { at: number; ip: string | null; secondFactorAt: number | null }
/** This moment, from nowhere in particular and without a second factor. */
export const momentOf = (now: Temporal.Instant): Moment => ({ at: now.epochMilliseconds, ip: null, secondFactorAt: null })

/** One way by which a person may come to a permission: what they hold, the roles down to the one that grants, the grant. */
export type Way = {
  permission: Permission
  holding: Holding
  chain: readonly Role[]
  /** Null: added to the role for this holder. */
  grant: Grant | null
  limits: readonly Limit[]
  networks: BlockList | null
}

/** Every way to every permission, the shortest one for each role that grants it. */
export function waysOf({ permissions, roles, holdings }: Facts): Map<string, Way[]> {
  const ways = new Map<string, Way[]>()
  const lists = new Map<string, BlockList>()
  const add = (code: string, holding: Holding, chain: readonly Role[], grant: Grant | null) => {
    const permission = permissions.get(code)
    if (!permission) return
    const networks = grant?.constraints.networks ? listOf(grant.constraints.networks, lists) : null
    const way = { permission, holding, chain, grant, limits: limitsOf(permission, holding, chain, grant), networks }
    ways.set(code, [...(ways.get(code) ?? []), way])
  }
  for (const holding of holdings) {
    const chains = chainsFrom(holding.roleId, roles)
    for (const chain of chains) for (const grant of (chain.at(-1) as Role).grants) add(grant.permission, holding, chain, grant)
    for (const chain of chains.slice(0, 1)) for (const code of holding.extra) add(code, holding, chain, null)
  }
  return ways
}

/** The role itself and each below it, with the shortest chain that leads there. A parent holds all permissions of its children. */
export function chainsFrom(roleId: string, roles: ReadonlyMap<string, Role>): Role[][] {
  const chains: Role[][] = []
  const seen = new Set<string>()
  const visit = (id: string, above: Role[]) => {
    const role = roles.get(id)
    if (!role || seen.has(id)) return
    seen.add(id)
    chains.push([...above, role])
  }
  visit(roleId, [])
  for (const chain of chains) for (const id of (chain.at(-1) as Role).below) visit(id, chain)
  return chains
}

/** The same networks are one list, however many grants name them. */
function listOf(networks: readonly string[], lists: Map<string, BlockList>): BlockList {
  const key = networks.join()
  const found = lists.get(key)
  if (found) return found
  const list = new BlockList()
  for (const network of networks) {
    const [address, bits] = network.split('/') as [string, string]
    list.addSubnet(address, Number(bits), isIPv4(address) ? 'ipv4' : 'ipv6')
  }
  lists.set(key, list)
  return list
}

/** Whose rows this way reaches: those for which all limits hold. What is about one's own matters has nothing to narrow. */
function limitsOf(permission: Permission, holding: Holding, chain: readonly Role[], grant: Grant | null): Limit[] {
  if (permission.scope === 'own') return []
  const { orgId, deptId, homeId } = holding
  const scopes = new Set([permission.scope, chain[0]?.scope, chain.at(-1)?.scope, grant?.conditions.scope])
  const limits: Limit[] = []
  if (deptId) limits.push({ to: 'department', id: deptId })
  if (orgId) limits.push({ to: 'organization', id: orgId })
  if (scopes.has('own')) limits.push({ to: 'self' })
  if (scopes.has('department') && !deptId) limits.push(homeId ? { to: 'department', id: homeId } : { to: 'headed' })
  if (scopes.has('branch')) limits.push({ to: 'branch' })
  if (scopes.has('organization') && !orgId) limits.push({ to: 'organization', id: null })
  for (const comparison of grant?.conditions.where ?? []) limits.push({ to: 'attribute', ...comparison })
  return limits
}

const minute = 60_000
const hasBegun = (from: number | null, at: number) => from === null || from <= at
const hasEnded = (until: number | null, at: number) => until !== null && until <= at

/** What must be true of a way, in the order in which it is explained. */
const checks = {
  begun: ({ holding }, { at }) => hasBegun(holding.from, at),
  not_expired: ({ holding }, { at }) => !hasEnded(holding.until, at),
  active: ({ grant }) => grant === null || grant.isActive,
  effective: ({ grant }, { at }) => grant === null || hasBegun(grant.from, at),
  not_over: ({ grant }, { at }) => grant === null || !hasEnded(grant.until, at),
  by_system: ({ permission, chain, grant }) =>
    !permission.isSystemPermission || (grant !== null && chain.every((role) => role.isSystemRole)),
  narrowable: ({ permission, limits }) => limits.length === 0 || permission.isNarrowable,
  day: ({ grant }, moment) => grant?.constraints.days?.includes(shiftAt(grant.constraints, moment).day) ?? true,
  hour: ({ grant }, moment) => grant?.constraints.hours === undefined || shiftAt(grant.constraints, moment).inside,
  network: ({ networks }, moment) => networks === null || inNetworks(networks, moment),
  second_factor: ({ grant }, { at, secondFactorAt }) => {
    const within = grant?.constraints.secondFactorMinutes
    return within === undefined || (secondFactorAt !== null && at - secondFactorAt < within * minute)
  },
} satisfies Record<string, (way: Way, moment: Moment) => boolean>
export type Check = keyof typeof checks
const ordered = Object.entries(checks) as [Check, (way: Way, moment: Moment) => boolean][]

type Local = { time: string; day: number; dayBefore: number }
/** What is asked of one moment again and again. */
const known = new WeakMap<Moment, { zones: Map<string, Local>; address: SocketAddress | null }>()
function knownOf(moment: Moment) {
  const found = known.get(moment)
  if (found) return found
  const { ip } = moment
  const family = ip === null ? 0 : isIP(ip)
  const address = ip === null || family === 0 ? null : new SocketAddress({ address: ip, family: family === 4 ? 'ipv4' : 'ipv6' })
  const fresh = { zones: new Map<string, Local>(), address }
  known.set(moment, fresh)
  return fresh
}

function localAt(moment: Moment, timeZone: string): Local {
  const { zones } = knownOf(moment)
  const found = zones.get(timeZone)
  if (found) return found
  const local = Temporal.Instant.fromEpochMilliseconds(moment.at).toZonedDateTimeISO(timeZone)
  const time = local.toPlainTime().toString().slice(0, 5)
  const fresh = { time, day: local.dayOfWeek, dayBefore: local.subtract({ days: 1 }).dayOfWeek }
  zones.set(timeZone, fresh)
  return fresh
}

/** Is the time inside the hours, and on which ISO day did they begin? */
function shiftAt({ hours, timeZone = 'Europe/London' }: Constraints, moment: Moment): { inside: boolean; day: number } {
  const { time, day, dayBefore } = localAt(moment, timeZone)
  if (!hours) return { inside: true, day }
  const [from, to] = hours
  if (from < to) return { inside: from <= time && time < to, day }
  return time < to ? { inside: true, day: dayBefore } : { inside: from <= time, day }
}

function inNetworks(networks: BlockList, moment: Moment): boolean {
  const { address } = knownOf(moment)
  return address !== null && networks.check(address)
}

/** The first thing that keeps a way from counting at this moment; null: it counts. */
export function refusedBy(way: Way, moment: Moment): Check | null {
  for (const [name, passes] of ordered) if (!passes(way, moment)) return name
  return null
}

/** Every check of a way with its answer, for explaining. */
export const explain = (way: Way, moment: Moment) => ordered.map(([check, passes]) => ({ check, passed: passes(way, moment) }))

/** May somebody with these ways to a permission use it now, and whose rows does it reach? Null: they may not. */
export function decide(ways: readonly Way[], moment: Moment): Reach | null {
  const reach: (readonly Limit[])[] = []
  for (const way of ways) {
    if (refusedBy(way, moment) !== null) continue
    if (way.limits.length === 0) return 'all'
    reach.push(way.limits)
  }
  return reach.length > 0 ? reach : null
}

/** Does it depend on more than what is held: on the hour, the place, the second factor? */
export const hasCircumstances = ({ grant }: Way) => grant !== null && Object.keys(grant.constraints).length > 0

export type Rights = {
  /** Codes of the roles held, the primary one and then the weightiest first; what these contain after them. */
  roles: string[]
  permissions: ReadonlySet<string>
  /** Permissions that reach some rows only. */
  narrowed: ReadonlyMap<string, Exclude<Reach, 'all'>>
  /** Held for all rows and in any circumstances. */
  full: ReadonlySet<string>
  /** The next instant at which a role or grant begins or ends. */
  until: number | null
  /** Depends on circumstances: another request of the same moment may have other rights. */
  varies: boolean
}

/** All that somebody may do at this moment. */
export function rightsAt(facts: Facts, ways: ReadonlyMap<string, readonly Way[]>, moment: Moment): Rights {
  const permissions = new Set<string>()
  const narrowed = new Map<string, Exclude<Reach, 'all'>>()
  const full = new Set<string>()
  const times: (number | null)[] = facts.holdings.flatMap(({ from, until }) => [from, until])
  let varies = false
  for (const [code, all] of ways) {
    const reach = decide(all, moment)
    if (reach !== null) permissions.add(code)
    if (reach !== null && reach !== 'all') narrowed.set(code, reach)
    const lasting = all.filter((way) => !hasCircumstances(way))
    if (lasting.length < all.length) varies = true
    if (decide(lasting, moment) === 'all') full.add(code)
    for (const { grant } of all) if (grant) times.push(grant.from, grant.until)
  }
  const later = times.filter((time) => time !== null && time > moment.at) as number[]
  return { roles: rolesAt(facts, moment), permissions, narrowed, full, until: later.length > 0 ? Math.min(...later) : null, varies }
}

function rolesAt({ holdings, roles }: Facts, { at }: Moment): string[] {
  const held = holdings.filter(({ from, until }) => hasBegun(from, at) && !hasEnded(until, at))
  const weight = ({ roleId }: Holding) => roles.get(roleId)?.priorityLevel ?? 0
  const sorted = held.toSorted((a, b) => Number(b.isPrimary) - Number(a.isPrimary) || weight(b) - weight(a))
  const chains = sorted.map(({ roleId }) => chainsFrom(roleId, roles).map((chain) => (chain.at(-1) as Role).code))
  return [...new Set([...chains.flatMap((codes) => codes.slice(0, 1)), ...chains.flat()])]
}
