import { phoneOf } from '#modules/directory/index.ts'
import { decrypt, encrypt } from '#platform/crypto.ts'
import { change, type Db, insert } from '#platform/db.ts'
import {
  type Accommodations,
  BloodGroup,
  type CustomField,
  type CustomValues,
  type OwnProfile,
  type ProfileFields,
  type ProfileShown,
} from './contract.ts'
import { choicesOf, type Definition, type Filler, filledIn, keptValue } from './policy.ts'

const find = (db: Db, userId: string) => db.selectFrom('profiles.user_profiles').selectAll().where('userId', '=', userId).executeTakeFirst()

/** A person's profile row; made at first use. */
export const profileRow = async (db: Db, userId: string) =>
  (await find(db, userId)) ?? (await insert(db, 'profiles.user_profiles', { userId }))
type ProfileRow = Awaited<ReturnType<typeof profileRow>>

/** Which pictures somebody has. */
export const photosOf = (row: Pick<ProfileRow, 'avatarKey' | 'coverPhotoKey'> | undefined) => ({
  avatar: Boolean(row?.avatarKey),
  cover: Boolean(row?.coverPhotoKey),
})

/** What somebody keeps up about themself, as its fields; empty for whoever has no profile yet. */
export function fieldsOf(row: ProfileRow | undefined, reached: Awaited<ReturnType<typeof phoneOf>>): ProfileShown {
  const text = (name: keyof ProfileRow) => (row?.[name] as string | null | undefined) ?? null
  const json = (of: unknown, name: string) => ((of ?? {}) as Record<string, string>)[name] ?? null
  return {
    ...{ preferredName: text('preferredName'), pronouns: text('pronouns'), ...reached, bio: text('bio') },
    ...{ addressLine1: text('addressLine1'), addressLine2: text('addressLine2'), city: text('city'), state: text('state') },
    ...{ postalCode: text('postalCode'), country: text('country'), nationality: text('nationality'), dateOfBirth: text('dateOfBirth') },
    gender: row?.gender ?? null,
    maritalStatus: row?.maritalStatus ?? null,
    website: json(row?.socialLinks, 'website'),
    linkedIn: json(row?.socialLinks, 'linkedIn'),
    additionalInfo: json(row?.additionalInfo, 'text'),
    contactBy: json(row?.preferences, 'contactBy') as ProfileFields['contactBy'],
    emergencyContacts: (row?.emergencyContacts ?? []) as ProfileFields['emergencyContacts'],
  }
}

/** Somebody's profile without making one: for those who look. */
export async function lookAt(db: Db, userId: string): Promise<{ row: ProfileRow | undefined; fields: ProfileShown }> {
  const [row, reached] = await Promise.all([find(db, userId), phoneOf(db, userId)])
  return { row, fields: fieldsOf(row, reached) }
}

/** One's own profile. */
export async function ownProfile(db: Db, who: { userId: string; name: string }): Promise<OwnProfile> {
  const { row, fields } = await lookAt(db, who.userId)
  const customFields = await fieldsFor(db, 'person', row?.customFields ?? {})
  return { ...fields, userId: who.userId, name: who.name, photos: photosOf(row), customFields, version: row?.version ?? 0 }
}

const given = (values: Record<string, unknown>) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

/** Keeps what is named of one's profile. Throws 412 when another window was faster. */
export async function keepProfile(
  db: Db,
  { userId, fields, version }: { userId: string; fields: Partial<ProfileFields>; version: number | undefined },
): Promise<void> {
  const { id, ...row } = await profileRow(db, userId)
  const { website, linkedIn, additionalInfo, contactBy, ...columns } = fields
  const merged = (known: unknown, changes: Record<string, unknown>) => {
    const all = Object.entries({ ...(known as object), ...given(changes) })
    return Object.keys(given(changes)).length > 0 ? Object.fromEntries(all.filter(([, value]) => value !== null)) : undefined
  }
  const values = given({
    ...columns,
    socialLinks: merged(row.socialLinks, { website, linkedIn }),
    additionalInfo: merged(row.additionalInfo, { text: additionalInfo }),
    preferences: merged(row.preferences, { contactBy }),
  })
  // A first visit made the row: there was nothing to be stale against.
  const where = version ? { id, version } : { id }
  if (Object.keys(values).length > 0) await change(db, 'profiles.user_profiles', where, values)
}

/** The fields that the tenant added to profiles, by label. */
export async function definitionsOf(db: Db): Promise<Definition[]> {
  const rows = await db
    .selectFrom('profiles.custom_fields')
    .select(['key', 'label', 'type', 'choices', 'visibleTo', 'isRequired'])
    .orderBy('label')
    .orderBy('id')
    .limit(200)
    .execute()
  return rows.map((field) => ({ ...field, choices: choicesOf(field.choices) }))
}

/** Those that this viewer may see, with a person's values. */
export async function fieldsFor(db: Db, viewer: 'person' | 'manager' | 'hr', values: unknown): Promise<CustomField[]> {
  const sees = (field: Definition) => viewer === 'hr' || (viewer === 'manager' ? field.visibleTo === 'manager' : field.visibleTo !== 'hr')
  const known = values as Record<string, unknown>
  return (await definitionsOf(db)).filter(sees).map((field) => ({ ...field, value: keptValue(field, known[field.key]) }))
}

/** Fills in the tenant's own fields. Throws 422 at the field at fault. */
export async function fillIn(db: Db, { userId, given, by }: { userId: string; given: CustomValues; by: Filler }): Promise<void> {
  const { id, customFields: known } = await profileRow(db, userId)
  const customFields = filledIn(await definitionsOf(db), { known: known as Record<string, unknown>, given, by })
  await change(db, 'profiles.user_profiles', { id }, { customFields })
}

const bloodPlace = (row: string) => ({ table: 'profiles.user_profiles', column: 'blood_group', row })
/** One's own blood group, opened. */
export async function bloodGroupOf(db: Db, userId: string) {
  const row = await find(db, userId)
  return row?.bloodGroup ? BloodGroup.parse(await decrypt(db, userId, bloodPlace(row.id), row.bloodGroup)) : null
}
export async function keepBloodGroup(db: Db, userId: string, group: string | null): Promise<void> {
  const { id } = await profileRow(db, userId)
  await change(
    db,
    'profiles.user_profiles',
    { id },
    { bloodGroup: group === null ? null : await encrypt(db, userId, bloodPlace(id), group) },
  )
}

/** What somebody needs; nothing stated is nothing needed. */
export async function needsOf(db: Db, userId: string): Promise<Accommodations> {
  const row = await db
    .selectFrom('profiles.needs')
    .select(['extraTimePercent', 'interpreterLanguage', 'accessibleRoom', 'otherNeeds'])
    .where('userId', '=', userId)
    .executeTakeFirst()
  return { extraTimePercent: null, interpreterLanguage: null, otherNeeds: null, ...row, accessibleRoom: row?.accessibleRoom ?? false }
}
export async function stateNeeds(db: Db, userId: string, needs: Accommodations, now: Temporal.Instant): Promise<void> {
  const known = await db.selectFrom('profiles.accommodations').select('id').where('userId', '=', userId).executeTakeFirst()
  const values = { ...needs, statedAt: now.toString() }
  if (known) await change(db, 'profiles.accommodations', { id: known.id }, values)
  else await insert(db, 'profiles.accommodations', { userId, ...values })
}
