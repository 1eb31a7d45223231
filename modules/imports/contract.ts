import { z } from 'zod'
import { endpoint, exportOf, Id, Instant, listQuery, page } from '#platform/contract.ts'

/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'people:import': { says: 'Import people from a file, and undo it', roles: ['admin', 'tenant_administrator'], withheld: 'access' },
} as const

/** What a column of a file can fill. */
export const Field = z.enum([
  'employeeNumber',
  'firstName',
  'middleName',
  'lastName',
  'email',
  'phone',
  'department',
  'jobTitle',
  'startDate',
])
export type Field = z.infer<typeof Field>
export const neededFields: readonly Field[] = ['employeeNumber', 'firstName', 'lastName']

export const Outcome = z.enum(['create', 'change', 'same', 'refuse', 'leave'])
export type Outcome = z.infer<typeof Outcome>
export const RunStatus = z.enum(['mapping', 'checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'unreadable'])
const Mapping = z.array(Field.nullable()).min(1).max(100)

export const ImportRun = z.object({
  id: Id,
  fileName: z.string(),
  status: RunStatus,
  problem: z.string().nullable(),
  startedBy: z.string(),
  startedAt: Instant,
  appliedAt: Instant.nullable(),
  deactivatesLeavers: z.boolean(),
  /** Until when its rows are kept, and so the way to undo it; null: they have gone. */
  keptUntil: Instant.nullable(),
  /** Of the step under way: how many rows it has seen to, of how many. */
  done: z.number(),
  total: z.number(),
  may: z.object({ check: z.boolean(), apply: z.boolean(), undo: z.boolean() }),
})
export type ImportRun = z.infer<typeof ImportRun>
export const ImportDetail = ImportRun.extend({
  columns: z.array(z.object({ name: z.string(), field: Field.nullable(), samples: z.array(z.string()) })),
  /** How many rows come to what, and how many of them failed or were kept. */
  counts: z.record(Outcome, z.number()),
  failed: z.number(),
  kept: z.number(),
})
export type ImportDetail = z.infer<typeof ImportDetail>
export const ImportRow = z.object({
  id: Id,
  line: z.number(),
  outcome: Outcome,
  state: z.enum(['waiting', 'done', 'failed', 'undone', 'kept']),
  employeeNumber: z.string().nullable(),
  name: z.string(),
  userId: Id.nullable(),
  changes: z.array(z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  problems: z.array(z.object({ field: z.string().nullable(), message: z.string() })),
})
export type ImportRow = z.infer<typeof ImportRow>

const may = 'people:import' as const
export const startImport = endpoint('POST /imports', {
  permission: may,
  carries: 'upload',
  limit: 30 * 1024 * 1024,
  returns: ImportDetail,
  status: 201,
  summary: 'Read a CSV or XLSX file of people; its first row names the columns',
})
export const listImports = endpoint('GET /imports', {
  permission: may,
  query: listQuery({ sort: ['-startedAt'] }).omit({ q: true, sort: true }),
  returns: page(ImportRun),
})
export const readImport = endpoint('GET /imports/:id', { permission: may, returns: ImportDetail })
export const importRows = endpoint('GET /imports/:id/rows', {
  permission: may,
  query: listQuery({
    sort: ['line'],
    filters: { outcome: Outcome.optional(), state: z.enum(['failed', 'kept']).optional() },
  }).omit({ q: true, sort: true }),
  returns: page(ImportRow),
  summary: 'The rows of a file in its order, and what comes of each',
})
export const exportImportRows = exportOf(importRows)
export const checkImport = endpoint('POST /imports/:id/check', {
  permission: may,
  body: z.object({ mapping: Mapping }),
  returns: ImportDetail,
  status: 202,
  summary: 'Say what the columns mean and see what would happen; nothing is changed',
})
export const applyImport = endpoint('POST /imports/:id/application', {
  permission: may,
  body: z.object({ /** Deactivates the people whom the file does not name. */ deactivateLeavers: z.boolean().default(false) }),
  returns: ImportDetail,
  status: 202,
  summary: 'Do what the check showed, in portions',
})
export const undoImport = endpoint('POST /imports/:id/reversal', {
  permission: may,
  returns: ImportDetail,
  status: 202,
  summary: 'Undo what an import did; people who were changed since keep what they have, and are named',
})
