import { AppError, invalid } from '#platform/errors.ts'
import { type Check, chainsFrom, decide, explain, hasCircumstances, type Moment, type Role, type Way } from './policy.ts'

/** Who holds it can appoint anybody to anything: two of them are needed to make another one, and one always stays. */
export const ownerRole = 'tenant_administrator'

/** Every permission that a role brings, with those of the roles it contains; also those that begin later. */
export const everythingOf = (roleId: string, roles: ReadonlyMap<string, Role>): Set<string> =>
  new Set(
    chainsFrom(roleId, roles).flatMap((chain) =>
      (chain.at(-1) as Role).grants.filter((grant) => grant.isActive).map((grant) => grant.permission),
    ),
  )

type Ways = ReadonlyMap<string, readonly Way[]>
const codesOf = (ways: Ways, counts: (all: readonly Way[]) => boolean) =>
  new Set([...ways].filter(([, all]) => counts(all)).map(([code]) => code))
/** What somebody may pass on: what they hold for all rows, in any circumstances and without an end. */
export const passableOf = (ways: Ways, moment: Moment): Set<string> => {
  const stays = (way: Way) => !hasCircumstances(way) && way.holding.until === null && (way.grant?.until ?? null) === null
  return codesOf(ways, (all) => decide(all.filter(stays), moment) === 'all')
}

type Given = { isSystemRole: boolean; permissions: Iterable<string> }
/** `full`: what they may pass on. */
export type Actor = { userId: string; permissions: ReadonlySet<string>; full: ReadonlySet<string> }

/** Does somebody hold all of these, for all rows, in any circumstances and without an end? */
export const holdsAll = (permissions: Iterable<string>, { full }: Pick<Actor, 'full'>) =>
  [...permissions].every((permission) => full.has(permission))

/**
 * May somebody give this role to (or take it from) a person? Only what they hold in full themselves: nobody gains or passes on a
 * right the actor lacks. One exception lets an organisation begin: who may appoint gives the roles that came with the system to
 * others, never to themselves; so an administrator can appoint a nurse without reading a note.
 */
export const mayGive = (role: Given, who: Actor, toUserId: string | null): boolean =>
  who.permissions.has('roles:write') && mayPlace(role, who, toUserId)

/** May somebody put a person where everybody holds this role? */
export const mayPlace = (role: Given, who: Pick<Actor, 'userId' | 'full'>, userId: string | null): boolean =>
  holdsAll(role.permissions, who) || (who.full.has('roles:appoint') && role.isSystemRole && userId !== who.userId)

/** May somebody make a role into this? Only one made here, of permissions that they hold in full: before and after. */
export const mayEdit = (role: { isSystemRole: boolean }, permissions: Iterable<string>, who: Actor): boolean =>
  who.permissions.has('roles:write') && !role.isSystemRole && holdsAll(permissions, who)

/** Does another administrator have to confirm a new one? Not where there is no other who could: so an organisation begins. */
export const needsSecond = (owners: readonly string[], actorId: string): boolean => owners.some((id) => id !== actorId)

/** May somebody confirm a new administrator? Neither who proposed them nor themselves. */
export const mayConfirm = (proposal: { userId: string; proposedBy: string }, who: Actor): boolean =>
  who.full.has('roles:appoint') && proposal.proposedBy !== who.userId && proposal.userId !== who.userId

/** May somebody close a proposal? Who could appoint, who proposed it, and whom it is about. */
export const mayDecline = (proposal: { userId: string; proposedBy: string }, who: Actor): boolean =>
  who.full.has('roles:appoint') || proposal.proposedBy === who.userId || proposal.userId === who.userId

