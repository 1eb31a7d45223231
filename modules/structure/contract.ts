import { z } from 'zod'
import { Details } from '#modules/directory/contract.ts'
import { endpoint, Id, Instant, page } from '#platform/contract.ts'

export * from './contractOfPlaces.ts'

const Place = z.object({ id: Id, name: z.string() })

/** A department where it stands in the chart. */
export const ChartDepartment = z.object({
  id: Id,
  name: z.string(),
  code: z.string(),
  parentId: Id.nullable(),
  organizationId: Id,
  head: Place.nullable(),
  /** People directly in it, and with those of all departments below. */
  employeeCount: z.number().int(),
  totalCount: z.number().int(),
  version: z.number().int(),
})
export type ChartDepartment = z.infer<typeof ChartDepartment>
export const Chart = z.object({
  organizations: z.array(z.object({ id: Id, name: z.string(), parentId: Id.nullable() })),
  departments: z.array(ChartDepartment),
  /** The instant it shows; null: as it is now. What was never changed since it is on record is as now. */
  asOf: Instant.nullable(),
  may: z.object({ move: z.boolean() }),
})
export type Chart = z.infer<typeof Chart>
export const readChart = endpoint('GET /organization-chart', {
  permission: 'directory:read',
  query: z.object({ asOf: Instant.optional() }),
  returns: Chart,
  summary: 'Organisations and departments as a tree, today or as they stood at an instant',
})

export const Move = z.object({
  id: Id,
  departmentId: Id,
  /** Null: the top of its organisation. Names are those of the day. */
  from: Place.nullable(),
  to: Place.nullable(),
  movedAt: Instant,
  movedBy: z.string(),
  may: z.object({ undo: z.boolean() }),
})
export type Move = z.infer<typeof Move>
export const listMoves = endpoint('GET /departments/:id/moves', {
  permission: 'directory:read',
  returns: page(Move),
  summary: 'Where a department stood: who moved it when, from where to where; the latest hundred',
})
export const moveDepartment = endpoint('POST /departments/:id/moves', {
  permission: 'directory:write',
  body: z.object({ /** Null: to the top of its organisation. */ parentId: Id.nullable() }),
  returns: Move,
  status: 201,
  summary: 'Make a department part of another one; it cannot come below itself',
})
export const undoMove = endpoint('POST /departments/:id/moves/:moveId/reversal', {
  permission: 'directory:write',
  returns: Move,
  status: 201,
  summary: 'Take the last move of a department back',
})

export const DepartmentPlace = z.object({
  id: Id,
  name: z.string(),
  organization: Place,
  /** What it is part of, the nearest first. */
  above: z.array(Place),
  code: z.string(),
  status: z.enum(['active', 'inactive']),
  description: z.string().nullable(),
  head: Place.nullable(),
  branch: Place.nullable(),
  metadata: Details,
  /** People directly in it, and with those of all departments below. */
  employeeCount: z.number().int(),
  totalCount: z.number().int(),
})
export const readDepartment = endpoint('GET /departments/:id', {
  permission: 'directory:read',
  returns: DepartmentPlace,
  summary: 'One department and where it stands',
})

export const Merger = z.object({
  id: Id,
  from: Place,
  into: Place,
  people: z.number().int(),
  /** How many departments were part of it. */
  children: z.number().int(),
  mergedAt: Instant,
  mergedBy: z.string(),
  undoneAt: Instant.nullable(),
  may: z.object({ undo: z.boolean() }),
})
export type Merger = z.infer<typeof Merger>
export const listMergers = endpoint('GET /departments/:id/mergers', {
  permission: 'directory:read',
  returns: page(Merger),
  summary: 'What was merged into a department, and what it was merged into; the latest hundred',
})
export const planMerger = endpoint('GET /departments/:id/merger', {
  permission: 'directory:write',
  query: z.object({ intoId: Id }),
  returns: z.object({ people: z.number().int(), children: z.array(z.string()) }),
  summary: 'What would go along if this department were merged into another one',
})
export const mergeDepartment = endpoint('POST /departments/:id/merger', {
  permission: 'directory:write',
  body: z.object({ intoId: Id }),
  returns: Merger,
  status: 201,
  summary: 'Take a department into another one: people, parts, roles and requirements go along, it is closed',
})
export const undoMerger = endpoint('POST /mergers/:id/reversal', {
  permission: 'directory:write',
  returns: Merger,
  summary: 'Undo a merger while everything is still where it put it',
})
