import { departmentsHeadedBy, whose } from '#modules/directory/index.ts'
import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import type { Session } from '#platform/module.ts'
import { pageOf, readCursor } from '#platform/paging.ts'
import { type Certificate, CertificateCursor, type Verification } from './contract.ts'
import { mayDo, readNumber, stateOf } from './policy.ts'
import { type CertificateRow, listOf, publicCertificate, type Reach, visibleCertificate } from './queries.ts'

async function reachOf(db: Db, who: Session): Promise<Reach> {
  const [all, headed] = await Promise.all([
    whose(db, who, 'certificates:read_all'),
    who.lent?.as === 'kiosk' ? [] : departmentsHeadedBy(db, who.userId),
  ])
  return { viewerId: who.userId, all, headed }
}

/** A certificate that this person may see; 404 for any other. */
export async function certificateFor(db: Db, who: Session, id: string): Promise<CertificateRow> {
  const [certificate] = await visibleCertificate(db, { ...(await reachOf(db, who)), id })
  if (!certificate) throw notFound()
  return certificate
}

const newest = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'] as const
/** Certificates of one person, as far as this person may see them, newest first. */
export async function listFor(
  db: Db,
  who: Session,
  of: { userId: string; courseId?: string | undefined; limit: number; cursor?: string | undefined; now: Temporal.Instant },
) {
  const [afterDate, afterId] = readCursor(of.cursor, CertificateCursor) ?? newest
  const reach = of.userId === who.userId ? { viewerId: who.userId, all: '[]', headed: [] } : await reachOf(db, who)
  const rows = await listOf(db, { ...reach, userId: of.userId, courseId: of.courseId ?? null, limit: of.limit + 1, afterDate, afterId })
  const { items, next } = pageOf(rows, of.limit, (row) => [row.issueDate, row.id])
  return { items: items.map((row) => shown(row, who, of.now)), next }
}

/** A certificate with what it is worth at `now` and what this person may do with it. */
export function shown(row: CertificateRow, who: Session, now: Temporal.Instant): Certificate {
  const state = stateOf(row, now)
  return { ...row, url: row.url ?? '', state, may: mayDo(who.permissions, state) }
}

/** What anybody may know who holds a number: `unknown` is an answer like the others. */
export async function verify(system: Db, typed: string, now: Temporal.Instant): Promise<Verification> {
  const number = readNumber(typed)
  const certificate = await publicCertificate(system, number)
  if (!certificate) return { state: 'unknown', number: typed, certificate: null }
  return { state: stateOf(certificate, now), number, certificate }
}
