import type { Endpoint } from './contract.ts'
import { writeCsv } from './csv.ts'
import { record } from './db.ts'
import { AppError } from './errors.ts'
import { type Context, type FileAnswer, handle, type Route } from './module.ts'

/** What stands at the head of each column, and what of an item stands below it. */
export type ExportColumns<Item> = Readonly<Record<string, (item: Item) => string | number | boolean | null | undefined>>
const mostRows = 200_000
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/**
 * The route of a list, and that of its `exportOf`: which asks the list's own handler page after page, so that a file holds what
 * the person sees in the list and nothing else. That it was taken is on record, with its filters.
 */
export function withExport<Item>(
  list: Route,
  of: Endpoint,
  { name, entity, columns }: { name: string; entity: `${string}.${string}`; columns: ExportColumns<Item> },
): Route[] {
  const [service, table] = entity.split('.') as [string, string]
  const file = handle(of as Endpoint & { carries: 'file' }, async (context): Promise<FileAnswer> => {
    const { format, ...filters } = context.query as { format: 'csv' | 'xlsx' }
    const rows: (string | number | boolean | null)[][] = [Object.keys(columns)]
    let cursor: string | undefined
    do {
      const query = list.endpoint.query.parse({ ...asSent(filters), limit: 200, ...(cursor ? { cursor } : {}) })
      const answer = await (list.run as (context: Context) => Promise<unknown>)({ ...context, query } as never)
      const { items, next } = list.endpoint.returns.parse(answer) as { items: Item[]; next: string | null }
      for (const item of items) rows.push(Object.values(columns).map((value) => value(item) ?? null))
      if (rows.length > mostRows) throw new AppError(422, 'too_many_rows', 'These are too many rows for one file. Please narrow the list.')
      cursor = next ?? undefined
    } while (cursor)
    record(context.db, { service, entity: table, entityId: null, action: 'read', new: { exported: rows.length - 1, format, ...filters } })
    const fileName = `${name}-${context.now.toString().slice(0, 10)}.${format}`
    if (format === 'xlsx') {
      const { writeXlsx } = await import('hucre/xlsx')
      return { file: Buffer.from(await writeXlsx({ sheets: [{ name, rows }] })), mimeType: xlsx, fileName }
    }
    const text = rows.map((row) => row.map((value) => (value === null ? '' : String(value))))
    return { file: Buffer.from(writeCsv(text)), mimeType: 'text/csv; charset=utf-8', fileName }
  })
  return [list, file]
}

/** Filters were parsed once already: the list parses them again as they came. */
const asSent = (filters: object) =>
  Object.fromEntries(
    Object.entries(filters)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, String(value)]),
  )
