import type { Db } from '#platform/db.ts'
import type { Session } from '#platform/module.ts'
import { skills } from './endorsements.ts'
import { education, languages, rowsOf, work } from './lists.ts'
import { certifications, documents } from './papers.ts'
import { noteReading, reaches, seenAs, within } from './people.ts'
import { fieldsFor, lookAt, needsOf, photosOf } from './profile.ts'

type Viewing = { userId: string; who: Session }

/** What a manager and HR know of somebody. Throws 404 for everybody else. */
export async function knownOf(db: Db, { userId, who }: Viewing) {
  const sight = await seenAs(db, who, userId)
  const of = { userId, viewer: who.userId }
  const { row } = await lookAt(db, userId)
  const isOther = userId !== who.userId
  return {
    skills: await rowsOf(db, skills, of),
    certifications: await rowsOf(db, certifications, of),
    languages: await rowsOf(db, languages, of),
    customFields: await fieldsFor(db, sight, row?.customFields ?? {}),
    photos: photosOf(row),
    preferredName: row?.preferredName ?? null,
    pronouns: row?.pronouns ?? null,
    may: {
      readPersonal: sight === 'hr',
      fillIn: await reaches(db, who, 'profiles:write', userId),
      verify: isOther && (await reaches(db, who, 'profiles:verify', userId)),
    },
  }
}

/** The personal part of somebody's profile; why it is read goes into the audit trail with the answer. Throws 404. */
export async function personalOf(db: Db, { userId, who, reason }: Viewing & { reason: string }) {
  await within(db, who, 'profiles:read', userId)
  noteReading(db, 'user_profiles', userId, reason)
  const of = { userId, viewer: who.userId }
  const { fields } = await lookAt(db, userId)
  return {
    ...fields,
    accommodations: await needsOf(db, userId),
    education: await rowsOf(db, education, of),
    work: await rowsOf(db, work, of),
    documents: await rowsOf(db, documents, of),
  }
}
