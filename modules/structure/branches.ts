import * as directory from '#modules/directory/index.ts'
import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { type ExportColumns, withExport } from '#platform/exports.ts'
import { handle } from '#platform/module.ts'
import { NameCursor, pageOf, readCursor } from '#platform/paging.ts'
import * as api from './contractOfPlaces.ts'
import { openAt } from './policy.ts'

type Row = Awaited<ReturnType<typeof directory.branchesOf>>[number]
function item({ headUserId, headName, operatingHours, ...row }: Row, now: Temporal.Instant): api.Branch {
  const hours = api.OperatingHours.safeParse(operatingHours).data ?? null
  return {
    ...row,
    metadata: row.metadata as api.Branch['metadata'],
    operatingHours: hours,
    head: headUserId && headName ? { id: headUserId, name: headName } : null,
    open: hours && openAt(hours, now.toZonedDateTimeISO(row.timeZone)),
  }
}

async function show(db: Db, { orgId, id }: { orgId: string; id: string }, now: Temporal.Instant): Promise<api.Branch> {
  const row = (await directory.branchesOf(db, { orgId, id, limit: 1 }))[0]
  if (!row) throw notFound()
  return item(row, now)
}

/** What is not said about hours is kept as nothing. */
const kept = <Body extends { operatingHours?: unknown }>({ operatingHours, ...body }: Body) => ({
  ...body,
  ...(operatingHours === undefined ? {} : { operatingHours: operatingHours ?? {} }),
})

const listOfBranches = handle(api.listBranches, async ({ db, params, query: { cursor, limit }, now }) => {
  const after = readCursor(cursor, NameCursor)
  const rows = await directory.branchesOf(db, { orgId: params.orgId, limit, ...(after ? { after } : {}) })
  const { items, next } = pageOf(rows, limit, (row) => [row.name, row.id])
  return { items: items.map((row) => item(row, now)), next }
})

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const written = (hours: api.OperatingHours | null) =>
  hours && api.weekdays.map((day, i) => `${days[i]} ${hours[day].map((span) => span.join('–')).join(', ') || 'closed'}`).join('; ')
const columns: ExportColumns<api.Branch> = {
  Name: (one) => one.name,
  Code: (one) => one.code,
  'Main branch': (one) => (one.isMainBranch ? 'yes' : 'no'),
  Address: (one) => one.address,
  'Town or city': (one) => one.city,
  'County or region': (one) => one.state,
  Postcode: (one) => one.postalCode,
  Country: (one) => one.country,
  'Time zone': (one) => one.timeZone,
  Hours: (one) => written(one.operatingHours),
  Head: (one) => one.head?.name,
  Reception: (one) => one.contactInfo,
  Status: (one) => one.status,
}

export const branchRoutes = [
  ...withExport(listOfBranches, api.exportBranches, { name: 'branches', entity: 'structure.branches', columns }),
  handle(api.addBranch, async ({ db, params: { orgId }, body, now }) => {
    const id = await directory.addBranch(db, orgId, kept(body))
    return show(db, { orgId, id }, now)
  }),
  handle(api.changeBranch, async ({ db, params, body, version, now }) => {
    await directory.alterBranch(db, { ...params, version }, kept(body))
    return show(db, params, now)
  }),
  handle(api.removeBranch, ({ db, params }) => directory.removeBranch(db, params)),
]
