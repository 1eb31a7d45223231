import { sql } from 'kysely'
import { change, compiled, type Db, insert, remove } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Insert } from '#platform/rows.gen.ts'
import { mainStays, organizationSuspended, spellingsOf, unknownPlace, wordsOf } from './policy.ts'

/** Puts a person into a department (null: none) and keeps both departments' counts. No effect when they are there already. Throws 404. */
export async function moveToDepartment(db: Db, { userId, departmentId }: { userId: string; departmentId: string | null }): Promise<void> {
  const person = await db.selectFrom('directory.users').select('deptId').where('id', '=', userId).executeTakeFirst()
  if (!person) throw notFound()
  if (person.deptId === departmentId) return
  await refuseSuspended(db, { departmentIds: [departmentId] })
  const place =
    departmentId && (await db.selectFrom('directory.departments').select('orgId').where('id', '=', departmentId).executeTakeFirst())
  await change(db, 'directory.users', { id: userId }, { deptId: departmentId, ...(place ? { orgId: place.orgId } : {}) })
  await countPeople(
    db,
    [person.deptId, departmentId].filter((id) => id !== null),
  )
  await emit(db, 'directory.person_changed', { userId, fields: ['departmentId'] })
}

/** Refuses to bring anybody or anything new into a suspended organization. Throws 409. */
export async function refuseSuspended(
  db: Db,
  {
    organizationId = null,
    departmentIds = [],
  }: { organizationId?: string | null | undefined; departmentIds?: readonly (string | null | undefined)[] },
): Promise<void> {
  const ids = departmentIds.filter((id) => id != null)
  const found = await db
    .selectFrom('directory.organizations as o')
    .where('o.status', '=', 'suspended')
    .where((eb) =>
      eb.or([
        eb('o.id', '=', organizationId),
        eb(
          'o.id',
          'in',
          eb
            .selectFrom('directory.departments as d')
            .select('d.orgId')
            .where((of) => of('d.id', '=', of.fn.any(of.val(ids)))),
        ),
      ]),
    )
    .select('o.suspendedReason')
    .executeTakeFirst()
  if (found) throw organizationSuspended(found.suspendedReason ?? '')
}

/** Brings the head counts of these departments to what is true: active people directly in them. */
export async function countPeople(db: Db, departmentIds: readonly string[]): Promise<void> {
  if (departmentIds.length === 0) return
  // Locked first, in one order, so that two moves at once count after each other.
  await db.selectFrom('directory.departments').select('id').where('id', 'in', departmentIds).orderBy('id').forNoKeyUpdate().execute()
  // A derived figure: it neither belongs in the audit trail nor outdates what somebody is editing.
  const counted = await db
    .updateTable('directory.departments')
    .set((eb) => ({
      employeeCount: eb.fn.coalesce(
        eb
          .selectFrom('directory.users as u')
          .select((of) => of.fn.countAll<number>().as('n'))
          .whereRef('u.deptId', '=', 'directory.departments.id')
          .where('u.status', '=', 'active'),
        eb.lit(0),
      ),
    }))
    .where('id', 'in', departmentIds)
    .returning(['id as departmentId', 'employeeCount as to', sql<number>`old.employee_count`.as('from')])
    .execute()
  const counts = counted.filter(({ from, to }) => from !== to)
  if (counts.length > 0) await emit(db, 'directory.departments_counted', { counts })
}

/** The heads of a department and of those above it, nearest first: who manages the people in it. */
export async function headsAbove(db: Db, departmentId: string): Promise<string[]> {
  const rows = await db
    .withRecursive('above', (with_) =>
      with_
        .selectFrom('directory.department_list as d')
        .select(['d.id', 'd.parentId', 'd.headUserId'])
        .where('d.id', '=', departmentId)
        .union((union) =>
          union
            .selectFrom('directory.department_list as parent')
            .innerJoin('above', 'above.parentId', 'parent.id')
            .select(['parent.id', 'parent.parentId', 'parent.headUserId']),
        ),
    )
    .selectFrom('above')
    .select('headUserId')
    .where('headUserId', 'is not', null)
    .$narrowType<{ headUserId: string }>()
    .execute()
  return [...new Set(rows.map((row) => row.headUserId))]
}

/** The departments a person heads, with all below them: whom a manager sees. */
export const departmentsHeadedBy = async (db: Db, userId: string): Promise<string[]> =>
  (await headedBy(db, { userId })).map((row) => row.id)
const headedBy = compiled<{ userId: string }, { id: string }>('directory.headed_by', (db, { userId }) =>
  db
    .withRecursive('headed', (with_) =>
      with_
        .selectFrom('directory.department_list as d')
        .select(['d.id'])
        .where('d.headUserId', '=', userId)
        .union((union) =>
          union.selectFrom('directory.department_list as below').innerJoin('headed', 'headed.id', 'below.parentId').select(['below.id']),
        ),
    )
    .selectFrom('headed')
    .select('id'),
)

/** Branches of an organization by name, with their heads' names: one of them, or those after the cursor and one more than `limit`. Throws 404. */
export async function branchesOf(
  db: Db,
  { orgId, id, after, limit }: { orgId: string; id?: string; after?: readonly [string, string]; limit: number },
) {
  let branches = db
    .selectFrom('directory.branches as b')
    .leftJoin('directory.people as h', 'h.id', 'b.headUserId')
    .where('b.orgId', '=', orgId)
    .selectAll('b')
    .select('h.name as headName')
    .orderBy('b.name')
    .orderBy('b.id')
    .limit(limit + 1)
  if (id) branches = branches.where('b.id', '=', id)
  if (after) branches = branches.where((eb) => eb(eb.refTuple('b.name', 'b.id'), '>', eb.tuple(...after)))
  const [organization, rows] = await Promise.all([
    db.selectFrom('directory.organizations').select('id').where('id', '=', orgId).executeTakeFirst(),
    branches.execute(),
  ])
  if (!organization) throw notFound()
  return rows
}

