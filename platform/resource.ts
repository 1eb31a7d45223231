import { z } from 'zod'
import type { Resource } from './contract.ts'
import { change, type Db, insert, remove } from './db.ts'
import { handle, type Route } from './module.ts'
import { pageOf, readCursor } from './paging.ts'
import { type TableName, tables } from './rows.gen.ts'

/**
 * The routes of a `resource()`: list, create, change and remove of plain rows. A path parameter named like a column
 * (`:branchId`) filters and fills that column. Anything with behaviour is written with `handle` instead.
 */
export function serveResource<R extends Resource>(of: R): Route[] {
  const table = of.table as TableName
  const columns = tables[table].columns as readonly string[]
  const parents = (params: object) => Object.fromEntries(Object.entries(params).filter(([name]) => name !== 'id' && columns.includes(name)))
  const shown = ['id', ...Object.keys(of.fields.shape)]
  const unknown = shown.filter((field) => !columns.includes(field))
  if (unknown.length) throw new Error(`${table} has no column ${unknown.join(', ')}`)
  return [
    handle(of.list, async ({ db, params, query }) => {
      const { limit, cursor } = query as { limit: number; cursor?: string }
      const [after] = readCursor(cursor, z.tuple([z.uuid()])) ?? []
      // biome-ignore lint/suspicious/noExplicitAny: the table is a value here; `resource()` and the check above keep the promise
      let rows = (db as any)
        .selectFrom(table)
        .select(shown)
        .orderBy('id')
        .limit(limit + 1)
      for (const [column, value] of Object.entries(parents(params as object))) rows = rows.where(column, '=', value)
      if (after) rows = rows.where('id', '>', after)
      const found: { id: string }[] = await rows.execute()
      return pageOf(found, limit, (row) => [row.id]) as never
    }),
    handle(
      of.create,
      async ({ db, params, body }) => (await insert(db, table, { ...(body as object), ...parents(params as object) } as never)) as never,
    ),
    handle(of.change, async ({ db, params, body }) => (await change(db, table, whole(params as object, parents), body as never)) as never),
    handle(of.remove, ({ db, params }) => removeRow(db, table, whole(params as object, parents)) as never),
  ]
}

const whole = (params: object, parents: (params: object) => object) => ({ ...parents(params), id: (params as { id: string }).id }) as never
const removeRow = (db: Db, table: TableName, where: never) => remove(db, table, where)
