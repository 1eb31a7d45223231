import { change, type Db, insert, insertMany, remove } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { handle, type Session } from '#platform/module.ts'
import * as refusals from './ceiling.ts'
import { type Actor, everythingOf, holdsAll, mayGive, ownerRole } from './ceiling.ts'
import * as api from './contract.ts'
import { keepAnAdministrator, openProposals, proposeOwner } from './owners.ts'
import { absentActor, actorOf, byDepartment, type Everything, everyRole, type FullRole, heldBy, named, placed } from './roles.ts'

export const giveable = (role: FullRole, all: Everything, who: Actor, userId: string | null) =>
  mayGive({ isSystemRole: role.isSystemRole, permissions: everythingOf(role.id, all.roles) }, who, userId)

/** Throws where the role does not exist, or is not this actor's to give with these rights added to it. */
export function chosen(
  all: Everything,
  who: Actor,
  given: { code: string; field: string; userId: string | null; extra: readonly string[] },
): FullRole {
  const role = [...all.roles.values()].find((one) => one.code === given.code)
  if (!role) throw refusals.unknownRole(given.field)
  for (const code of given.extra) {
    if (!all.permissions.has(code)) throw refusals.unknownPermission('customPermissions')
    if (all.permissions.get(code)?.isSystemPermission) throw refusals.systemPermission('customPermissions')
  }
  if (!giveable(role, all, who, given.userId) || !holdsAll(given.extra, who)) throw refusals.notYoursToGive()
  return role
}

type About = { userId: string; who: Actor; now: Temporal.Instant }

async function describe(db: Db, about: About) {
  const { userId, who } = about
  const [all, held, inherited, proposals, person] = await Promise.all([
    everyRole(db),
    heldBy(db, userId),
    byDepartment(db, userId),
    openProposals(db, about),
    db.selectFrom('directory.people').select(['id', 'orgId']).where('id', '=', userId).where('removedAt', 'is', null).executeTakeFirst(),
  ])
  if (!person) throw notFound()
  const items = held.flatMap(({ roleId, orgId, orgName, deptId, deptName, customPermissions, ...row }) => {
    const role = all.roles.get(roleId)
    const extra = customPermissions as string[]
    if (!role) return []
    const may = { take: giveable(role, all, who, userId) }
    return [
      {
        ...row,
        role: named(role),
        organization: placed(orgId, orgName),
        department: placed(deptId, deptName),
        customPermissions: extra,
        may,
      },
    ]
  })
  const whole = new Set(items.filter((one) => !one.organization && !one.department).map((one) => one.role.id))
  const fits = (role: FullRole) => role.orgId === null || role.orgId === person.orgId
  const mayGiveThem = [...all.roles.values()].filter((role) => !whole.has(role.id) && fits(role) && giveable(role, all, who, userId))
  return {
    ...{ all, person, items, proposals },
    byDepartment: inherited.flatMap(({ id, roleId, deptId, deptName }) => {
      const role = all.roles.get(roleId)
      return role ? [{ id, role: named(role), department: { id: deptId, name: deptName } }] : []
    }),
    mayGive: mayGiveThem.map((role) => role.code),
  }
}
type Described = Awaited<ReturnType<typeof describe>>

type Given = { code: string; field: string } & Omit<(typeof api.giveRole)['body']['_output'], 'role'>
const plainly = { expiresAt: null, isPrimary: false, organizationId: null, departmentId: null, customPermissions: [] }

async function give(db: Db, { userId, who, now }: About, before: Described, { code, field, ...given }: Given): Promise<void> {
  const { expiresAt, isPrimary, organizationId: orgId, departmentId: deptId, customPermissions } = given
  const role = chosen(before.all, who, { code, field, userId, extra: customPermissions })
  if (role.orgId !== null && role.orgId !== before.person.orgId) throw refusals.otherOrganization(field)
  if (code === ownerRole) {
    if (orgId !== null || deptId !== null || expiresAt !== null) throw refusals.ownerWhole(field)
    const isHeld = before.items.some((one) => one.role.id === role.id)
    if (!isHeld && (await proposeOwner(db, { userId, by: who.userId, now }))) return
  }
  if (isPrimary) await noPrimary(db, before)
  const kept = { userId, roleId: role.id, orgId, deptId, customPermissions, expiresAt, isPrimary }
  await insert(db, 'access.user_roles', { ...kept, assignedAt: now.toString(), assignedBy: who.userId })
}

async function noPrimary(db: Db, { items }: Described): Promise<void> {
  const primary = items.find((one) => one.isPrimary)
  if (primary) await change(db, 'access.user_roles', { id: primary.id }, { isPrimary: false })
}

/** What the person holds under this id, if it is the actor's to take or change. Throws 404, 403. */
function mine({ items }: Described, grantId: string) {
  const held = items.find((one) => one.id === grantId)
  if (!held) throw notFound()
  if (!held.may.take) throw refusals.notYoursToGive()
  return held
}

async function take(db: Db, { userId }: About, before: Described, grantId: string): Promise<void> {
  const held = mine(before, grantId)
  if (held.role.code === ownerRole) await keepAnAdministrator(db, userId)
  await remove(db, 'access.user_roles', { id: grantId, userId })
}

