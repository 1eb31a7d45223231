import { sql } from 'kysely'
import { reached, type Whose } from '#modules/directory/index.ts'
import { compiled, type Db } from '#platform/db.ts'

const columns = [
  'c.id',
  'c.certificateNumber as number',
  'c.userId',
  'c.holderName',
  'c.courseId',
  'c.courseTitle',
  'c.revisionNumber',
  'c.revisionPublishedAt',
  'c.enrollmentId',
  'c.templateId',
  'c.issueNumber',
  'c.issueDate',
  'c.expiryDate',
  'c.certificateUrl as url',
  'r.revokedAt',
  'r.reason',
] as const

const certificates = (db: Db) =>
  db.selectFrom('certificates.certificates as c').leftJoin('certificates.revocations as r', 'r.certificateId', 'c.id').select(columns)
export type CertificateRow = Awaited<ReturnType<ReturnType<typeof certificates>['execute']>>[number]

/** Whose certificates somebody may see: their own, those of people in the departments they head, and whose they reach (`all`). */
export type Reach = { viewerId: string; all: Whose; headed: readonly string[] }
const within = (db: Db, { viewerId, all, headed }: Reach) =>
  certificates(db).where((eb) =>
    eb.or([
      eb('c.userId', '=', viewerId),
      eb.exists(
        eb
          .selectFrom('directory.people as p')
          .whereRef('p.id', '=', 'c.userId')
          .where((own) => own.or([own('p.deptId', '=', own.fn.any(own.val(headed))), reached('p', all)]))
          .select('p.id'),
      ),
    ]),
  )

export const visibleCertificate = compiled('certificates.visible', (db, p: Reach & { id: string }) =>
  within(db, p).where('c.id', '=', p.id),
)

type List = { userId: string; courseId: string | null; limit: number; afterDate: string; afterId: string }
/** Certificates of one person, newest first, from after the given one. */
export const listOf = compiled('certificates.list_of', (db, p: Reach & List) =>
  within(db, p)
    .where('c.userId', '=', p.userId)
    .where((eb) => eb.or([eb(sql`${p.courseId}::uuid`, 'is', null), eb('c.courseId', '=', p.courseId)]))
    .where((eb) => eb(eb.refTuple('c.issueDate', 'c.id'), '<', eb.tuple(eb.val(p.afterDate), eb.val(p.afterId))))
    .orderBy('c.issueDate', 'desc')
    .orderBy('c.id', 'desc')
    .limit(p.limit),
)

/** What is printed beside the certificate's own words: who issues it, in which design, in which zone its days are. */
export const printFacts = compiled('certificates.print_facts', (db, p: { userId: string; templateId: string | null }) =>
  db
    .selectFrom('tenancy.tenant_list as i')
    .leftJoin('directory.people as h', (join) => join.on('h.id', '=', p.userId))
    .leftJoin('certificates.certificate_templates as t', (join) => join.on('t.id', '=', p.templateId))
    .select(['i.name as issuer', 'h.timeZone as zone', 't.templateData as design']),
)

/** What the public page shows of a number, in whichever tenant it is. */
export function publicCertificate(system: Db, number: string) {
  return system
    .selectFrom('certificates.certificates as c')
    .innerJoin('tenancy.tenant_list as t', 't.tenantId', 'c.tenantId')
    .leftJoin('certificates.revocations as r', (join) => join.onRef('r.tenantId', '=', 'c.tenantId').onRef('r.certificateId', '=', 'c.id'))
    .where('c.certificateNumber', '=', number)
    .select([
      'c.certificateNumber as number',
      'c.holderName',
      'c.courseTitle',
      'c.revisionNumber',
      'c.revisionPublishedAt',
      't.name as issuedBy',
      'c.issueDate',
      'c.expiryDate',
      'r.revokedAt',
      'r.reason',
    ])
    .executeTakeFirst()
}
