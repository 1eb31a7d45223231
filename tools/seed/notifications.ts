import type { Tools } from '#platform/module.ts'

type Happened = { task: string; payload: object; at: Temporal.Instant }

/**
 * What these people were told of late: the reactions themselves run as they did when it happened, so that inbox, mail and
 * reminders are those of the system. All but each one's two latest have been read.
 */
export async function seedNotifications(
  tools: Tools,
  { tenantId, userIds }: { tenantId: string; userIds: readonly string[] },
): Promise<void> {
  const now = tools.clock()
  const ago = (days: number) => now.subtract({ hours: 24 * days })
  const instant = (text: string) => Temporal.Instant.from(text)
  const actor = { tenantId, userId: null, now }
  const happened = await tools.inTenant(actor, async (db) => {
    const booked = await db
      .selectFrom('appointments.bookings')
      .where((eb) => eb.or([eb('employeeUserId', 'in', userIds), eb('professionalUserId', 'in', userIds)]))
      .where('startsAt', '>', ago(4).toString())
      .where('startsAt', '<', ago(-12).toString())
      .where('status', 'in', ['scheduled', 'confirmed', 'cancelled'])
      .select(['appointmentId', 'startsAt', 'status'])
      .orderBy('startsAt')
      .limit(24)
      .execute()
    const assigned = await db
      .selectFrom('enrollments.enrollments')
      .where('userId', 'in', userIds)
      .where('status', '=', 'active')
      .select(['id as enrollmentId', 'enrolledAt'])
      .limit(12)
      .execute()
    const issued = await db
      .selectFrom('certificates.issued')
      .where('userId', 'in', userIds)
      .where('issueDate', '>', ago(60).toString())
      .where('revokedAt', 'is', null)
      .select(['certificateId', 'issueDate'])
      .limit(12)
      .execute()
    const earlier = (text: string) => (Temporal.Instant.compare(instant(text), now) < 0 ? instant(text) : now)
    return [
      ...booked.map(({ appointmentId, startsAt, status }): Happened => {
        const ahead = Temporal.Instant.compare(instant(startsAt), now) > 0
        const at = earlier(
          instant(startsAt)
            .subtract({ hours: ahead ? 9 * 24 : 20 })
            .toString(),
        )
        return { task: status === 'cancelled' ? 'appointments.tell_cancelled' : 'appointments.tell_booked', payload: { appointmentId }, at }
      }),
      ...assigned.map(({ enrollmentId, enrolledAt }): Happened => {
        return { task: 'enrollments.tell_assigned', payload: { enrollmentId }, at: earlier(enrolledAt) }
      }),
      ...issued.map(({ certificateId, issueDate }): Happened => {
        return { task: 'certificates.tell_issued', payload: { certificateId }, at: earlier(issueDate ?? now.toString()) }
      }),
    ]
  })
  const inOrder = happened.sort((a, b) => Temporal.Instant.compare(a.at, b.at))
  for (const [i, { task, payload, at }] of inOrder.entries())
    await tools.registry.tasks.get(task)?.({ payload: payload as never, tenantId, now: at, tools, key: `seed:${task}:${i}` })
  await tools.inTenant(actor, async (db) => {
    const told = await db
      .selectFrom('notifications.recipients')
      .where('visibleAt', 'is not', null)
      .select(['id', 'userId'])
      .orderBy('visibleAt', 'desc')
      .orderBy('id', 'desc')
      .execute()
    const old = [...Map.groupBy(told, (one) => one.userId).values()].flatMap((mine) => mine.slice(2).map((one) => one.id))
    if (old.length)
      await db
        .updateTable('notifications.recipients')
        .set({ readAt: ago(1).toString() })
        .where('id', 'in', old)
        .execute()
    // A reminder whose time is over was given; it need not be given again at the first start.
    await db
      .updateTable('notifications.notifications')
      .set({ status: 'cancelled' })
      .where('status', '=', 'scheduled')
      .where('scheduledFor', '<', now.toString())
      .execute()
  })
}
