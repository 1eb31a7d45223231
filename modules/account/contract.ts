import { z } from 'zod'
import { endpoint, Id, Instant, listQuery, page } from '#platform/contract.ts'

/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'account:decide_deletions': {
    says: 'Decide on requests of people to be deleted',
    roles: ['admin', 'tenant_administrator'],
    withheld: 'access',
  },
} as const

export const DataExport = z.object({
  id: Id,
  status: z.enum(['waiting', 'ready', 'expired']),
  requestedAt: Instant,
  readyAt: Instant.nullable(),
  expiresAt: Instant.nullable(),
  fileSize: z.number().nullable(),
})
export type DataExport = z.infer<typeof DataExport>

export const myDataExports = endpoint('GET /my/data-exports', {
  permission: 'self',
  returns: z.object({
    items: z.array(DataExport),
    /** A second factor must have been shown just now to ask or fetch. */
    stepUp: z.boolean(),
  }),
  summary: 'Copies of my data that I asked for',
})
export const askDataExport = endpoint('POST /my/data-exports', {
  permission: 'self',
  returns: DataExport,
  status: 201,
  summary: 'Ask for a copy of everything held about me',
})
export const downloadDataExport = endpoint('GET /my/data-exports/:id/file', {
  permission: 'self',
  carries: 'file',
  reads: 'account.data_exports',
  summary: 'The copy: an archive of JSON, a readable PDF and my files; for seven days, after a fresh second factor where there is one',
})

export const DeletionStatus = z.enum(['open', 'withdrawn', 'accepted', 'declined'])
export const DeletionRequest = z.object({
  id: Id,
  status: DeletionStatus,
  reason: z.string(),
  requestedAt: Instant,
  decidedAt: Instant.nullable(),
  answer: z.string().nullable(),
})
export type DeletionRequest = z.infer<typeof DeletionRequest>
const Words = z.string().trim().min(5, 'Please say a little more.').max(1000)
export const myDeletionRequests = endpoint('GET /my/deletion-requests', {
  permission: 'self',
  returns: z.object({ items: z.array(DeletionRequest) }),
  summary: 'My requests to be deleted, and what was decided',
})
export const askDeletion = endpoint('POST /my/deletion-requests', {
  permission: 'self',
  body: z.object({ reason: Words }),
  returns: DeletionRequest,
  status: 201,
  summary: 'Ask to be deleted',
})
export const withdrawDeletion = endpoint('POST /my/deletion-requests/:id/withdrawal', { permission: 'self', returns: DeletionRequest })

export const Kept = z.object({ what: z.string(), why: z.string(), count: z.number() })
export type Kept = z.infer<typeof Kept>
export const PersonsRequest = DeletionRequest.extend({
  person: z.object({ id: Id, name: z.string() }),
  may: z.object({ decide: z.boolean() }),
})
export type PersonsRequest = z.infer<typeof PersonsRequest>
export const listDeletionRequests = endpoint('GET /deletion-requests', {
  permission: 'account:decide_deletions',
  query: listQuery({ sort: ['requestedAt'], filters: { status: DeletionStatus.default('open') } }).omit({ q: true, sort: true }),
  returns: page(PersonsRequest),
  summary: 'Requests to be deleted, oldest first',
})
export const whatIsKept = endpoint('GET /deletion-requests/:id/kept', {
  permission: 'account:decide_deletions',
  returns: z.object({ items: z.array(Kept) }),
  summary: 'What must be kept of this person, and why',
})
export const acceptDeletion = endpoint('POST /deletion-requests/:id/acceptance', {
  permission: 'account:decide_deletions',
  body: z.object({ answer: Words.nullable().default(null) }),
  returns: PersonsRequest,
  summary: 'Deactivate the person and remove their profile; what must be kept stays, and they are told what and why',
})
export const declineDeletion = endpoint('POST /deletion-requests/:id/refusal', {
  permission: 'account:decide_deletions',
  body: z.object({ answer: Words }),
  returns: PersonsRequest,
})
