import { z } from 'zod'
import { endpoint, Id } from '#platform/contract.ts'
import * as shapes from './shapes.ts'

export * from './contractOfOthers.ts'
export * from './shapes.ts'

const office = ['admin', 'tenant_administrator'] as const
const everybody = ['employee', 'oh_professional', 'manager', 'instructor', 'learner', ...office] as const
/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'profiles:own': {
    says: 'Keep up one’s own profile, and endorse skills when asked',
    roles: everybody,
    about: 'oneself',
    withheld: 'health',
  },
  'profiles:read_team': {
    says: 'See skills, certifications and languages of the people one manages',
    roles: ['manager', ...office],
    about: 'oneself',
  },
  'profiles:read': { says: 'See whole profiles, saying why', roles: office, about: 'people', withheld: 'health' },
  'profiles:write': { says: 'Fill in the organisation’s own fields of people’s profiles', roles: office, about: 'people' },
  'profiles:verify': { says: 'Verify certifications and documents of others', roles: office, about: 'people' },
  'profile_fields:read': { says: 'See which fields the organisation added to profiles', roles: office },
  'profile_fields:write': { says: 'Add fields to profiles, and change or remove them', roles: office },
} as const

const own = 'profiles:own'
/** A list of one's own: few rows, so it comes whole. */
const mine = <const Path extends string, Shape extends z.ZodRawShape, Row extends z.ZodType>(
  path: Path,
  fields: z.ZodObject<Shape>,
  row: Row,
) => ({
  fields,
  list: endpoint(`GET ${path}`, { permission: own, returns: z.object({ items: z.array(row) }) }),
  add: endpoint(`POST ${path}`, { permission: own, body: fields, returns: row, status: 201 }),
  change: endpoint(`PATCH ${path as string}/:id` as `PATCH ${Path}/:id`, { permission: own, body: fields.partial(), returns: row }),
  remove: endpoint(`DELETE ${path as string}/:id` as `DELETE ${Path}/:id`, { permission: own }),
})
export const myLanguages = mine('/my/languages', shapes.LanguageFields, shapes.LanguageRow)
export const myEducation = mine('/my/education', shapes.EducationFields, shapes.EducationRow)
export const myWork = mine('/my/work-history', shapes.WorkFields, shapes.WorkRow)
export const mySkills = mine('/my/skills', shapes.SkillFields, shapes.SkillRow)
export const myCertifications = mine('/my/certifications', shapes.CertificationFields, shapes.CertificationRow)
export const myDocuments = mine('/my/documents', shapes.DocumentFields, shapes.DocumentRow)

export const OwnProfile = shapes.ProfileShown.extend({
  userId: Id,
  name: z.string(),
  photos: shapes.Photos,
  customFields: z.array(shapes.CustomField),
  version: z.number().int(),
})
export type OwnProfile = z.infer<typeof OwnProfile>
export const myProfile = endpoint('GET /my/profile', { permission: own, returns: OwnProfile, summary: 'What I keep up about myself' })
export const changeMyProfile = endpoint('PATCH /my/profile', {
  permission: own,
  body: shapes.ProfileFields.partial(),
  returns: OwnProfile,
})
export const setMyFields = endpoint('PUT /my/profile/custom-fields', { permission: own, body: shapes.FieldValues, returns: OwnProfile })

const Blood = z.object({ bloodGroup: shapes.BloodGroup.nullable() })
export const myBloodGroup = endpoint('GET /my/profile/blood-group', {
  permission: 'self',
  returns: Blood,
  reads: 'profiles.user_profiles',
  summary: 'My blood group: for me alone, encrypted',
})
export const setMyBloodGroup = endpoint('PUT /my/profile/blood-group', { permission: 'self', body: Blood, returns: Blood })

export const myAccommodations = endpoint('GET /my/accommodations', {
  permission: 'self',
  returns: shapes.Accommodations,
  summary: 'What I need: stated once, honoured in quizzes and appointments',
})
export const setMyAccommodations = endpoint('PUT /my/accommodations', {
  permission: 'self',
  body: shapes.Accommodations,
  returns: shapes.Accommodations,
})

const PhotoKind = z.enum(['avatar', 'cover'])
const photo = { permission: own, params: z.object({ kind: PhotoKind }) } as const
export const uploadPhoto = endpoint('POST /my/photos/:kind', {
  ...photo,
  carries: 'upload',
  limit: 5_000_000,
  returns: shapes.Photos,
  status: 200,
})
export const removePhoto = endpoint('DELETE /my/photos/:kind', { ...photo })
export const showPhoto = endpoint('GET /people/:id/photos/:kind', {
  ...photo,
  params: z.object({ id: Id, kind: PhotoKind }),
  carries: 'file',
  summary: 'A photo: a face for whoever may see the person, the picture behind it for their manager and HR',
})
export const portraits = endpoint('GET /portraits', {
  permission: 'people:read',
  query: z.object({
    /** Of people, with commas between; at most a hundred. */
    ids: z
      .string()
      .max(3_700)
      .transform((ids) => ids.split(','))
      .pipe(z.array(Id).max(100)),
  }),
  /** Data URLs; those without a picture, and those that the viewer may not see, are left out. */
  returns: z.object({ items: z.array(z.object({ userId: Id, image: z.string() })) }),
  summary: 'Small faces for a list of people',
})
