import { type Db, record } from '#platform/db.ts'
import { forget } from './papers.ts'

export { needsOf } from './profile.ts'

/**
 * Removes what somebody kept up about themself, with the files; endorsements they gave to others stay. What there was does not enter
 * the audit trail: only that it went.
 */
export async function eraseProfile(db: Db, userId: string): Promise<void> {
  const profile = await db
    .selectFrom('profiles.user_profiles')
    .select(['id', 'avatarKey', 'coverPhotoKey'])
    .where('userId', '=', userId)
    .executeTakeFirst()
  const papers = await db.deleteFrom('profiles.user_certifications').where('userId', '=', userId).returning('fileKey').execute()
  const documents = profile
    ? await db.deleteFrom('profiles.user_documents').where('userProfileId', '=', profile.id).returning('fileKey').execute()
    : []
  for (const { fileKey } of [...papers, ...documents]) if (fileKey) forget(db, fileKey)
  for (const key of [profile?.avatarKey, profile?.coverPhotoKey]) if (key) forget(db, key)
  for (const table of ['user_education', 'user_work_history', 'user_skills', 'accommodations', 'user_profiles'] as const)
    await db.deleteFrom(`profiles.${table}`).where('userId', '=', userId).execute()
  record(db, { service: 'profiles', entity: 'user_profiles', entityId: userId, action: 'delete' })
}
