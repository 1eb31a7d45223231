import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { writeEvidence } from '#modules/enrollments/index.ts'
import { type Db, insert } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { factsFor, issueEvidence, presentName, writeCertificate } from './issueQueries.ts'
import { alreadyRevoked, expiryOf, newNumber, notValid, numberBytes, replaced, stateOf } from './policy.ts'
import type { CertificateRow } from './queries.ts'

type Completed = { enrollmentId: string; userId: string; courseId: string; revisionId: string }
type Written = Omit<Parameters<typeof writeCertificate>[1], 'id' | 'number' | 'url' | 'enrollmentId'> & {
  enrollmentId: string
  code: string
}
/** `origin` is that of the public verification page. */
type Now = { now: Temporal.Instant; origin: string }

/** Issues the certificate of a completed enrolment, with its evidence, in the transaction of the completion. */
export async function issueCertificate(db: Db, done: Completed, at: Now): Promise<void> {
  const { userId, courseId, revisionId, enrollmentId } = done
  const [facts] = await factsFor(db, { userId, courseId, revisionId })
  if (!facts) throw notFound()
  const written = {
    ...{ userId, courseId, enrollmentId, code: facts.code ?? '', templateId: facts.templateId },
    issueNumber: 1,
    holderName: facts.holderName,
    courseTitle: facts.title ?? '',
    revisionNumber: facts.number ?? 1,
    revisionPublishedAt: facts.publishedAt ?? at.now.toString(),
    issueDate: at.now.toString(),
    expiryDate: expiryOf(at.now, facts.validityMonths, facts.timeZone)?.toString() ?? null,
  }
  await write(db, written, { ...at, rule: 'Course completed', by: null })
}

/** Writes a certificate under a new number, its evidence and its event. Answers its id. */
async function write(
  db: Db,
  { code, ...certificate }: Written,
  { now, origin, rule, by }: Now & { rule: string; by: string | null },
): Promise<string> {
  const id = randomUUIDv7()
  const number = newNumber(code, randomBytes(numberBytes))
  const { enrollmentId, courseId, userId, expiryDate: expiresAt } = certificate
  await writeCertificate(db, { ...certificate, id, number, url: `${origin}/verify/${number}` })
  await writeEvidence(db, enrollmentId, [{ kind: 'certificate_issued', certificateId: id, rule, now, expiresAt, details: { number }, by }])
  await emit(db, 'certificates.issued', { certificateId: id, enrollmentId, courseId, userIds: [userId] })
  return id
}

/** Ends a certificate for a reason that its verification page shows, and the evidence of it. */
export async function revokeCertificate(
  db: Db,
  certificate: CertificateRow,
  { reason, by, now }: { reason: string; by: string; now: Temporal.Instant },
): Promise<void> {
  if (certificate.revokedAt) throw alreadyRevoked()
  const { id, courseId, userId, enrollmentId } = certificate
  await insert(db, 'certificates.revocations', { certificateId: id, reason, revokedAt: now.toString(), revokedBy: by })
  const [evidence] = await issueEvidence(db, { certificateId: id })
  if (evidence && enrollmentId)
    await writeEvidence(db, enrollmentId, [
      { kind: 'certificate_revoked', certificateId: id, withdrawsId: evidence.id, rule: reason, now, by },
    ])
  await emit(db, 'certificates.revoked', { certificateId: id, courseId, userIds: [userId] })
}

/** The same certificate again under a new number and with the holder's present name; the former one is revoked as replaced. */
export async function reissueCertificate(db: Db, certificate: CertificateRow, { by, ...at }: Now & { by: string }): Promise<string> {
  if (stateOf(certificate, at.now) !== 'valid' || !certificate.enrollmentId) throw notValid()
  const [person] = await presentName(db, certificate)
  await revokeCertificate(db, certificate, { reason: replaced, by, now: at.now })
  const { id: _, number, url, revokedAt, reason, enrollmentId, issueNumber, holderName, ...same } = certificate
  const code = number.split('-')[0] as string
  const written = { ...same, enrollmentId, code, issueNumber: issueNumber + 1, holderName: person?.name ?? holderName }
  return write(db, written, { ...at, rule: `Issued again in place of ${number}`, by })
}
