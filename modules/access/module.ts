import { z } from 'zod'
import { Id } from '#platform/contract.ts'
import { boundOf, insertMany } from '#platform/db.ts'
import { AppError, invalid } from '#platform/errors.ts'
import { type ExportColumns, withExport } from '#platform/exports.ts'
import { defineModule, type Reaction } from '#platform/module.ts'
import { aboveYou, alreadyProposed, notYoursToConfirm, placeAboveYou, ring } from './ceiling.ts'
import { exportRoles, permissions, type Role } from './contract.ts'
import { departmentRoutes, refuseOrganizationAbove, refuseReachAbove } from './derivedRoles.ts'
import { editRoutes } from './editRole.ts'
import { explainRoutes } from './explaining.ts'
import { givingRoutes } from './giving.ts'
import { isAbove, peopleAbove, placesAbove, refusePlaceAbove } from './index.ts'
import { keepAnAdministrator, ownerRoutes } from './owners.ts'
import { listOfRoles, roleRoutes } from './roles.ts'

const roleColumns: ExportColumns<z.infer<typeof Role>> = {
  Name: (one) => one.name,
  Code: (one) => one.code,
  Description: (one) => one.description,
  Organisation: (one) => one.organization?.name,
  Contains: (one) => one.contains.map(({ name }) => name).join(', '),
  Rights: (one) => one.permissions.map(({ code }) => code).join(', '),
}

type Inside = NonNullable<Reaction['inside']>
type Person = { userId: string; fields?: string[] }
type People = { userIds: string[] }

/** New people start with the roles that everybody of their organization has; none of them has a session whose rights could be stale. */
const giveDefaultRoles: Inside = async ({ db, payload, now }) => {
  const { userId, userIds = [userId] } = payload as Person & Partial<People>
  const [roles, people] = await Promise.all([
    db.selectFrom('access.roles').select(['id', 'orgId']).where('isDefault', '=', true).execute(),
    db
      .selectFrom('directory.people')
      .select(['id', 'orgId'])
      .where((eb) => eb('id', '=', eb.fn.any(eb.val(userIds))))
      .execute(),
  ])
  const given = { assignedAt: now.toString(), assignedBy: boundOf(db).userId }
  const each = people.flatMap((person) =>
    roles.filter(({ orgId }) => orgId === null || orgId === person.orgId).map(({ id }) => ({ userId: person.id, roleId: id, ...given })),
  )
  await insertMany(db, 'access.user_roles', each)
}

/**
 * Whoever sets a person's address can take their account over by a forgotten password: so nobody changes, invites or deactivates
 * somebody who may do more than they. Rights that everybody has do not count. Throws 403.
 */
const protectAbove: Inside = async ({ db, payload, now }) => {
  const { userId, fields } = payload as Person
  const actor = boundOf(db).userId
  if (!actor || actor === userId || (fields && !['email', 'username'].some((one) => fields.includes(one)))) return
  if (await isAbove(db, { userId, by: actor, now })) throw aboveYou()
}

/** Whoever moves a person, or adds them, may give what everybody in their department holds. Throws 403. */
const protectPlace: Inside = async ({ db, payload, now }) => {
  const { userId, fields } = payload as Person
  const actor = boundOf(db).userId
  if (!actor || (fields && !fields.includes('departmentId'))) return
  const person = await db.selectFrom('directory.people').select('deptId').where('id', '=', userId).executeTakeFirst()
  if (person?.deptId) await refusePlaceAbove(db, { userId, departmentId: person.deptId, actor, now })
}

/** As `protectAbove`, for many. */
const protectManyAbove: Inside = async ({ db, payload, now }) => {
  const actor = boundOf(db).userId
  const { userIds } = payload as People
  if (actor && (await peopleAbove(db, { actor, userIds, now })).size > 0) throw aboveYou()
}

/** As `protectPlace`, for many: once for each department whose people hold a role. */
const protectManyPlaces: Inside = async ({ db, payload, now }) => {
  const actor = boundOf(db).userId
  const { userIds } = payload as People
  if (!actor) return
  const places = await db
    .selectFrom('access.department_roles as r')
    .innerJoin('directory.people as p', 'p.deptId', 'r.deptId')
    .where((eb) => eb('p.id', '=', eb.fn.any(eb.val(userIds))))
    .select('r.deptId')
    .distinct()
    .execute()
  const departmentIds = places.map(({ deptId }) => deptId)
  if (departmentIds.length > 0 && (await placesAbove(db, { departmentIds, actor, self: userIds[0] === actor, now })).size > 0)
    throw placeAboveYou()
}

