import { refusePlaceAbove, setMappedRoles } from '#modules/access/index.ts'
import { moveToDepartment, placeOf } from '#modules/directory/index.ts'
import { addEmployee, assignTo, dayOf, employeeOfUser, numberHolders, startOfDay } from '#modules/employees/index.ts'
import { change, type Db } from '#platform/db.ts'
import { AppError } from '#platform/errors.ts'
import { type Kept, mappingsOf, noteProblem } from './kept.ts'
import { mapped, type Profile } from './policy.ts'

type Followed = {
  connection: Kept
  profile: Profile
  userId: string
  now: Temporal.Instant /** Their first sign-in made them. */
  isNew: boolean
}
/**
 * Roles and department as the provider's groups say, in the name of who saved the mapping: what they may no longer give is not
 * given, what was given before stays until the group is gone, and goes with it. Somebody new is employed from today on. Where
 * something was not given, administrators read why.
 */
export async function follow(db: Db, followed: Followed): Promise<void> {
  const { connection, profile, now, userId, isNew } = followed
  const { roles, department } = mapped(profile.groups, mappingsOf(connection))
  const refused = await setMappedRoles(db, { userId, codes: roles, by: connection.mappedBy, now })
  const isPlaced = await place(db, followed, profile.department ?? department)
  const isEmployed = !isNew || (await employ(db, followed))
  const said = [
    refused.length > 0 && `Not given, because whoever saved the mapping may not give it, or it is gone: ${refused.join(', ')}.`,
    !isPlaced &&
      `Nobody was put into the department ${profile.department ?? department}: there is not exactly one with this code, or whoever saved the mapping may not put anybody there.`,
    !isEmployed && `Nobody was employed as ${profile.employeeNumber}: somebody else has this number.`,
  ]
  const problem = said.find((one) => one !== false) ?? null
  if (problem !== connection.problem) await noteProblem(db, { id: connection.id, problem })
}

type Move = { userId: string; departmentId: string | null; by: string | null; now: Temporal.Instant }
/** Through the employment, where there is one in force, from today on as people write it down: what was true at any day stays known. */
async function move(db: Db, { userId, departmentId, by, now }: Move): Promise<void> {
  const employee = await employeeOfUser(db, userId)
  if (!employee || employee.employmentStatus === 'terminated') return moveToDepartment(db, { userId, departmentId })
  const { employeeId, jobTitle } = employee
  await assignTo(db, { employeeId, departmentId, jobTitle, effectiveAt: startOfDay(dayOf(now)), now, by })
}

/** Answers whether they are where the provider says. Where it says nothing any more, they leave where it had put them. */
async function place(db: Db, { userId, connection, now }: Followed, code: string | null): Promise<boolean> {
  const { issuer, mappedBy: by } = connection
  const identities = db.selectFrom('sso.identities').select(['id', 'placedIn']).where('userId', '=', userId).where('issuer', '=', issuer)
  const identity = await identities.orderBy('placedIn').executeTakeFirst()
  const note = (placedIn: string | null) => (identity ? change(db, 'sso.identities', { id: identity.id }, { placedIn }) : undefined)
  const { departmentId: before } = await placeOf(db, userId)
  if (code === null) {
    if (!identity?.placedIn) return true
    if (identity.placedIn === before) await move(db, { userId, departmentId: null, by: null, now })
    await note(null)
    return true
  }
  const open = db.selectFrom('directory.department_list').select('id').where('status', '=', 'active')
  const found = await open.where('code', '=', code).execute()
  const departmentId = found[0]?.id
  if (!departmentId || found.length > 1 || !by) return false
  if (before === departmentId) return true
  try {
    await refusePlaceAbove(db, { userId, departmentId, actor: by, now })
    await move(db, { userId, departmentId, by, now })
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
  await note(departmentId)
  return true
}

/** An employment from today on, where they are; without a number of theirs, as what the provider calls them. Answers whether the number was free. */
async function employ(db: Db, { userId, profile, now, connection }: Followed): Promise<boolean> {
  const { departmentId } = await placeOf(db, userId)
  const ways = db.selectFrom('sso.identities').select('subject').where('userId', '=', userId).where('issuer', '=', connection.issuer)
  const employeeNumber = (profile.employeeNumber ?? (await ways.executeTakeFirstOrThrow()).subject).slice(0, 50)
  if ((await numberHolders(db, [employeeNumber])).size > 0) return false
  await addEmployee(db, { userId, employeeNumber, departmentId, startDate: dayOf(now), now })
  return true
}
