import { z } from 'zod'
import * as tenancy from '#modules/tenancy/index.ts'
import type { Db } from '#platform/db.ts'
import { invalid, notFound } from '#platform/errors.ts'
import { handleOpen, type Tools } from '#platform/module.ts'
import { pageOf, readCursor } from '#platform/paging.ts'
import * as api from './contract.ts'
import { insideTenant } from './trail.ts'

const Cursor = z.tuple([z.string(), z.uuid()])

/** People of these tenants who count against their limit. */
async function countPeople(system: Db, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await system
    .selectFrom('directory.people')
    .select(['tenantId', (eb) => eb.fn.countAll<number>().as('n')])
    .where('tenantId', 'in', ids)
    .where('status', 'in', ['active', 'invited'])
    .groupBy('tenantId')
    .execute()
  return new Map(rows.map(({ tenantId, n }) => [tenantId, n]))
}

async function read(tools: Tools, id: string, now: Temporal.Instant) {
  const [tenant] = await tenancy.watch(tools.system, { ids: [id] })
  if (!tenant) throw notFound()
  const [people, [features, agreed]] = await Promise.all([
    countPeople(tools.system, [id]),
    tools.inTenant({ tenantId: id, userId: null, now }, (db) => Promise.all([tenancy.featureStates(db, now), tenancy.agreedOf(db)])),
  ])
  const { max_users: maxUsers = null, max_storage_gb: maxStorageGb = null } = agreed.usageLimits
  return { ...tenant, people: people.get(id) ?? 0, features, agreed: { maxUsers, maxStorageGb } }
}

export const tenantRoutes = [
  handleOpen(api.listTenants, async ({ tools, query }) => {
    const rows = await tenancy.watch(tools.system, {
      after: readCursor(query.cursor, Cursor),
      descending: query.sort === '-name',
      limit: query.limit + 1,
      status: query.status,
      q: query.q,
    })
    const { items, next } = pageOf(rows, query.limit, (row) => [row.name, row.id])
    const people = await countPeople(
      tools.system,
      items.map((row) => row.id),
    )
    return { items: items.map((row) => ({ ...row, people: people.get(row.id) ?? 0 })), next }
  }),
  handleOpen(api.readTenant, ({ tools, params, now }) => read(tools, params.id, now)),
  handleOpen(api.changeTenant, (context) => insideTenant(context, (db) => tenancy.changeContract(db, context.body))),
  handleOpen(api.suspendIt, (context) => insideTenant(context, (db) => tenancy.suspendTenant(db, context.body.reason))),
  handleOpen(api.activateIt, (context) => insideTenant(context, tenancy.activateTenant)),
  handleOpen(api.closeIt, (context) =>
    insideTenant(context, async (db) => {
      const { code } = await db.selectFrom('tenancy.tenant_list').select('code').executeTakeFirstOrThrow()
      if (code !== context.body.code) throw invalid('code', 'This is not the code of the organisation.')
      await tenancy.closeTenant(db)
    }),
  ),
  handleOpen(api.setTenantFeature, (context) =>
    insideTenant(context, (db) => tenancy.setFeature(db, { key: context.params.key, ...context.body })),
  ),
  handleOpen(api.dropTenantFeature, (context) => insideTenant(context, (db) => tenancy.dropFeature(db, context.params.key))),
]