/** What passes: it begins, the hour comes round, the factor is shown. */
const passing: readonly Check[] = ['begun', 'effective', 'day', 'hour', 'network', 'second_factor']
/** Everything that somebody may do now, later, at other hours or from other places. */
export const everAllowed = (ways: Ways, moment: Moment): Set<string> => {
  const mayCome = (way: Way) => explain(way, moment).every(({ check, passed }) => passed || passing.includes(check))
  return codesOf(ways, (all) => all.some(mayCome))
}

/** May somebody change the address of a person, invite or deactivate them? Not where that person may do what they may not. */
export const outranks = (target: Iterable<string>, who: ReadonlySet<string>) =>
  !who.has('roles:appoint') && [...target].some((permission) => !who.has(permission))

/** Would the parent come below itself? `below`: the children of each role, without the new one. */
export function makesRing(parentId: string, childId: string, below: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>([childId])
  for (const id of seen) for (const next of below.get(id) ?? []) seen.add(next)
  return seen.has(parentId)
}

export const aboveYou = () =>
  new AppError(403, 'access.above_you', 'This person may do things that you may not. Somebody who holds these rights must do this.')
export const placeAboveYou = () =>
  new AppError(
    403,
    'access.place_above_you',
    'Everybody in this department may do things that you may not, so you cannot put anybody there.',
  )
export const reachAboveYou = () =>
  new AppError(
    403,
    'access.reach_above_you',
    'Somebody would come to see or do more with the people of this department than you may yourself. Whoever may appoint people must do this.',
  )
export const notYoursToGive = () =>
  new AppError(403, 'access.not_yours_to_give', 'This role allows things that you may not do yourself, so you cannot give or take it.')
export const notYoursToEdit = () =>
  new AppError(403, 'access.not_yours_to_edit', 'This role allows, or would allow, things that you may not do yourself.')
export const systemRole = () =>
  new AppError(409, 'access.system_role', 'This role came with the system: it is given and taken, not changed. Copy it to make your own.')
export const systemPermission = (field: string) => invalid(field, 'This right is only held through roles that came with the system.')
export const tooManyRoles = (most: number) =>
  new AppError(409, 'access.too_many_roles', `There are ${most.toLocaleString('en-GB')} roles. Remove one that nobody needs first.`)
export const ring = () => invalid('contains', 'A role cannot contain itself, directly or through others.')
export const ownerInside = () => invalid('contains', 'The tenant administrator cannot be part of another role: it is given to people only.')
export const ownerWhole = (field: string) => invalid(field, 'A tenant administrator is one for the whole organisation, for good.')
export const ownerNotForAll = () => invalid('role', 'The tenant administrator is given to people, not to departments.')
export const ownerNotMapped = () => invalid('mappings', 'The tenant administrator is appointed by people, never by a group elsewhere.')
export const otherOrganization = (field: string) => invalid(field, 'This role is for people of another organisation.')
export const lastAdministrator = () =>
  new AppError(409, 'access.last_administrator', 'This is the last tenant administrator. Appoint another one first.')
export const unknownRole = (field: string) => invalid(field, 'There is no such role.')
export const unknownPermission = (field: string) => invalid(field, 'There is no such right.')
export const alreadyProposed = () =>
  new AppError(409, 'access.already_proposed', 'This person is proposed already. Another administrator can confirm it.')
export const notYoursToConfirm = () =>
  new AppError(403, 'access.not_yours_to_confirm', 'Another tenant administrator than the one who proposed this must confirm it.')
export const notYoursToDecline = () =>
  new AppError(403, 'access.not_yours_to_decline', 'Only a tenant administrator, or who proposed this, can close it.')
export const removedLately = (until: Temporal.Instant) =>
  new AppError(
    409,
    'access.removed_lately',
    `A tenant administrator was removed in the last seven days. Until ${until.toZonedDateTimeISO('UTC').toPlainDate().toLocaleString('en-GB', { dateStyle: 'long' })} nobody is appointed by one person alone.`,
  )
export const proposalOver = () => new AppError(409, 'access.proposal_over', 'This proposal is no longer open. Propose the person again.')
