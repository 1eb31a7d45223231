import { z } from 'zod'
import { Day, endpoint, Id, Instant, listQuery, page } from '#platform/contract.ts'

const withheld = 'health'
const own = { about: 'oneself', withheld } as const
/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'clinical:read': {
    says: 'Read one’s own clinical record, and as a professional that of the appointments one conducts',
    roles: ['employee', 'oh_professional'],
    ...own,
  },
  'clinical:write': {
    says: 'Write clinical notes on the appointments one conducts',
    roles: ['oh_professional'],
    ...own,
  },
  'clinical:issue': {
    says: 'Issue and withdraw fitness outcomes from the appointments one conducts',
    roles: ['oh_professional'],
    ...own,
  },
} as const

/** A signed note; it never changes, an amendment is another one. */
export const Note = z.object({
  id: Id,
  appointmentId: Id.nullable(),
  authorId: Id,
  authorName: z.string(),
  signedAt: Instant,
  text: z.string(),
  amendsId: Id.nullable(),
})
export type Note = z.infer<typeof Note>

export const writeNote = endpoint('POST /appointments/:id/notes', {
  permission: 'clinical:write',
  body: z.object({
    text: z.string().trim().min(1).max(20_000),
    /** The note this one corrects or adds to; both stay readable. */
    amendsId: Id.nullable().default(null),
  }),
  returns: Note.omit({ text: true }),
  status: 201,
  summary: 'Sign a note on an encounter',
})
export const listNotes = endpoint('GET /appointments/:id/notes', {
  permission: 'clinical:read',
  returns: z.object({ items: z.array(Note), may: z.object({ write: z.boolean() }) }),
  reads: 'clinical.notes',
  summary: 'The notes on an encounter, at most 200, for its professional and the person it is about',
})
export const myNotes = endpoint('GET /my/clinical-notes', {
  permission: 'clinical:read',
  query: listQuery({ sort: ['signedAt'] }),
  returns: page(Note),
  reads: 'clinical.notes',
  summary: 'What professionals wrote about me',
})

export const FitnessClass = z.enum(['fit', 'fit_with_adjustments', 'temporarily_unfit', 'unfit'])
export const Outcome = z.object({
  id: Id,
  outcome: FitnessClass,
  restrictions: z.array(z.string()),
  reviewDate: Day.nullable(),
  issuedAt: Instant,
  issuedByName: z.string(),
  withdrawnAt: Instant.nullable(),
  withdrawnReason: z.string().nullable(),
  may: z.object({ withdraw: z.boolean() }),
})
export type Outcome = z.infer<typeof Outcome>
export const issueOutcome = endpoint('POST /appointments/:id/outcomes', {
  permission: 'clinical:issue',
  body: z.object({
    outcome: FitnessClass,
    /** Functional words the employer reads (no lifting above 10 kg), never a cause. */
    restrictions: z.array(z.string().trim().min(1).max(200)).max(20).default([]),
    /** The last day on which it counts. */
    reviewDate: Day.nullable().default(null),
  }),
  returns: Outcome,
  status: 201,
  summary: 'Tell employee and employer what work the person is fit for',
})
export const listOutcomes = endpoint('GET /appointments/:id/outcomes', {
  permission: 'clinical:read',
  returns: z.object({ items: z.array(Outcome), may: z.object({ issue: z.boolean() }) }),
  summary: 'The outcomes issued from an encounter, at most 100',
})
export const withdrawOutcome = endpoint('POST /appointments/:id/outcomes/:outcomeId/withdrawal', {
  permission: 'clinical:issue',
  body: z.object({
    /** Neutral words the employer reads, never a cause. */
    reason: z.string().trim().min(1).max(500),
  }),
  returns: Outcome,
})

export const events = {
  /** `userIds`: the person it is about, and the author. */
  'clinical.note_signed': { payload: z.object({ noteId: Id, appointmentId: Id, userIds: z.array(Id) }), live: 'named' },
} as const
