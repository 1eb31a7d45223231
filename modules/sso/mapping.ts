import { refusePlaceAbove, setMappedRoles } from '#modules/access/index.ts'
import { moveToDepartment, placeOf } from '#modules/directory/index.ts'
import type { Db } from '#platform/db.ts'
import { AppError } from '#platform/errors.ts'
import { type Kept, mappingsOf, noteProblem } from './kept.ts'
import { mapped, type Profile } from './policy.ts'

type Followed = { connection: Kept; profile: Profile; userId: string; now: Temporal.Instant }
/**
 * Roles and department as the provider's groups say, in the name of who saved the mapping: what they may no longer give is not
 * given, what was given before stays until the group is gone. Where something was not given, administrators read why.
 */
export async function follow(db: Db, { connection, profile, now, userId }: Followed): Promise<void> {
  const { id, mappedBy: by } = connection
  const { roles, department } = mapped(profile.groups, mappingsOf(connection))
  const refused = await setMappedRoles(db, { userId, codes: roles, by, now })
  const code = profile.department ?? department
  const isPlaced = code === null || (await place(db, { userId, code, by, now }))
  const problem =
    refused.length > 0
      ? `Not given, because whoever saved the mapping may not give it, or it is gone: ${refused.join(', ')}.`
      : isPlaced
        ? null
        : `Nobody was put into the department ${code}: there is not exactly one with this code, or whoever saved the mapping may not put anybody there.`
  if (problem !== connection.problem) await noteProblem(db, { id, problem })
}

async function place(db: Db, { userId, code, by, now }: { userId: string; code: string; by: string | null; now: Temporal.Instant }) {
  const found = await db
    .selectFrom('directory.department_list')
    .select('id')
    .where('code', '=', code)
    .where('status', '=', 'active')
    .execute()
  const departmentId = found[0]?.id
  if (!departmentId || found.length > 1 || !by) return false
  if ((await placeOf(db, userId)).departmentId === departmentId) return true
  try {
    await refusePlaceAbove(db, { userId, departmentId, actor: by, now })
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
  await moveToDepartment(db, { userId, departmentId })
  return true
}
