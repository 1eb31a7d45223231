import { z } from 'zod'
import { headsAbove, placeOf, reached, whose } from '#modules/directory/index.ts'
import { change, type Db, record } from '#platform/db.ts'
import type { Session } from '#platform/module.ts'
import { pageOf, readCursor } from '#platform/paging.ts'
import type { Awaiting, PaperKind } from './contract.ts'
import { type Paper, paperOf } from './papers.ts'
import { noFile, notFound, notYourOwn, reasonNeeded } from './policy.ts'

type Viewer = Pick<Session, 'userId' | 'permissions' | 'narrowed'>
type Reaching = 'people:read' | 'profiles:read' | 'profiles:write' | 'profiles:verify'

/** Whether this right of the viewer reaches a person. */
export async function reaches(db: Db, who: Viewer, right: Reaching, userId: string): Promise<boolean> {
  const reach = await whose(db, who, right)
  const row = await db
    .selectFrom('directory.people as p')
    .select('p.id')
    .where('p.id', '=', userId)
    .where(reached('p', reach))
    .executeTakeFirst()
  return row !== undefined
}

/** As what the viewer sees a person's profile: as HR, as a manager of theirs, or not at all. */
export async function sightOf(db: Db, who: Viewer, userId: string): Promise<'hr' | 'manager' | null> {
  if (await reaches(db, who, 'profiles:read', userId)) return 'hr'
  if (!who.permissions.has('profiles:read_team')) return null
  const { departmentId } = await placeOf(db, userId)
  const heads = departmentId && userId !== who.userId ? await headsAbove(db, departmentId) : []
  return heads.includes(who.userId) ? 'manager' : null
}

/** The same, for pages. Throws 404 for whoever sees nothing of the person. */
export async function seenAs(db: Db, who: Viewer, userId: string): Promise<'hr' | 'manager'> {
  const sight = await sightOf(db, who, userId)
  if (!sight) throw notFound()
  return sight
}

/** Throws 404 where the viewer's right does not reach the person. */
export async function within(db: Db, who: Viewer, right: Reaching, userId: string): Promise<void> {
  if (!(await reaches(db, who, right, userId))) throw notFound()
}

/** Small pictures of those of these people that the viewer may see and who have one, to be put into a page. */
export async function portraitsOf(db: Db, who: Viewer, ids: readonly string[]): Promise<{ userId: string; image: string }[]> {
  const rows = await db
    .selectFrom('profiles.user_profiles as o')
    .innerJoin('directory.people as p', 'p.id', 'o.userId')
    .where((eb) => eb('o.userId', '=', eb.fn.any(eb.val(ids))))
    .where('o.avatarSmall', 'is not', null)
    .where(reached('p', await whose(db, who, 'people:read')))
    .select(['o.userId', 'o.avatarSmall'])
    .execute()
  return rows.map(({ userId, avatarSmall }) => ({ userId, image: `data:image/webp;base64,${avatarSmall?.toString('base64')}` }))
}

/** That something personal was read, and why. */
export const noteReading = (db: Db, entity: string, entityId: string, reason: string) =>
  record(db, { service: 'profiles', entity, entityId, action: 'read', new: { reason } })

/** A paper whose file the viewer may take: their own; as HR, a document with a reason; a certification as a manager too. Throws 404, 422. */
export async function paperToRead(
  db: Db,
  { kind, id, who, reason }: { kind: PaperKind; id: string; who: Viewer; reason: string | undefined },
): Promise<Paper> {
  const paper = await paperOf(db, kind, id)
  if (!paper.fileKey) throw notFound()
  if (paper.userId === who.userId) return paper
  const sight = await seenAs(db, who, paper.userId)
  if (kind === 'certifications') return paper
  if (sight !== 'hr') throw notFound()
  if (!reason) throw reasonNeeded()
  noteReading(db, 'user_documents', id, reason)
  return paper
}

/** Says that a paper is genuine, or takes that back. Throws 404, 403 for one's own, 409 without a file. */
export async function setVerified(
  db: Db,
  { kind, id, who, at }: { kind: PaperKind; id: string; who: Viewer; at: Temporal.Instant | null },
): Promise<string> {
  const { userId, fileKey } = await paperOf(db, kind, id)
  await within(db, who, 'profiles:verify', userId)
  if (userId === who.userId) throw notYourOwn()
  if (at && !fileKey) throw noFile()
  const table = kind === 'certifications' ? 'profiles.user_certifications' : 'profiles.user_documents'
  await change(db, table, { id }, { verifiedAt: at?.toString() ?? null, verifiedBy: at && who.userId })
  return userId
}

const Cursor = z.tuple([z.string(), z.uuid()])
/** Papers with a file that nobody verified yet, oldest first. */
export async function awaiting(db: Db, who: Viewer, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const reach = await whose(db, who, 'profiles:verify')
  const [at, id] = readCursor(cursor, Cursor) ?? ['-infinity', '00000000-0000-0000-0000-000000000000']
  const common = ['t.id', 't.createdAt', 'p.id as personId', 'p.name as personName'] as const
  const [certifications, documents] = await Promise.all([
    db
      .selectFrom('profiles.user_certifications as t')
      .innerJoin('directory.people as p', 'p.id', 't.userId')
      .where('t.verifiedAt', 'is', null)
      .where('t.fileKey', 'is not', null)
      .where(reached('p', reach))
      .where((eb) => eb(eb.refTuple('t.createdAt', 't.id'), '>', eb.tuple(at, id)))
      .select([...common, 't.name as title', 't.issuingOrganization as issuer', 't.expiryDate as expiresOn'])
      .orderBy('t.createdAt')
      .orderBy('t.id')
      .limit(limit + 1)
      .execute(),
    db
      .selectFrom('profiles.user_documents as t')
      .innerJoin('profiles.user_profiles as o', 'o.id', 't.userProfileId')
      .innerJoin('directory.people as p', 'p.id', 'o.userId')
      .where('t.verifiedAt', 'is', null)
      .where('t.fileKey', 'is not', null)
      .where(reached('p', reach))
      .where((eb) => eb(eb.refTuple('t.createdAt', 't.id'), '>', eb.tuple(at, id)))
      .select([...common, 't.title', 't.expiresAt as expiresOn'])
      .orderBy('t.createdAt')
      .orderBy('t.id')
      .limit(limit + 1)
      .execute(),
  ])
  const item =
    (kind: PaperKind) =>
    (row: (typeof documents)[number] & { issuer?: string }): Awaiting => {
      const { personId, personName, issuer = null, ...rest } = row
      return {
        ...rest,
        kind,
        issuer,
        expiresOn: row.expiresOn,
        person: { id: personId, name: personName ?? '' },
        may: { verify: personId !== who.userId },
      }
    }
  const all = [...certifications.map(item('certifications')), ...documents.map(item('documents'))]
  all.sort((a, b) => (a.createdAt === b.createdAt ? (a.id < b.id ? -1 : 1) : a.createdAt < b.createdAt ? -1 : 1))
  return pageOf(all, limit, (row) => [row.createdAt, row.id])
}