export const givingRoutes = [
  handle(api.rolesOfPerson, async ({ db, params, who, now }) => describe(db, { userId: params.id, who: await actorOf(db, who, now), now })),
  handle(api.giveRole, async ({ db, params, body, who, now }) => {
    const about = { userId: params.id, who: await actorOf(db, who, now), now }
    const { role: code, ...given } = body
    await give(db, about, await describe(db, about), { ...given, code, field: 'role' })
    await emit(db, 'access.rights_changed', { userIds: [params.id] })
    return describe(db, about)
  }),
  handle(api.changeHeldRole, async ({ db, params, body, who, now }) => {
    const about = { userId: params.id, who: await actorOf(db, who, now), now }
    const before = await describe(db, about)
    const held = mine(before, params.grantId)
    const { code } = held.role
    if (code === ownerRole && body.expiresAt) throw refusals.ownerWhole('expiresAt')
    chosen(before.all, about.who, { code, field: 'role', userId: params.id, extra: body.customPermissions ?? held.customPermissions })
    if (body.isPrimary && !held.isPrimary) await noPrimary(db, before)
    await change(db, 'access.user_roles', { id: held.id }, body)
    await emit(db, 'access.rights_changed', { userIds: [params.id] })
    return describe(db, about)
  }),
  handle(api.setRoles, async ({ db, params, body, who, now }) => {
    const about = { userId: params.id, who: await actorOf(db, who, now), now }
    const before = await describe(db, about)
    const held = new Set(before.items.map((one) => one.role.code))
    const wanted = new Set(body.roles)
    for (const code of wanted.difference(held)) await give(db, about, before, { ...plainly, code, field: 'roles' })
    for (const one of before.items) if (!wanted.has(one.role.code)) await take(db, about, before, one.id)
    await emit(db, 'access.rights_changed', { userIds: [params.id] })
    return describe(db, about)
  }),
  handle(api.takeRole, async ({ db, params, who, now }) => {
    const about = { userId: params.id, who: await actorOf(db, who, now), now }
    await take(db, about, await describe(db, about), params.grantId)
    await emit(db, 'access.rights_changed', { userIds: [params.id] })
  }),
]

/** May `who` have these roles given to whoever a sign-in provider says? Throws 422 for what is no such role, 403. */
export async function refuseUnmappable(
  db: Db,
  { codes, who, now }: { codes: readonly string[]; who: Session; now: Temporal.Instant },
): Promise<void> {
  const [all, actor] = await Promise.all([everyRole(db), actorOf(db, who, now)])
  for (const code of codes) {
    const role = chosen(all, actor, { code, field: 'mappings', userId: null, extra: [] })
    if (role.code === ownerRole) throw refusals.ownerNotMapped()
    if (role.orgId !== null) throw refusals.otherOrganization('mappings')
  }
}

type Mapped = { userId: string; codes: readonly string[]; by: string | null; now: Temporal.Instant }
/**
 * Brings the roles that single sign-on gave a person to these; those given by hand stay as they are. New ones are given in the
 * name of who saved the mapping: only what `by` may give to this person now. Answers the codes that were not given.
 */
export async function setMappedRoles(db: Db, { userId, codes, by, now }: Mapped): Promise<string[]> {
  const [all, held, actor] = await Promise.all([everyRole(db), heldBy(db, userId), by ? absentActor(db, by, now) : undefined])
  const wanted = [...all.roles.values()].filter((role) => codes.includes(role.code))
  const whole = held.filter((one) => one.orgId === null && one.deptId === null)
  const gone = held.filter((one) => one.source === 'sso' && !wanted.some((role) => role.id === one.roleId))
  const missing = wanted.filter((role) => !whole.some((one) => one.roleId === role.id))
  const given = missing.filter((role) => role.code !== ownerRole && actor && giveable(role, all, actor, userId))
  for (const { id } of gone) await remove(db, 'access.user_roles', { id })
  const assigned = { userId, assignedAt: now.toString(), assignedBy: by, source: 'sso' as const }
  await insertMany(
    db,
    'access.user_roles',
    given.map((role) => ({ ...assigned, roleId: role.id })),
  )
  if (gone.length + given.length > 0) await emit(db, 'access.rights_changed', { userIds: [userId] })
  const refused = missing.filter((role) => !given.includes(role)).map((role) => role.code)
  return [...refused, ...codes.filter((code) => !wanted.some((role) => role.code === code))]
}

/**
 * What single sign-on gave these people goes, but the roles of `keep`: nothing gives it any more. One statement, however many they
 * are; roles given by hand stay, and a tenant administrator was never mapped.
 */
export async function takeMappedRoles(db: Db, { userIds, keep = [] }: { userIds: readonly string[]; keep?: readonly string[] }) {
  const gone = await db
    .selectFrom('access.user_roles as u')
    .innerJoin('access.roles as r', 'r.id', 'u.roleId')
    .where('u.source', '=', 'sso')
    .where((eb) => eb('u.userId', '=', eb.fn.any(eb.val(userIds))))
    .where((eb) => eb.not(eb('r.code', '=', eb.fn.any(eb.val([...keep, ownerRole])))))
    .select(['u.id', 'u.userId'])
    .forUpdate('u')
    .execute()
  if (gone.length === 0) return
  await remove(db, 'access.user_roles', { id: gone.map(({ id }) => id) })
  await emit(db, 'access.rights_changed', { userIds: [...new Set(gone.map(({ userId }) => userId))] })
}
