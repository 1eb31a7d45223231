import { teaches } from '#modules/courses/index.ts'
import { departmentsHeadedBy } from '#modules/directory/index.ts'
import type { Db } from '#platform/db.ts'
import type { Session } from '#platform/module.ts'

/** Over whom somebody has a say: everybody, or the people of these departments (those they head, and below). */
export type Scope = { everybody: true } | { everybody: false; departmentIds: string[] }

/** Over whom somebody has a say in a course: everybody for its teachers and for managers of all learning, else their own people. */
export async function scopeIn(db: Db, who: Session, courseId: string): Promise<Scope> {
  if (who.permissions.has('enrollments:manage')) return { everybody: true }
  const [teaching, departmentIds] = await Promise.all([teaches(db, who, courseId), departmentsHeadedBy(db, who.userId)])
  return teaching ? { everybody: true } : { everybody: false, departmentIds }
}

/** Which of these people somebody has a say over; removed people never. */
export async function within(db: Db, scope: Scope, userIds: readonly string[]): Promise<string[]> {
  if (userIds.length === 0) return []
  let query = db.selectFrom('directory.people').select('id').where('removedAt', 'is', null).where('isActive', '=', true)
  query = query.where((eb) => eb('id', '=', eb.fn.any(eb.val(userIds))))
  if (!scope.everybody) query = query.where((eb) => eb('deptId', '=', eb.fn.any(eb.val(scope.departmentIds))))
  return (await query.execute()).map((row) => row.id)
}

/** May somebody assign this course to these people? */
export async function mayAssign(
  db: Db,
  who: Session,
  { courseId, userIds }: { courseId: string; userIds: readonly string[] },
): Promise<boolean> {
  if (!who.permissions.has('enrollments:assign')) return false
  const scope = await scopeIn(db, who, courseId)
  return (await within(db, scope, userIds)).length === new Set(userIds).size
}

/** May somebody see the learning of this person as such, in whatever course: their own, or of people they manage? */
export async function mayRead(db: Db, who: Session, userId: string): Promise<boolean> {
  if (userId === who.userId || who.permissions.has('enrollments:manage')) return true
  if (!who.permissions.has('enrollments:read')) return false
  const scope = { everybody: false as const, departmentIds: await departmentsHeadedBy(db, who.userId) }
  return (await within(db, scope, [userId])).length === 1
}
