import { sql } from 'kysely'
import { compiled } from '#platform/db.ts'
import { type PersonRow, shown } from './queries.ts'
import { type Reaching, reached } from './whose.ts'

/** What every search asks besides: which people may be shown, and how many of them at most. */
export type Among = {
  statuses: readonly string[]
  departments: readonly string[] | null
  organizations: readonly string[] | null
  limit: number
} & Pick<Reaching, 'read' | 'write'>

/** By which word of which span somebody was found, and all words of their name. */
export type Found = PersonRow & { word: string; words: string; span: number }
/** How a name must read: all of `likes`, the pattern, and not all of `except`. */
export type Reads = { likes: readonly string[]; pattern: string; except: readonly string[] }
type Matching = Among & Reads & Record<'lows' | 'names' | 'highs' | 'ids', readonly string[]> & { first: string }

const spans = (p: { lows: readonly string[]; highs: readonly string[] }) =>
  sql<{ low: string; high: string; n: number }>`unnest(${p.lows}::text[], ${p.highs}::text[]) with ordinality`.as<'span'>(
    sql`span(low, high, n)`,
  )

type NamedSpan = Record<'low' | 'name' | 'high' | 'id', string> & { n: number }
const namedSpans = (p: Pick<Matching, 'lows' | 'names' | 'highs' | 'ids'>) =>
  sql<NamedSpan>`unnest(${p.lows}::text[], ${p.names}::text[], ${p.highs}::text[], ${p.ids}::uuid[]) with ordinality`.as<'span'>(
    sql`span(low, name, high, id, n)`,
  )

/** Is this person among those who may be shown? */
const isAmong = (p: Among) => sql<boolean>`u.removed_at is null and not u.is_system_user and u.status = any(${p.statuses}::text[])
  and (${p.departments}::uuid[] is null or u.dept_id = any(${p.departments}::uuid[]))
  and (${p.organizations}::uuid[] is null or u.org_id = any(${p.organizations}::uuid[])) and ${reached('u', p.read)}`
/** Does this name read so? */
const reads = (name: string, p: Reads) => sql<boolean>`${sql.ref(name)} like all(${p.likes}::text[]) and ${sql.ref(name)} ~ ${p.pattern}
  and (cardinality(${p.except}::text[]) = 0 or not ${sql.ref(name)} like all(${p.except}::text[]))`
const withDepartment = (p: Pick<Among, 'write'>) =>
  [...shown, 'd.name as departmentName' as const, reached('u', p.write).as('writable')] as const

/** How many of the tenant's people each span of words holds; more than `enough` is not counted. */
export const wordsCounted = compiled<{ lows: readonly string[]; highs: readonly string[]; enough: number }, { n: number; people: number }>(
  'directory.words_counted',
  (db, p) =>
    db
      .selectFrom(spans(p))
      .innerJoinLateral(
        (eb) =>
          eb
            .selectFrom(
              eb
                .selectFrom('directory.person_words as w')
                .whereRef('w.word', '>=', 'span.low')
                .whereRef('w.word', '<', 'span.high')
                .select('w.word')
                .limit(p.enough)
                .as('some'),
            )
            .select((of) => of.fn.countAll<number>().as('people'))
            .as('counted'),
        (join) => join.onTrue(),
      )
      .select(['span.n', 'counted.people']),
)

/** People with a word in one of the spans whose names read as they should: span by span, word by word, then by name; in each after a name. */
const matching = (of: 'words' | 'names') =>
  compiled<Matching, Found>(`directory.people_matching_${of}`, (db, p) =>
    db
      .selectFrom(namedSpans(p))
      .innerJoinLateral(
        (eb) => {
          const query = eb
            .selectFrom('directory.person_words as w')
            .innerJoin('directory.users as u', 'u.id', 'w.userId')
            .leftJoin('directory.departments as d', 'd.id', 'u.deptId')
            .where(reads('w.name', p))
            // Somebody with two words in the span is found by the first of them.
            .where(
              sql<boolean>`not exists (select from regexp_split_to_table(w.name, ' ') other where other >= ${p.first} and other < w.word)`,
            )
            .where(isAmong(p))
            .select([...withDepartment(p), 'w.word', 'w.name as words'])
            .orderBy('w.word')
            .orderBy('w.name')
            .orderBy('w.userId')
            .limit(p.limit)
          // Both lower bounds begin at the same word: whichever the scan takes, it begins there.
          return (
            of === 'words'
              ? query
                  .whereRef('w.word', '>=', 'span.low')
                  .whereRef('w.word', '<', 'span.high')
                  .where((of) =>
                    of(of.refTuple('w.word', 'w.name', 'w.userId'), '>', of.refTuple('span.low', 'span.name', 'span.id') as never),
                  )
              : query
                  .whereRef('w.word', '=', 'span.low')
                  .whereRef('w.name', '>=', 'span.name')
                  .whereRef('w.name', '<', 'span.high')
                  .where((of) => of(of.refTuple('w.name', 'w.userId'), '>', of.refTuple('span.name', 'span.id') as never))
          ).as('found')
        },
        (join) => join.onTrue(),
      )
      .selectAll('found')
      .select('span.n as span')
      .orderBy('span.n')
      .orderBy('found.word')
      .orderBy('found.words')
      .orderBy('found.id')
      .limit(p.limit),
  )