type BranchValues = Omit<Insert<'directory.branches'>, 'id' | 'tenantId' | 'orgId' | 'mainOf' | 'isMainBranch'> & {
  isMainBranch?: boolean | undefined
}
/** The organization's main branch, if it has one; held, so that two who choose another one do so after each other. Throws 404. */
async function holdMain(db: Db, orgId: string): Promise<string | undefined> {
  const held = await db.selectFrom('directory.organizations').select('id').where('id', '=', orgId).forNoKeyUpdate().executeTakeFirst()
  if (!held) throw notFound()
  return (
    await db.selectFrom('directory.branches').select('id').where('orgId', '=', orgId).where('isMainBranch', '=', true).executeTakeFirst()
  )?.id
}
async function refuseStranger(db: Db, headUserId: string | null | undefined): Promise<void> {
  if (!headUserId) return
  const head = await db.selectFrom('directory.users').select('id').where('id', '=', headUserId).where('removedAt', 'is', null).execute()
  if (head.length === 0) throw unknownPlace('headUserId')
}

/** A new branch: the first of an organization is its main one, and one that is to be it takes that over. Throws 404, 409, 422. */
export async function addBranch(db: Db, orgId: string, { isMainBranch, ...values }: BranchValues): Promise<string> {
  const main = await holdMain(db, orgId)
  await refuseSuspended(db, { organizationId: orgId })
  await refuseStranger(db, values.headUserId)
  if (main && isMainBranch) await change(db, 'directory.branches', { id: main }, { isMainBranch: false })
  return (await insert(db, 'directory.branches', { ...values, orgId, isMainBranch: isMainBranch || !main })).id
}

/** Throws 404, 412; 422 where the main branch would be none any more: another one takes that over. */
export async function alterBranch(
  db: Db,
  { orgId, id, version }: { orgId: string; id: string; version: number | undefined },
  { isMainBranch, ...values }: Partial<BranchValues>,
): Promise<void> {
  const main = isMainBranch === undefined ? undefined : await holdMain(db, orgId)
  await refuseStranger(db, values.headUserId)
  if (main === id && !isMainBranch) throw mainStays()
  if (main && main !== id && isMainBranch) await change(db, 'directory.branches', { id: main }, { isMainBranch: false })
  const set = { ...values, ...(isMainBranch === undefined ? {} : { isMainBranch }) }
  await change(db, 'directory.branches', { id, orgId, ...(version === undefined ? {} : { version }) }, set)
}

/** Throws 404; 409 for the main branch while there are others. */
export async function removeBranch(db: Db, { orgId, id }: { orgId: string; id: string }): Promise<void> {
  const main = await holdMain(db, orgId)
  const other = await db.selectFrom('directory.branches').select('id').where('orgId', '=', orgId).where('id', '<>', id).executeTakeFirst()
  if (main === id && other) throw mainStays()
  await remove(db, 'directory.branches', { id, orgId })
}

const portion = 5_000
type Named = { id: string; searchName: string }
/** The rows by which these people are found. */
export const wordRows = (people: readonly Named[]) =>
  people.flatMap(({ id, searchName }) => {
    const words = wordsOf(searchName)
    return words.map((word) => ({ userId: id, word, name: ` ${words.join(' ')}` }))
  })
export const spellingRows = (words: Iterable<string>) =>
  // Nobody mistypes a number nearly.
  [...words].filter((word) => !/\p{N}/u.test(word)).flatMap((word) => spellingsOf(word).map((spelling) => ({ spelling, word })))

/** Lets people be found by their names: new ones, or anew after a change. Derived data: it leaves no audit rows. */
export async function keepFindable(db: Db, people: readonly Named[], { isNew = false }: { isNew?: boolean } = {}): Promise<void> {
  if (!isNew) await forget(db, people)
  const rows = wordRows(people)
  for (let from = 0; from < rows.length; from += portion)
    await db
      .insertInto('directory.person_words')
      .values(rows.slice(from, from + portion) as never)
      .execute()
  const words = [...new Set(rows.map((row) => row.word))]
  const known = await db
    .selectFrom('directory.spellings')
    .select('word')
    .distinct()
    .where((eb) => eb('word', '=', eb.fn.any(eb.val(words))))
    .whereRef('spelling', '=', 'word')
    .execute()
  const spelled = spellingRows(new Set(words).difference(new Set(known.map((row) => row.word))))
  for (let from = 0; from < spelled.length; from += portion)
    await db
      .insertInto('directory.spellings')
      .values(spelled.slice(from, from + portion) as never)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

/** Takes the words of these people away, and the spellings of words that nobody has any more: a removed name leaves no trace. */
export async function forget(db: Db, people: readonly { id: string }[]): Promise<void> {
  const ids = people.map(({ id }) => id)
  const gone = await db
    .deleteFrom('directory.person_words')
    .where((eb) => eb('userId', '=', eb.fn.any(eb.val(ids))))
    .returning('word')
    .execute()
  const words = [...new Set(gone.map(({ word }) => word))]
  if (words.length === 0) return
  await db
    .deleteFrom('directory.spellings')
    .where((eb) => eb('word', '=', eb.fn.any(eb.val(words))))
    .where((eb) =>
      eb.not(eb.exists(eb.selectFrom('directory.person_words as w').whereRef('w.word', '=', 'directory.spellings.word').select('w.word'))),
    )
    .execute()
}