/** Whoever makes somebody a head, or moves a department below one, may do with its people what that one then may. Throws 403. */
const protectReach: Inside = async ({ db, payload, now }) => {
  const { departmentId, before } = payload as { departmentId: string; before: Parameters<typeof refuseReachAbove>[1]['before'] | null }
  if (before) await refuseReachAbove(db, { departmentId, before, now })
}

/** As `protectReach`, for an organization that becomes part of another one. Throws 403. */
const protectOrganization: Inside = async ({ db, payload, now }) =>
  refuseOrganizationAbove(db, { ...(payload as { organizationId: string; before: string | null }), now })

/** A tenant always keeps somebody who can give roles. Throws 409. */
const protectLastAdministrator: Inside = async ({ db, payload }) => keepAnAdministrator(db, (payload as Person).userId)

export const access = defineModule({
  name: 'access',
  level: 3,
  permissions,
  routes: [
    ...withExport(listOfRoles, exportRoles, { name: 'roles', entity: 'access.roles', columns: roleColumns }),
    ...roleRoutes,
    ...editRoutes,
    ...givingRoutes,
    ...departmentRoutes,
    ...ownerRoutes,
    ...explainRoutes,
  ],
  events: {
    'access.rights_changed': { payload: z.object({ userIds: z.array(Id) }), live: 'named', urgent: true },
    // Who holds it may be everybody.
    'access.role_changed': { payload: z.object({ roleId: Id }), live: 'self', urgent: true },
    'access.owner_removed': { payload: z.object({ userId: Id }) },
    'access.owner_proposed': { payload: z.object({ userId: Id }), live: 'roles:write' },
  },
  reactions: [
    { on: 'directory.person_added', name: 'protect_place_of_new', inside: protectPlace },
    { on: 'directory.person_added', name: 'give_default_roles', inside: giveDefaultRoles },
    { on: 'directory.people_added', name: 'protect_places_of_new', inside: protectManyPlaces },
    { on: 'directory.people_added', name: 'give_many_default_roles', inside: giveDefaultRoles },
    { on: 'directory.people_changed', name: 'protect_many_changed', inside: protectManyAbove },
    { on: 'directory.people_changed', name: 'protect_many_places', inside: protectManyPlaces },
    { on: 'directory.person_changed', name: 'protect_changed', inside: protectAbove },
    { on: 'directory.person_changed', name: 'protect_place', inside: protectPlace },
    { on: 'directory.person_invited', name: 'protect_invited', inside: protectAbove },
    { on: 'directory.person_deactivated', name: 'protect_deactivated', inside: protectAbove },
    { on: 'directory.person_reactivated', name: 'protect_reactivated', inside: protectAbove },
    { on: 'directory.department_changed', name: 'protect_reach', inside: protectReach },
    { on: 'directory.organization_moved', name: 'protect_organization', inside: protectOrganization },
    { on: 'directory.person_deactivated', name: 'keep_an_administrator', inside: protectLastAdministrator },
  ],
  constraints: {
    roles_code_unique: () => invalid('code', 'Another role has this code.'),
    roles_org_exists: () => invalid('organizationId', 'There is no such organisation.'),
    role_permissions_pair_unique: () => invalid('grants', 'The role has this right twice.'),
    role_permissions_end_after_start: () => invalid('grants', 'The right would end before it begins.'),
    user_roles_grant_unique: () => new AppError(409, 'access.role_held', 'This person holds the role already.'),
    user_roles_org_exists: () => invalid('organizationId', 'There is no such organisation.'),
    user_roles_dept_exists: () => invalid('departmentId', 'There is no such department.'),
    department_roles_pair_unique: () => new AppError(409, 'access.department_holds', 'This department has the role already.'),
    owner_proposals_one_open: alreadyProposed,
    owner_proposals_confirmed_by_another: notYoursToConfirm,
    role_hierarchy_child_is_other: ring,
    role_hierarchy_pair_unique: () => invalid('contains', 'A role is named twice.'),
    user_roles_one_primary: () => invalid('isPrimary', 'This person has a primary role already.'),
    user_roles_expiry_after_assignment: () => invalid('expiresAt', 'The role would end before it begins.'),
  },
})
