import { z } from 'zod'
import { endpoint, Id, Instant, listQuery, page, resource } from '#platform/contract.ts'
import * as shapes from './shapes.ts'

const own = 'profiles:own'

/** What somebody brings on paper. */
export const PaperKind = z.enum(['certifications', 'documents'])
export type PaperKind = z.infer<typeof PaperKind>
const paper = z.object({ kind: PaperKind, id: Id })
const Reason = z.string().trim().min(5, 'Say why you need this.').max(300)
export const uploadPaper = endpoint('POST /my/papers/:kind/:id/file', {
  permission: own,
  params: paper,
  carries: 'upload',
  limit: 10_000_000,
  returns: z.object({ fileSize: z.number() }),
  status: 200,
  summary: 'The file of a certification or document; a new one replaces it and ends its verification',
})
export const downloadPaper = endpoint('GET /papers/:kind/:id/file', {
  permission: own,
  params: paper,
  query: z.object({ /** Whoever is not the owner says why, for a document. */ reason: Reason.optional() }),
  carries: 'file',
  summary: 'The file, for its owner and HR; of a certification for the manager too',
})
export const Awaiting = z.object({
  kind: PaperKind,
  id: Id,
  title: z.string(),
  issuer: z.string().nullable(),
  expiresOn: z.string().nullable(),
  person: z.object({ id: Id, name: z.string() }),
  createdAt: Instant,
  may: z.object({ verify: z.boolean() }),
})
export type Awaiting = z.infer<typeof Awaiting>
export const awaitingVerification = endpoint('GET /papers/awaiting', {
  permission: 'profiles:verify',
  query: listQuery({ sort: ['createdAt'] }).omit({ q: true, sort: true }),
  returns: page(Awaiting),
  summary: 'Certifications and documents with a file that nobody verified yet, oldest first',
})
export const verifyPaper = endpoint('POST /papers/:kind/:id/verification', {
  permission: 'profiles:verify',
  params: paper,
  summary: 'Say that a paper is genuine: never one’s own',
})
export const unverifyPaper = endpoint('DELETE /papers/:kind/:id/verification', { permission: 'profiles:verify', params: paper })

export const askEndorsement = endpoint('POST /my/skills/:id/requests', {
  permission: own,
  body: z.object({ userId: Id }),
  summary: 'Ask a colleague to endorse a skill',
})
export const Endorsement = z.object({
  skillId: Id,
  skillName: z.string(),
  personName: z.string(),
  askedAt: Instant.nullable(),
  endorsedAt: Instant.nullable(),
  comment: z.string().nullable(),
})
export const myEndorsements = endpoint('GET /my/endorsements', {
  permission: own,
  returns: z.object({ items: z.array(Endorsement) }),
  summary: 'Whose skills I was asked to endorse, and which I did',
})
export const endorseSkill = endpoint('PUT /skills/:id/endorsement', {
  permission: own,
  body: z.object({ comment: shapes.text(500).nullable().default(null) }),
  summary: 'Endorse a colleague’s skill: whoever was asked, or sees the skill; never one’s own',
})
export const withdrawEndorsement = endpoint('DELETE /skills/:id/endorsement', { permission: own })

const Known = z.object({
  skills: z.array(shapes.SkillRow),
  certifications: z.array(shapes.CertificationRow),
  languages: z.array(shapes.LanguageRow),
  customFields: z.array(shapes.CustomField),
  photos: shapes.Photos,
  preferredName: z.string().nullable(),
  pronouns: z.string().nullable(),
  may: z.object({ readPersonal: z.boolean(), fillIn: z.boolean(), verify: z.boolean() }),
})
export const personProfile = endpoint('GET /people/:id/profile', {
  permission: 'profiles:read_team',
  returns: Known,
  summary: 'Skills, certifications and languages, for the manager and HR',
})
export const PersonalProfile = shapes.ProfileShown.extend({
  accommodations: shapes.Accommodations,
  education: z.array(shapes.EducationRow),
  work: z.array(shapes.WorkRow),
  documents: z.array(shapes.DocumentRow),
})
export const personalProfile = endpoint('GET /people/:id/profile/personal', {
  permission: 'profiles:read',
  query: z.object({ reason: Reason }),
  returns: PersonalProfile,
  summary: 'The personal part of a profile; why it is read is kept in the audit trail',
})
export const setFieldsOf = endpoint('PUT /people/:id/profile/custom-fields', {
  permission: 'profiles:write',
  body: shapes.FieldValues,
  returns: z.object({ customFields: z.array(shapes.CustomField) }),
})

export const profileFields = resource({
  path: '/profile-fields',
  table: 'profiles.custom_fields',
  permission: 'profile_fields',
  fields: z.object({
    label: shapes.text(80),
    key: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'Use small letters, digits and -, beginning with a letter.'),
    type: shapes.FieldType,
    visibleTo: shapes.VisibleTo,
    isRequired: z.boolean(),
    choices: z.string().trim().max(2000).nullable(),
  }),
})
