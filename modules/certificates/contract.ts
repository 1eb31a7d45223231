import { z } from 'zod'
import { endpoint, exportOf, Id, Instant, listQuery, page, resource } from '#platform/contract.ts'

const everybody = ['employee', 'learner', 'manager', 'instructor', 'oh_professional', 'admin', 'tenant_administrator'] as const
const office = ['admin', 'tenant_administrator'] as const
/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'certificates:read': {
    says: 'See and download one’s own certificates, and those of people one manages',
    roles: everybody,
    about: 'oneself',
    kiosk: true,
  },
  'certificates:read_all': { says: 'See and download everybody’s certificates', roles: office, about: 'people' },
  'certificates:issue': { says: 'Issue a certificate again, with a corrected name', roles: office },
  'certificates:revoke': { says: 'Revoke certificates', roles: office },
  'certificate_templates:read': { says: 'See the designs of certificates', roles: [...office, 'instructor'] },
  'certificate_templates:write': { says: 'Change the designs of certificates', roles: office },
} as const

export const CertificateState = z.enum(['valid', 'expired', 'revoked'])
export const Certificate = z.object({
  id: Id,
  number: z.string(),
  userId: Id,
  holderName: z.string(),
  courseId: Id,
  courseTitle: z.string(),
  revisionNumber: z.number(),
  revisionPublishedAt: Instant,
  issueNumber: z.number(),
  issueDate: Instant,
  expiryDate: Instant.nullable(),
  state: CertificateState,
  revokedAt: Instant.nullable(),
  reason: z.string().nullable(),
  /** The public verification page. */
  url: z.string(),
  may: z.object({ revoke: z.boolean(), reissue: z.boolean() }),
})
export type Certificate = z.infer<typeof Certificate>

const list = {
  permission: 'certificates:read',
  query: listQuery({ sort: ['issueDate'] }).pick({ cursor: true, limit: true }),
  returns: page(Certificate),
} as const
export const myCertificates = endpoint('GET /certificates', {
  ...list,
  query: list.query.extend({ courseId: Id.optional() }),
  summary: 'My certificates, newest first',
})
export const certificatesOf = endpoint('GET /people/:userId/certificates', { ...list, summary: 'Certificates of a person, newest first' })
export const exportMyCertificates = exportOf(myCertificates)
export const exportCertificatesOf = exportOf(certificatesOf)
export const getCertificate = endpoint('GET /certificates/:id', {
  permission: 'certificates:read',
  returns: Certificate,
  summary: 'One certificate',
})
export const certificatePdf = endpoint('GET /certificates/:id/pdf', {
  permission: 'certificates:read',
  carries: 'file',
  summary: 'The certificate as a PDF with a QR code to its verification page',
})
export const revokeCertificate = endpoint('POST /certificates/:id/revocation', {
  permission: 'certificates:revoke',
  body: z.object({ reason: z.string().trim().min(1).max(500) }),
  returns: Certificate,
  summary: 'Revoke a certificate; the reason is shown to whoever verifies it',
})
export const reissueCertificate = endpoint('POST /certificates/:id/reissue', {
  permission: 'certificates:issue',
  returns: Certificate,
  status: 201,
  summary: 'Issue it again with the holder’s present name; the former one is revoked as replaced',
})

/** What anybody who holds the number may know. */
export const Verification = z.object({
  state: z.enum([...CertificateState.options, 'unknown']),
  number: z.string(),
  certificate: z
    .object({
      holderName: z.string(),
      courseTitle: z.string(),
      revisionNumber: z.number(),
      revisionPublishedAt: Instant,
      issuedBy: z.string(),
      issueDate: Instant,
      expiryDate: Instant.nullable(),
      revokedAt: Instant.nullable(),
      reason: z.string().nullable(),
    })
    .nullable(),
})
export type Verification = z.infer<typeof Verification>
export const verifyCertificate = endpoint('GET /verify/:number', {
  permission: 'public',
  params: z.object({ number: z.string().trim().min(1).max(100) }),
  returns: Verification,
  summary: 'Is this certificate genuine and valid? An unknown number is an answer, not an error',
})

const Colour = z.string().regex(/^#[0-9a-f]{6}$/i)
/** Wording and look of the PDF; what is left empty is the built-in design’s. */
export const TemplateData = z.object({
  heading: z.string().trim().max(80).optional(),
  statement: z.string().trim().max(300).optional(),
  signatory: z.string().trim().max(120).optional(),
  signatoryRole: z.string().trim().max(120).optional(),
  colour: Colour.optional(),
})
export type TemplateData = z.infer<typeof TemplateData>
export const templates = resource({
  path: '/certificate-templates',
  table: 'certificates.certificate_templates',
  permission: 'certificate_templates',
  fields: z.object({
    name: z.string().trim().min(1).max(200),
    description: z.string().trim().max(2000),
    orgId: Id.nullable(),
    status: z.enum(['draft', 'active', 'archived']),
    templateData: TemplateData,
  }),
})

/** What this module tells those above it. */
export const events = {
  'certificates.issued': {
    payload: z.object({ certificateId: Id, enrollmentId: Id.nullable(), courseId: Id, userIds: z.array(Id) }),
    live: 'named',
  },
  'certificates.revoked': { payload: z.object({ certificateId: Id, courseId: Id, userIds: z.array(Id) }), live: 'named' },
} as const
/** Where a list of certificates goes on: issue date and id of the last one. */
export const CertificateCursor = z.tuple([Instant, Id])