/** By spans of words (from `name` on within the first), or by one word each and the beginning of the name. */
export const peopleMatching = { words: matching('words'), names: matching('names') }

/** People of these departments whose names read as they should, by name. */
export const peoplePlaced = compiled<
  Among & Reads & { within: readonly string[]; name: string; id: string },
  PersonRow & { words: string }
>('directory.people_placed', (db, p) =>
  db
    .selectFrom(sql<{ deptId: string }>`unnest(${p.within}::uuid[])`.as<'place'>(sql`place(dept_id)`))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('directory.users as u')
          .innerJoin('directory.departments as d', 'd.id', 'u.deptId')
          .innerJoinLateral(
            (of) => of.selectFrom('directory.person_words as w').whereRef('w.userId', '=', 'u.id').select('w.name').limit(1).as('named'),
            (join) => join.onTrue(),
          )
          .whereRef('u.deptId', '=', 'place.deptId')
          .where((of) => of(of.refTuple('u.searchName', 'u.id'), '>', of.tuple(of.val(p.name), of.val(p.id)) as never))
          .where(reads('named.name', p))
          .where(isAmong(p))
          .select([...withDepartment(p), 'named.name as words'])
          .orderBy('u.searchName')
          .orderBy('u.id')
          .limit(p.limit)
          .as('found'),
      (join) => join.onTrue(),
    )
    .selectAll('found')
    .orderBy('found.searchName')
    .orderBy('found.id')
    .limit(p.limit),
)

/** How many people these departments have; more than `enough` is not counted. */
export const placesCounted = compiled<{ departments: readonly string[]; enough: number }, { people: number }>(
  'directory.places_counted',
  (db, p) =>
    db
      .selectFrom((eb) =>
        eb
          .selectFrom('directory.users as u')
          .where((of) => of('u.deptId', '=', of.fn.any(of.val(p.departments))))
          .select('u.id')
          .limit(p.enough)
          .as('some'),
      )
      .select((eb) => eb.fn.countAll<number>().as('people')),
)

/** Words of the tenant's names that share a spelling with what was typed. */
export const wordsAlike = compiled<{ spellings: readonly string[] }, { word: string }>('directory.words_alike', (db, p) =>
  db
    .selectFrom('directory.spellings')
    .where((eb) => eb('spelling', '=', eb.fn.any(eb.val(p.spellings))))
    .select('word')
    .distinct(),
)

type Contact = Among & {
  lows: readonly string[]
  highs: readonly string[]
  known: readonly string[]
}
/** People whose number or address begins so, where the viewer may know it: within reach of their right to change people, or in `known`. */
const beginningWith = (column: 'email' | 'employee_id', among: 'all' | 'known') => {
  const begins = sql.raw(`u.${column} collate "C"`)
  return compiled<Contact, PersonRow>(`directory.${column}_beginning_${among}`, (db, p) =>
    db
      .selectFrom(spans(p))
      .innerJoinLateral(
        (eb) => {
          const query = eb
            .selectFrom('directory.users as u')
            .leftJoin('directory.departments as d', 'd.id', 'u.deptId')
            .where(sql<boolean>`${begins} >= span.low and ${begins} < span.high`)
            .where(isAmong(p))
            .select(withDepartment(p))
            .orderBy(begins)
            .limit(p.limit)
          return (
            among === 'all'
              ? query.where((of) => of.or([of('u.deptId', '=', of.fn.any(of.val(p.known))), reached('u', p.write)]))
              : query.where((of) => of('u.deptId', '=', of.fn.any(of.val(p.known))))
          ).as('found')
        },
        (join) => join.onTrue(),
      )
      .selectAll('found')
      .orderBy(column === 'email' ? 'found.email' : 'found.employeeId') // the one that is it before those that begin so
      .limit(p.limit),
  )
}
export const contactsBeginning = {
  email: { all: beginningWith('email', 'all'), known: beginningWith('email', 'known') },
  number: { all: beginningWith('employee_id', 'all'), known: beginningWith('employee_id', 'known') },
}

/** Departments whose names hold what was typed, by name. */
export const departmentsNamed = compiled<{ patterns: readonly string[] }, { id: string; name: string; employeeCount: number }>(
  'directory.departments_named',
  (db, p) =>
    db
      .selectFrom('directory.departments as d')
      .where(sql<boolean>`d.name ilike any(${p.patterns}::text[])`)
      .where('d.status', '=', 'active')
      .select(['d.id', 'd.name', 'd.employeeCount'])
      .orderBy('d.name')
      .orderBy('d.id')
      .limit(200),
)
