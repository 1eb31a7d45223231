import type { Endpoint } from '#platform/contract.ts'
import { change, type Db, insert, remove } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { handle, type Route } from '#platform/module.ts'
import type { TableName } from '#platform/rows.gen.ts'
import * as api from './contract.ts'
import { mostEntries, tooMany } from './policy.ts'
import { profileRow } from './profile.ts'

type Values = Record<string, unknown>
/** A list of one's own: its table, the column that says whose, and what its rows are made of. */
export type OwnList = {
  of: Record<'list' | 'add' | 'change' | 'remove', Endpoint>
  table: TableName
  owner: 'userId' | 'userProfileId'
  order: string
  /** The columns of a body, of which a change has some. */
  columns?: (body: Values) => Values
  /** Rows as the API shows them. */
  show?: (db: Db, rows: Values[], viewer: string) => Promise<Values[]>
  /** After a row was written, or with null removed. */
  afterwards?: (db: Db, row: Values, gone: boolean) => Promise<void>
}

const ownerOf = async (db: Db, { owner }: OwnList, userId: string) => (owner === 'userId' ? userId : (await profileRow(db, userId)).id)

/** The rows of a person's list, as `viewer` sees them. */
export async function rowsOf(db: Db, list: OwnList, { userId, viewer }: { userId: string; viewer: string }): Promise<never[]> {
  const whose =
    list.owner === 'userId'
      ? userId
      : (await db.selectFrom('profiles.user_profiles').select('id').where('userId', '=', userId).executeTakeFirst())?.id
  if (!whose) return []
  return shown(db, list, await found(db, list.table, { [list.owner]: whose }, list.order), viewer)
}
function found(db: Db, table: TableName, where: Values, order = 'id'): Promise<Values[]> {
  // biome-ignore lint/suspicious/noExplicitAny: the table is a value here
  const all = (db as any).selectFrom(table).selectAll()
  return Object.entries(where)
    .reduce((query, [column, value]) => query.where(column, '=', value), all)
    .orderBy(order, order === 'startDate' ? 'desc' : 'asc')
    .orderBy('id')
    .limit(mostEntries)
    .execute()
}
const shown = async (db: Db, list: OwnList, rows: Values[], viewer: string) =>
  (list.show ? await list.show(db, rows, viewer) : rows) as never[]

/** Reading, adding, changing and removing what stands on one's own list; another's rows are not found. */
export function serveOwn(list: OwnList): Route[] {
  const { add, change: changed, list: all, remove: removed } = list.of as typeof api.myLanguages
  const { table, columns = (body: Values) => body } = list
  const written = async (db: Db, row: Values, userId: string, gone = false) => {
    await list.afterwards?.(db, row, gone)
    await emit(db, 'profiles.changed', { userIds: [userId] })
    return (await shown(db, list, [row], userId))[0] as never
  }
  return [
    handle(all, async ({ db, who }) => ({ items: await rowsOf(db, list, { userId: who.userId, viewer: who.userId }) })),
    handle(add, async ({ db, who, body }) => {
      const where = { [list.owner]: await ownerOf(db, list, who.userId) }
      if ((await found(db, table, where)).length >= mostEntries) throw tooMany()
      const row = await insert(db, table, { ...columns(body), ...where } as never)
      return written(db, row as Values, who.userId)
    }),
    handle(changed, async ({ db, who, params, body }) => {
      const where = { id: params.id, [list.owner]: await ownerOf(db, list, who.userId) }
      const values = Object.fromEntries(Object.entries(columns(body)).filter(([, value]) => value !== undefined))
      return written(db, (await change(db, table, where as never, values as never)) as Values, who.userId)
    }),
    handle(removed, async ({ db, who, params }) => {
      const where = { id: params.id, [list.owner]: await ownerOf(db, list, who.userId) }
      const [row] = await found(db, table, where)
      await remove(db, table, where as never)
      await written(db, row as Values, who.userId, true)
    }),
  ]
}
/** A note is kept as JSON: more may stand beside it one day. */
const noted = ({ note, ...body }: Values) => ({ ...body, additionalInfo: note === undefined ? undefined : note === null ? {} : { note } })
const withNote = async (_: Db, rows: Values[]) =>
  rows.map((row) => ({ ...row, note: (row.additionalInfo as { note?: string } | null)?.note ?? null }))

export const languages: OwnList = { of: api.myLanguages, table: 'profiles.user_languages', owner: 'userProfileId', order: 'language' }
export const education: OwnList = {
  of: api.myEducation,
  table: 'profiles.user_education',
  owner: 'userId',
  order: 'startDate',
  columns: noted,
  show: withNote,
}
export const work: OwnList = {
  of: api.myWork,
  table: 'profiles.user_work_history',
  owner: 'userId',
  order: 'startDate',
  columns: noted,
  show: withNote,
}
