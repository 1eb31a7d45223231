import { before, compiled, compiledWrite } from '#platform/db.ts'

/** What a certificate is issued on: the holder, the course, the revision learnt, and the design in force for the holder's organisation. */
export const factsFor = compiled('certificates.facts', (db, p: { userId: string; courseId: string; revisionId: string }) =>
  db
    .selectFrom('directory.people as h')
    .innerJoin('courses.catalogue as c', (join) => join.on('c.courseId', '=', p.courseId))
    .innerJoin('courses.revision_list as v', (join) => join.on('v.revisionId', '=', p.revisionId))
    .leftJoin('certificates.certificate_templates as t', (join) =>
      join.on('t.status', '=', 'active').on((eb) => eb.or([eb('t.orgId', 'is', null), eb('t.orgId', '=', eb.ref('h.orgId'))])),
    )
    .where('h.id', '=', p.userId)
    .select([
      'h.name as holderName',
      'h.timeZone',
      'c.code',
      'c.validityMonths',
      'v.title',
      'v.number',
      'v.publishedAt',
      't.id as templateId',
    ])
    .orderBy('t.orgId')
    .orderBy('t.id', 'desc')
    .limit(1),
)

type New = {
  id: string
  userId: string
  courseId: string
  enrollmentId: string | null
  templateId: string | null
  issueNumber: number
  number: string
  url: string
  holderName: string
  courseTitle: string
  revisionNumber: number
  revisionPublishedAt: string
  issueDate: string
  expiryDate: string | null
}
export const writeCertificate = compiledWrite('certificates.write', 'certificates.certificates', [], (db, p: New) =>
  db
    .insertInto('certificates.certificates')
    .values({
      id: p.id,
      userId: p.userId,
      courseId: p.courseId,
      enrollmentId: p.enrollmentId,
      templateId: p.templateId,
      issueNumber: p.issueNumber,
      certificateNumber: p.number,
      certificateUrl: p.url,
      holderName: p.holderName,
      courseTitle: p.courseTitle,
      revisionNumber: p.revisionNumber,
      revisionPublishedAt: p.revisionPublishedAt,
      issueDate: p.issueDate,
      expiryDate: p.expiryDate,
    } as never)
    .returningAll()
    .returning(before),
)

/** The evidence row that says a certificate was issued. */
export const issueEvidence = compiled('certificates.issue_evidence', (db, p: { certificateId: string }) =>
  db
    .selectFrom('enrollments.evidence_facts')
    .where('certificateId', '=', p.certificateId)
    .where('kind', '=', 'certificate_issued')
    .select(['id', 'effectiveAt']),
)

export const presentName = compiled('certificates.present_name', (db, p: { userId: string }) =>
  db.selectFrom('directory.people').where('id', '=', p.userId).select('name'),
)
