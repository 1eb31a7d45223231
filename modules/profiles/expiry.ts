import { headsAbove, placeOf } from '#modules/directory/index.ts'
import { notify } from '#modules/notifications/index.ts'
import type { JobContext } from '#platform/module.ts'
import { paperOf, type Warning } from './papers.ts'
import { morningBefore, warnings } from './policy.ts'

/** Tells the owner, and of a certification their manager: once for each paper, day of expiry and warning. */
export async function warn({ payload, tenantId, now, tools }: JobContext): Promise<void> {
  const { kind, id, days } = payload as Warning
  await tools.inTenant({ tenantId, userId: null, now }, async (db) => {
    const paper = await paperOf(db, kind, id).catch(() => null)
    if (!paper?.expiresOn) return
    const { userId, title, expiresOn } = paper
    const isDue = Temporal.Instant.compare(morningBefore(expiresOn, days), now) <= 0
    const nextIsDue = warnings.some((one) => one < days && Temporal.Instant.compare(morningBefore(expiresOn, one), now) <= 0)
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
    if (!manager) return
    await notify(db, {
      ...common,
      userIds: [manager],
      message: `It is ${name}’s, and counts until ${day}.`,
      link: `/people/${userId}`,
      dedupeKey: `${key}:manager`,
    })
  })
}
