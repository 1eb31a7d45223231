import { z } from 'zod'
import { invalid } from './errors.ts'

/** An opaque cursor from the sort key and id of a page's last row. */
export const writeCursor = (key: readonly unknown[]): string => Buffer.from(JSON.stringify(key)).toString('base64url')

/** Where a list by name stands: the text it is sorted by, and the id. */
export const NameCursor = z.tuple([z.string(), z.uuid()])

/** The key in a cursor, checked by `shape`; undefined without one. Throws 422 for a cursor nobody gave out. */
export function readCursor<Key extends z.ZodType>(cursor: string | undefined, shape: Key): z.output<Key> | undefined {
  if (cursor === undefined) return undefined
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw invalid('cursor', 'This page does not exist any more. Start from the first page.')
  }
}

/** One page of rows fetched with `limit + 1`: the items, and the cursor of the next page or null. */
export function pageOf<Row>(rows: Row[], limit: number, key: (row: Row) => readonly unknown[]): { items: Row[]; next: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? writeCursor(key(last)) : null }
}
