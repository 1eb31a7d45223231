import { sql } from 'kysely'
import { z } from 'zod'
import type { SealedRow, Trail } from '#modules/audit/index.ts'
import * as tenancy from '#modules/tenancy/index.ts'
import { handleOpen, type Tools } from '#platform/module.ts'
import { pageOf, readCursor } from '#platform/paging.ts'
import { type Deed, listDeeds } from './contract.ts'

const Cursor = z.tuple([z.string(), z.uuid()])
type Wanted = z.output<(typeof listDeeds)['query']>
async function read(tools: Tools, { cursor, limit, tenantId, entity, action, from, until }: Wanted) {
  let rows = tools.system
    .selectFrom('operator.audit_logs')
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (tenantId) rows = rows.where('onTenant', '=', tenantId)
  if (entity) rows = rows.where('entity', '=', entity)
  if (action) rows = rows.where('action', '=', action)
  if (from) rows = rows.where('at', '>=', from)
  if (until) rows = rows.where('at', '<', until)
  const after = readCursor(cursor, Cursor)
  if (after) rows = rows.where((eb) => eb(eb.refTuple('at', 'id'), '<', eb.tuple(...after)))
  const { items, next } = pageOf(await rows.execute(), limit, (row) => [row.at, row.id])
  const ids = [...new Set(items.flatMap(({ onTenant }) => onTenant ?? []))]
  const tenants = new Map((ids.length > 0 ? await tenancy.watch(tools.system, { ids }) : []).map(({ id, name }) => [id, { id, name }]))
  return {
    items: items.map(({ onTenant, sessionId, oldValues, newValues, ...row }) => ({
      ...row,
      by: sessionId ? ('console' as const) : row.action === 'refused' ? ('nobody' as const) : ('key' as const),
      tenant: (onTenant && tenants.get(onTenant)) || null,
      old: oldValues as Deed['old'],
      new: newValues as Deed['new'],
    })),
    next,
  }
}

/** The trail as it is sealed, under the id that no tenant has. */
export const operatorTrail: Trail = {
  id: '00000000-0000-0000-0000-000000000000',
  rows: (system) =>
    system
      .selectFrom('operator.audit_logs')
      .select(['id', 'createdAt'])
      .select(
        sql<SealedRow['cells']>`array[(at at time zone 'utc')::text, session_id::text, key_id::text, ip_address, action, entity, entity_id,
          on_tenant::text, old_values::text, new_values::text]`.as('cells'),
      ),
}

export const trailRoutes = [handleOpen(listDeeds, ({ tools, query }) => read(tools, query))]
