import { holdersOf, rightsOf } from '#modules/access/index.ts'
import { headsAbove, placeOf } from '#modules/directory/index.ts'
import { notify } from '#modules/notifications/index.ts'
import type { Db } from '#platform/db.ts'
import type { JobContext, Reaction } from '#platform/module.ts'
import { paperOf, planWarnings, type Warning, warningsOf, warnKey } from './papers.ts'
import { reaches } from './people.ts'
import { lastDay, morningBefore } from './policy.ts'

/** Tells the owner, of a certification their manager, and whoever verifies their papers: once for each paper, day of expiry and warning. */
export async function warn({ payload, tenantId, now, tools }: JobContext): Promise<void> {
  const { kind, id, days } = payload as Warning
  await tools.inTenant({ tenantId, userId: null, now }, async (db) => {
    const paper = await paperOf(db, kind, id).catch(() => null)
    if (!paper?.expiresOn) return
    const { userId, title, expiresOn } = paper
    const all = await warningsOf(db, { userId })
    const isDue = all.includes(days) && Temporal.Instant.compare(morningBefore(expiresOn, days), now) <= 0
    const nextIsDue = all.some((one) => one < days && Temporal.Instant.compare(morningBefore(expiresOn, one), now) <= 0)
    if (!isDue || nextIsDue) return
    const { name, departmentId } = await placeOf(db, userId)
    const heads = kind === 'certifications' && departmentId ? await headsAbove(db, departmentId) : []
    const manager = heads.find((head) => head !== userId)
    const day = Temporal.PlainDate.from(expiresOn).toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
    const common = { type: 'certificate_expiring', title: `“${title}” expires soon` } as const
    const key = `paper:${id}:${expiresOn}:${days}`
    await notify(db, {
      ...common,
      userIds: [userId],
      message: `It counts until ${day}. Put the new one into your profile when you have it.`,
      link: '/account/profile',
      dedupeKey: `${key}:owner`,
    })
    const verifiers = (await verifiersOf(db, userId, now)).filter((one) => one !== userId && one !== manager)
    for (const [userIds, role] of [[manager ? [manager] : [], 'manager'] as const, [verifiers, 'verifiers'] as const])
      if (userIds.length > 0)
        await notify(db, {
          ...common,
          userIds,
          message: `It is ${name}’s, and counts until ${day}.`,
          link: `/people/${userId}`,
          dedupeKey: `${key}:${role}`,
        })
  })
}

/** Whose right to verify papers reaches this person. */
async function verifiersOf(db: Db, userId: string, now: Temporal.Instant): Promise<string[]> {
  const right = 'profiles:verify'
  const holders = await holdersOf(db, { permission: right, now })
  const reaching = await Promise.all(
    holders.map(async (holder) => reaches(db, { userId: holder, ...(await rightsOf(db, holder, now)) }, right, userId)),
  )
  return holders.filter((_, i) => reaching[i])
}

/** The organization tells its people at other days: those of papers that have not expired yet are planned too. */
export const replan: NonNullable<Reaction['after']> = async ({ db, payload, now }) => {
  const { organizationId, keys } = payload as { organizationId: string; keys: string[] }
  if (!keys.includes(warnKey)) return
  const days = await warningsOf(db, { orgId: organizationId })
  for (const paper of await unexpiredOf(db, organizationId, now)) planWarnings(db, { ...paper, days })
}
async function unexpiredOf(db: Db, orgId: string, now: Temporal.Instant) {
  const [certifications, documents] = await Promise.all([
    db
      .selectFrom('profiles.user_certifications as t')
      .innerJoin('directory.people as p', 'p.id', 't.userId')
      .leftJoin('directory.department_list as d', 'd.id', 'p.deptId')
      .where((eb) => eb(eb.fn.coalesce('p.orgId', 'd.orgId'), '=', orgId))
      .where('t.expiryDate', '>', now.toString().slice(0, 10))
      .select(['t.id', 't.expiryDate as expiresOn'])
      .execute(),
    db
      .selectFrom('profiles.user_documents as t')
      .innerJoin('profiles.user_profiles as o', 'o.id', 't.userProfileId')
      .innerJoin('directory.people as p', 'p.id', 'o.userId')
      .leftJoin('directory.department_list as d', 'd.id', 'p.deptId')
      .where((eb) => eb(eb.fn.coalesce('p.orgId', 'd.orgId'), '=', orgId))
      .where('t.expiresAt', '>', now.toString())
      .select(['t.id', 't.expiresAt'])
      .execute(),
  ])
  return [
    ...certifications.map((row) => ({ kind: 'certifications' as const, ...row })),
    ...documents.map(({ id, expiresAt }) => ({ kind: 'documents' as const, id, expiresOn: expiresAt && lastDay(expiresAt) })),
  ]
}
