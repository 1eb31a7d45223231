import { z } from 'zod'
import { Day, Id, Instant } from '#platform/contract.ts'

export const text = (most: number) => z.string().trim().min(1).max(most)
const optional = (most: number) => text(most).nullable()
/** A language, or a language of a region: en, cy, bfi (British Sign Language), pt-BR. */
export const Language = z
  .string()
  .trim()
  .regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'Choose a language.')
/** Addresses of the web only: a link that people follow can be nothing else. */
const WebAddress = z.url({ protocol: /^https?$/ }).max(500)

export const EmergencyContact = z.object({ name: text(120), relationship: optional(60), phone: z.string().trim().min(3).max(40) })

/** What somebody keeps up about themself; all of it is of class personal. */
export const ProfileFields = z.object({
  preferredName: optional(100),
  pronouns: optional(40),
  contactBy: z.enum(['email', 'phone', 'post']).nullable(),
  addressLine1: optional(200),
  addressLine2: optional(200),
  city: optional(120),
  state: optional(120),
  postalCode: optional(20),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'Use the two letters of the country, such as GB.')
    .nullable(),
  dateOfBirth: Day.nullable(),
  gender: z.enum(['male', 'female', 'other', 'prefer_not_to_say']).nullable(),
  maritalStatus: z.enum(['single', 'married', 'civil_partnership', 'separated', 'divorced', 'widowed', 'prefer_not_to_say']).nullable(),
  nationality: optional(80),
  bio: optional(4000),
  website: WebAddress.nullable(),
  linkedIn: WebAddress.nullable(),
  additionalInfo: optional(2000),
  /** The first is called first. */
  emergencyContacts: z.array(EmergencyContact).max(5),
})
export type ProfileFields = z.infer<typeof ProfileFields>
/** The number is shown with them; it is changed where it is proven, by a code (`POST /contact/phone`). */
export const ProfileShown = ProfileFields.extend({ phone: z.string().nullable(), phoneVerified: z.boolean() })
export type ProfileShown = z.infer<typeof ProfileShown>

/** Values of the tenant's own fields: null takes one away. */
export const CustomValues = z
  .array(z.object({ key: z.string().max(40), value: z.union([z.string().trim().max(1000), z.number(), z.null()]) }))
  .max(200)
export type CustomValues = z.infer<typeof CustomValues>
export const FieldValues = z.object({ values: CustomValues })

export const FieldType = z.enum(['text', 'number', 'date', 'choice'])
/** person: they and HR; manager: their manager too; hr: HR alone. */
export const VisibleTo = z.enum(['person', 'manager', 'hr'])
/** A field of the tenant's own with its value, as somebody may see it. */
export const CustomField = z.object({
  key: z.string(),
  label: z.string(),
  type: FieldType,
  choices: z.array(z.string()),
  isRequired: z.boolean(),
  visibleTo: VisibleTo,
  value: z.union([z.string(), z.number(), z.null()]),
})
export type CustomField = z.infer<typeof CustomField>

/** Which pictures there are. */
export const Photos = z.object({ avatar: z.boolean(), cover: z.boolean() })

export const BloodGroup = z.enum(['A+', 'A-', 'B+', 'B-', 'AB+', 'AB-', 'O+', 'O-', 'unknown'])

/** What somebody needs, never why. */
export const Accommodations = z.object({
  extraTimePercent: z.number().int().min(5).max(100).nullable(),
  interpreterLanguage: Language.nullable(),
  accessibleRoom: z.boolean(),
  otherNeeds: optional(500),
})
export type Accommodations = z.infer<typeof Accommodations>

export const LanguageFields = z.object({
  language: Language,
  proficiencyLevel: z.enum(['basic', 'conversational', 'fluent', 'native']),
  isPrimary: z.boolean(),
})
export const EducationFields = z.object({
  institution: text(200),
  degree: optional(200),
  fieldOfStudy: optional(200),
  grade: optional(60),
  startDate: Day.nullable(),
  endDate: Day.nullable(),
  isCurrent: z.boolean(),
  note: optional(1000),
})
export const WorkFields = z.object({
  company: text(200),
  position: text(200),
  location: optional(120),
  startDate: Day.nullable(),
  endDate: Day.nullable(),
  isCurrent: z.boolean(),
  description: optional(2000),
  note: optional(1000),
})
export const SkillFields = z.object({
  skillName: text(120),
  proficiencyLevel: z.enum(['beginner', 'intermediate', 'advanced', 'expert']),
  yearsOfExperience: z.number().int().min(0).max(80).nullable(),
})
export const CertificationFields = z.object({
  name: text(200),
  issuingOrganization: text(200),
  credentialId: optional(120),
  credentialUrl: WebAddress.nullable(),
  issueDate: Day.nullable(),
  expiryDate: Day.nullable(),
})
export const DocumentFields = z.object({
  documentType: z.enum(['passport', 'driving_licence', 'right_to_work', 'contract', 'qualification', 'other']),
  title: text(200),
  /** Its last day. */
  expiresOn: Day.nullable(),
})

/** What a paper's row says beside its fields. */
const paper = {
  fileSize: z.number().nullable(),
  verifiedAt: Instant.nullable(),
  verifiedByName: z.string().nullable(),
}
const row = <Fields extends z.ZodRawShape>(fields: z.ZodObject<Fields>) => z.object({ id: Id, ...fields.shape })
export const LanguageRow = row(LanguageFields)
export const EducationRow = row(EducationFields)
export const WorkRow = row(WorkFields)
export const SkillRow = row(SkillFields).extend({
  endorsements: z.array(z.object({ name: z.string(), comment: z.string().nullable(), at: Instant })),
  /** Whether the viewer endorsed it, and whether they may. */
  endorsedByMe: z.boolean(),
  mayEndorse: z.boolean(),
})
export const CertificationRow = row(CertificationFields).extend(paper)
export const DocumentRow = row(DocumentFields).extend(paper)
export type CertificationRow = z.infer<typeof CertificationRow>
export type DocumentRow = z.infer<typeof DocumentRow>
export type SkillRow = z.infer<typeof SkillRow>
export type LanguageRow = z.infer<typeof LanguageRow>
