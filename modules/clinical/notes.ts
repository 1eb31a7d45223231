import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { decrypt, encrypt } from '#platform/crypto.ts'
import { compiled, type Db, insert } from '#platform/db.ts'
import { invalid } from '#platform/errors.ts'
import type { Context, Session } from '#platform/module.ts'
import type { myNotes, Note, writeNote } from './contract.ts'
import type { Encounter } from './encounter.ts'

type NoteRow = Omit<Note, 'text'> & { body: Buffer; subjectId: string }
const place = (row: string) => ({ table: 'clinical.notes', column: 'body', row })

const notes = (db: Db) =>
  db
    .selectFrom('clinical.notes as n')
    .innerJoin('employees.roster as e', 'e.employeeId', 'n.employeeId')
    .innerJoin('directory.people as a', 'a.id', 'n.authorId')
    .select([
      'n.id',
      'n.appointmentId',
      'n.authorId',
      'a.name as authorName',
      'n.signedAt',
      'n.body',
      'n.amendsId',
      'e.userId as subjectId',
    ])

const ofAppointment = compiled<{ appointmentId: string }, NoteRow>('clinical.notes_of_appointment', (db, q) =>
  notes(db).where('n.appointmentId', '=', q.appointmentId).orderBy('n.signedAt').orderBy('n.id').limit(sql.lit(200)),
)

type Cursor = { signedAt: string; id: string }
const ofPerson = (direction: 'asc' | 'desc') =>
  compiled<Cursor & { userId: string; limit: number }, NoteRow>(`clinical.notes_of_person_${direction}`, (db, q) =>
    notes(db)
      .where('e.userId', '=', q.userId)
      .where((eb) => {
        const after = direction === 'asc' ? '>' : '<'
        return eb.or([eb('n.signedAt', after, q.signedAt), eb.and([eb('n.signedAt', '=', q.signedAt), eb('n.id', after, q.id)])])
      })
      .orderBy('n.signedAt', direction)
      .orderBy('n.id', direction)
      .limit(q.limit),
  )
const mine = { signedAt: ofPerson('asc'), '-signedAt': ofPerson('desc') }

const opened = (db: Db, rows: readonly NoteRow[]) =>
  inTurn(rows, async ({ body, subjectId, ...note }) => ({ ...note, text: await decrypt(db, subjectId, place(note.id), body) }))

/** One after the other: the first asks for the person's key, the others find it. */
async function inTurn<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const done: B[] = []
  for (const item of items) done.push(await work(item))
  return done
}

/** Signs a note on an encounter. Throws 422 for an amendment of a note that is not of this encounter. */
export async function sign(
  db: Db,
  { on, wish, who, now }: { on: Encounter; wish: Context<typeof writeNote>['body']; who: Session; now: Temporal.Instant },
): Promise<Omit<Note, 'text'>> {
  if (wish.amendsId) await checkAmended(db, wish.amendsId, on)
  const id = randomUUIDv7()
  const row = await insert(db, 'clinical.notes', {
    id,
    employeeId: on.employeeId,
    appointmentId: on.appointmentId,
    authorId: who.userId,
    body: await encrypt(db, on.employeeUserId, place(id), wish.text),
    signedAt: now.toString(),
    amendsId: wish.amendsId,
  })
  return { ...row, authorName: who.name }
}
async function checkAmended(db: Db, amendsId: string, on: Encounter): Promise<void> {
  const found = await db
    .selectFrom('clinical.notes')
    .select('id')
    .where('id', '=', amendsId)
    .where('appointmentId', '=', on.appointmentId)
    .executeTakeFirst()
  if (!found) throw invalid('amendsId', 'The note to amend is not one of this appointment.')
}

/** The notes on an encounter, oldest first. */
export const notesOn = async (db: Db, { appointmentId }: Encounter): Promise<Note[]> =>
  opened(db, await ofAppointment(db, { appointmentId }))

/** What was written about a person, page by page. */
export async function notesAbout(
  db: Db,
  userId: string,
  query: Context<typeof myNotes>['query'],
): Promise<{ items: Note[]; next: string | null }> {
  const start = query.sort === 'signedAt' ? first : last
  const rows = await mine[query.sort](db, { ...(query.cursor ? readCursor(query.cursor) : start), userId, limit: query.limit + 1 })
  const items = await opened(db, rows.slice(0, query.limit))
  const end = rows.length > query.limit ? items.at(-1) : undefined
  return { items, next: end ? Buffer.from(`${end.signedAt} ${end.id}`).toString('base64url') : null }
}
const first: Cursor = { signedAt: '-infinity', id: '00000000-0000-0000-0000-000000000000' }
const last: Cursor = { signedAt: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }
function readCursor(cursor: string): Cursor {
  const [, signedAt, id] = /^(\d{4}-[\d-]+T[\d:.]+Z) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (!signedAt || !id) throw invalid('cursor', 'This is not a place in the list.')
  return { signedAt, id }
}
