import { append, boundOf, change, type Db, insert } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { handle } from '#platform/module.ts'
import * as refusals from './ceiling.ts'
import { type Actor, mayConfirm, mayDecline, needsSecond, ownerRole } from './ceiling.ts'
import * as api from './contract.ts'
import { assignRole } from './holdings.ts'
import { actorOf } from './roles.ts'

/** How long a proposal waits for its second administrator. */
const openFor = { hours: 7 * 24 }

/** Those who are tenant administrators of everything and for good, and active (or `leaving`). */
async function ownersOf(db: Db, leaving?: string): Promise<string[]> {
  const rows = await db
    .selectFrom('access.user_roles as g')
    .innerJoin('access.roles as r', 'r.id', 'g.roleId')
    .innerJoin('directory.people as p', 'p.id', 'g.userId')
    .where('r.code', '=', ownerRole)
    .where('g.expiresAt', 'is', null)
    .where('g.orgId', 'is', null)
    .where('g.deptId', 'is', null)
    .where((eb) => eb.or([eb('p.status', '=', 'active'), ...(leaving ? [eb('p.id', '=', leaving)] : [])]))
    .select('g.userId')
    .execute()
  return rows.map((row) => row.userId)
}

/** Held until the commit, so that the last two cannot go, nor two first ones come, at the same moment. */
const lockOwners = (db: Db) => db.selectFrom('access.roles').select('id').where('code', '=', ownerRole).forNoKeyUpdate().executeTakeFirst()

/**
 * A tenant administrator goes, by themself or by another. Throws 409 where nobody else than `leaving` is an active one. Whom another
 * removed hears of it, and is remembered: until `openFor` has passed, that other one appoints nobody alone.
 */
export async function keepAnAdministrator(db: Db, leaving: string): Promise<void> {
  await lockOwners(db)
  const owners = await ownersOf(db, leaving)
  if (!owners.includes(leaving)) return
  if (owners.every((id) => id === leaving)) throw refusals.lastAdministrator()
  const { userId: by, now } = boundOf(db)
  if (by === null || by === leaving) return
  await append(db, 'access.owner_departures', { userId: leaving, removedBy: by, removedAt: now.toString() })
  await emit(db, 'access.owner_removed', { userId: leaving })
}

/** Throws 409 where somebody lately removed another tenant administrator: two would become one, and one appoint whom they like. */
async function waitAfterRemoval(db: Db, now: Temporal.Instant): Promise<void> {
  const last = await db
    .selectFrom('access.owner_departures')
    .select('removedAt')
    .where('removedAt', '>', now.subtract(openFor).toString())
    .orderBy('removedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (last) throw refusals.removedLately(Temporal.Instant.from(last.removedAt).add(openFor))
}

/**
 * Where another administrator could confirm a new one, they must: the person is proposed, and holds nothing yet (true). The only
 * administrator of a tenant appoints the second one alone (false), unless another was removed lately. Throws 409.
 */
export async function proposeOwner(db: Db, { userId, by, now }: { userId: string; by: string; now: Temporal.Instant }): Promise<boolean> {
  const role = await lockOwners(db)
  if (!role) return false
  if (!needsSecond(await ownersOf(db), by)) {
    await waitAfterRemoval(db, now)
    return false
  }
  const { id: roleId } = role
  const old = await db
    .selectFrom('access.owner_proposals')
    .select(['id', 'expiresAt'])
    .where('userId', '=', userId)
    .where('roleId', '=', roleId)
    .where('outcome', 'is', null)
    .executeTakeFirst()
  if (old && Temporal.Instant.compare(Temporal.Instant.from(old.expiresAt), now) > 0) throw refusals.alreadyProposed()
  if (old) await change(db, 'access.owner_proposals', { id: old.id }, { outcome: 'declined', decidedAt: now.toString() })
  const [proposedAt, expiresAt] = [now.toString(), now.add(openFor).toString()]
  await insert(db, 'access.owner_proposals', { userId, roleId, proposedBy: by, proposedAt, expiresAt })
  await emit(db, 'access.owner_proposed', { userId })
  return true
}

const open = (db: Db, now: Temporal.Instant) =>
  db
    .selectFrom('access.owner_proposals as o')
    .innerJoin('access.roles as r', 'r.id', 'o.roleId')
    .innerJoin('directory.people as p', 'p.id', 'o.userId')
    .leftJoin('directory.people as b', 'b.id', 'o.proposedBy')
    .where('o.outcome', 'is', null)
    .where('o.expiresAt', '>', now.toString())
    .select(['o.id', 'o.userId', 'p.name as person', 'o.roleId', 'r.code', 'r.name', 'o.proposedBy', 'b.name as proposer'])
    .select(['o.proposedAt', 'o.expiresAt'])
    .orderBy('o.proposedAt')
    .orderBy('o.id')

/** What waits for a second administrator, of everybody or of one person. */
export async function openProposals(db: Db, { who, now, userId }: { who: Actor; now: Temporal.Instant; userId?: string }) {
  const rows = await (userId ? open(db, now).where('o.userId', '=', userId) : open(db, now)).limit(200).execute()
  return rows.map((row) => ({
    id: row.id,
    person: { id: row.userId, name: row.person ?? '' },
    role: { id: row.roleId, code: row.code, name: row.name },
    proposedBy: row.proposer,
    proposedAt: row.proposedAt,
    expiresAt: row.expiresAt,
    may: { confirm: mayConfirm(row, who), decline: mayDecline(row, who) },
  }))
}

/** An open proposal, held until the commit. Throws 404 for none, 409 for one that is decided or over. */
async function lockedProposal(db: Db, id: string, now: Temporal.Instant) {
  const row = await db.selectFrom('access.owner_proposals').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
  if (!row) throw notFound()
  if (row.outcome !== null || Temporal.Instant.compare(Temporal.Instant.from(row.expiresAt), now) <= 0) throw refusals.proposalOver()
  return row
}

export const ownerRoutes = [
  handle(api.listOwnerProposals, async ({ db, who, now }) => ({
    items: await openProposals(db, { who: await actorOf(db, who, now), now }),
    next: null,
  })),
  handle(api.confirmOwner, async ({ db, params, who, now }) => {
    const proposal = await lockedProposal(db, params.id, now)
    if (!mayConfirm(proposal, await actorOf(db, who, now))) throw refusals.notYoursToConfirm()
    await change(
      db,
      'access.owner_proposals',
      { id: params.id },
      { outcome: 'confirmed', decidedBy: who.userId, decidedAt: now.toString() },
    )
    await assignRole(db, { userId: proposal.userId, role: ownerRole, now, by: who.userId })
  }),
  handle(api.declineOwner, async ({ db, params, who, now }) => {
    const proposal = await lockedProposal(db, params.id, now)
    if (!mayDecline(proposal, await actorOf(db, who, now))) throw refusals.notYoursToDecline()
    await change(db, 'access.owner_proposals', { id: params.id }, { outcome: 'declined', decidedBy: who.userId, decidedAt: now.toString() })
    await emit(db, 'access.owner_proposed', { userId: proposal.userId })
  }),
]
