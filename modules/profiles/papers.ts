import { orgConfigs } from '#modules/directory/contract.ts'
import { orgConfigOf } from '#modules/directory/index.ts'
import type { Db } from '#platform/db.ts'
import { drop, later } from '#platform/events.ts'
import * as api from './contract.ts'
import type { OwnList } from './lists.ts'
import { endOfDay, lastDay, morningBefore, notFound, warnings } from './policy.ts'

export type { PaperKind } from './contract.ts'

type Values = Record<string, unknown>

/** Who verified each of these, by name. */
const verified = async (db: Db, rows: Values[]) => {
  const ids = [...new Set(rows.flatMap((row) => (row.verifiedBy ? [String(row.verifiedBy)] : [])))]
  if (ids.length === 0) return rows.map((row) => ({ ...row, verifiedByName: null as string | null }))
  const people = await db.selectFrom('directory.people').select(['id', 'name']).where('id', 'in', ids).execute()
  return rows.map((row) => ({ ...row, verifiedByName: people.find(({ id }) => id === row.verifiedBy)?.name ?? null }))
}
/** What changed is no longer what was verified. */
const unverified = { verifiedAt: null, verifiedBy: null }

export type Warning = { kind: api.PaperKind; id: string; days: number }
const keyOf = ({ id, days }: Omit<Warning, 'kind'>) => `profiles.warn:${id}:${days}`

/** Warnings that a paper expires, at their days; those of a day before are dropped. A day that has passed warns nobody. */
export function planWarnings(db: Db, { kind, id, expiresOn, days: all }: Planned): void {
  for (const days of all) {
    const key = keyOf({ id, days })
    if (expiresOn === null) drop(db, key)
    else later(db, 'profiles.warn', { kind, id, days }, { key, runAt: morningBefore(expiresOn, days) })
  }
}
type Planned = { kind: api.PaperKind; id: string; expiresOn: string | null; days: readonly number[] }
/** How many days before a paper of a person, or of those of an organization, expires they are told. */
export const warningsOf = async (db: Db, about: Parameters<typeof orgConfigOf>[2]): Promise<readonly number[]> =>
  (await orgConfigOf(db, orgConfigs.warnDays, about)) ?? warnings
export const warnKey = orgConfigs.warnDays.key

const kept =
  (kind: api.PaperKind) =>
  async (db: Db, row: Values, gone: boolean): Promise<void> => {
    const expiresOn = gone ? null : expiryOf(kind, row)
    const { userId } = gone ? { userId: '' } : await paperOf(db, kind, String(row.id))
    planWarnings(db, { kind, id: String(row.id), expiresOn, days: gone ? warnings : await warningsOf(db, { userId }) })
    if (gone && row.fileKey) forget(db, String(row.fileKey))
  }
const expiryOf = (kind: api.PaperKind, row: Values) =>
  kind === 'certifications' ? ((row.expiryDate as string | null) ?? null) : row.expiresAt ? lastDay(String(row.expiresAt)) : null

/** Lets a file's bytes go after the commit. */
export const forget = (db: Db, key: string) => later(db, 'profiles.forget_file', { key })

export const certifications: OwnList = {
  of: api.myCertifications,
  table: 'profiles.user_certifications',
  owner: 'userId',
  order: 'createdAt',
  columns: (body) => ({ ...body, ...unverified }),
  show: verified,
  afterwards: kept('certifications'),
}
export const documents: OwnList = {
  of: api.myDocuments,
  table: 'profiles.user_documents',
  owner: 'userProfileId',
  order: 'createdAt',
  columns: ({ expiresOn, ...body }) => ({
    ...body,
    ...unverified,
    expiresAt: expiresOn === undefined ? undefined : expiresOn === null ? null : endOfDay(String(expiresOn)).toString(),
  }),
  show: async (db, rows) => (await verified(db, rows)).map((row) => ({ ...row, expiresOn: expiryOf('documents', row) })),
  afterwards: kept('documents'),
}

export type Paper = {
  id: string
  userId: string
  title: string
  expiresOn: string | null
  fileKey: string | null
  fileType: string | null
  fileSize: number | null
  verifiedAt: string | null
}
/** A paper, with whose it is. Throws 404. */
export async function paperOf(db: Db, kind: api.PaperKind, id: string): Promise<Paper> {
  const columns = ['t.id', 't.fileKey', 't.fileType', 't.fileSize', 't.verifiedAt'] as const
  if (kind === 'certifications') {
    const row = await db
      .selectFrom('profiles.user_certifications as t')
      .where('t.id', '=', id)
      .select([...columns, 't.userId', 't.name as title', 't.expiryDate as expiresOn'])
      .executeTakeFirst()
    if (!row) throw notFound()
    return row
  }
  const row = await db
    .selectFrom('profiles.user_documents as t')
    .innerJoin('profiles.user_profiles as p', 'p.id', 't.userProfileId')
    .where('t.id', '=', id)
    .select([...columns, 'p.userId', 't.title', 't.expiresAt'])
    .executeTakeFirst()
  if (!row) throw notFound()
  return { ...row, expiresOn: row.expiresAt && lastDay(row.expiresAt) }
}
