import { z } from 'zod'
import type { Db } from '#platform/db.ts'
import { mistakes, spellingsOf, wordsOf } from './policy.ts'
import type { PersonRow, Wanted } from './queries.ts'
import {
  type Among,
  contactsBeginning,
  departmentsNamed,
  type Found,
  peopleMatching,
  peoplePlaced,
  placesCounted,
  wordsAlike,
  wordsCounted,
} from './search.ts'
import { placesOf } from './whose.ts'

const nobodyYet = { name: '', id: '00000000-0000-0000-0000-000000000000' }
/** Where a search stands: which word of the last one's name it went by (-1: by place), that name, and whose it is. */
export const FoundCursor = z.tuple([z.number().int(), z.string(), z.uuid()])
type Cursor = z.infer<typeof FoundCursor>

/** A span of words; or one word, with the beginning of the names of those who have it. */
type Span = { low: string; name: string; high: string }
const last = '\u{10ffff}'
const beginning = (typed: string): Span => ({ low: typed, name: '', high: typed + last })
const exactly = (word: string): Span => ({ low: word, name: '', high: `${word}\u0001` })
const named = (word: string, name: string): Span => ({ low: word, name, high: name + last })
const columns = (spans: readonly Span[]) => ({
  lows: spans.map(({ low }) => low),
  names: spans.map(({ name }) => name),
  highs: spans.map(({ high }) => high),
})

/** Above this, counting longer tells no more: another road is not shorter. */
const enough = 3_000
const mostParts = 6
const mostAlike = 12

/** `isStatusAsked`: else a number or an address finds people of any status. */
type Ask = Omit<Wanted, 'descending' | 'after'> & { q: string; isStatusAsked: boolean; after: Cursor | undefined }
type Answer = { rows: PersonRow[]; next: Cursor | null }

/**
 * People as somebody typed them: every word the beginning of a word of the name, in any order, page by page. Behind the last of
 * them, as many as the page still holds: those of a department that is so called, and those spelt nearly so (one letter wrong, left
 * out, added or swapped; two in a long word). A number or an address is found by its beginning, where the viewer may know it.
 */
export async function findPeople(db: Db, ask: Ask): Promise<Answer> {
  const { q, after, limit, departments, organizations, statuses, reaching } = ask
  const among = { statuses, departments: departments ?? null, organizations: organizations ?? null, ...reaching, limit: limit + 1 }
  if (!after && /^\S*[@\d]\S*$/.test(q)) {
    const rows = await byContact(db, q, ask, among)
    if (rows.length > 0 || q.includes('@')) return { rows: rows.slice(0, limit), next: null }
  }
  const parts = wordsOf(q).slice(0, mostParts)
  if (parts.length === 0) return { rows: [], next: null }
  const [places, alike, isSmall] = await Promise.all([
    departmentsNamed(db, { patterns: parts.map((part) => `%${part}%`) }),
    wordsAlike(db, { spellings: [...new Set(parts.filter((part) => part.length > 2).flatMap(spellingsOf))] }),
    departments ? placesCounted(db, { departments, enough }).then(([of]) => (of?.people ?? 0) < enough) : false,
  ])
  const nearly = new Map(parts.map((part) => [part, alikeTo(part, alike)]))
  const spansOf = (part: string) => [beginning(part), ...(nearly.get(part) ?? []).map(exactly)]
  const reached = after?.[1].split(' ')[after[0]] ?? ''
  const known = reached && parts.find((part) => reached.startsWith(part))
  const rarest = known ? { part: known, people: enough } : await rarestOf(db, parts, spansOf)

  const likes = parts.map((part) => `% ${part}%`)
  const strict = { ...among, likes, pattern: '', except: [] }
  const start = after ? { name: after[1], id: after[2] } : nobodyYet
  const within = departments ?? []
  const placed = isSmall && (after?.[0] ?? -1) === -1
  const rows: (PersonRow | Found)[] = placed
    ? await peoplePlaced(db, { ...strict, within, name: start.name, id: start.id })
    : await peopleMatching.words(db, {
        ...strict,
        ...columns([{ ...beginning(rarest.part), low: reached || rarest.part, name: start.name }]),
        first: rarest.part,
        id: start.id,
      })
  if (rows.length > limit) return { rows: rows.slice(0, limit), next: cursorOf(rows[limit - 1] as Found) }

  const add = (more: readonly PersonRow[]) => {
    const known = new Set(rows.map(({ id }) => id))
    for (const row of more) if (rows.length < limit && !known.has(row.id)) rows.push(row)
  }
  const called = departmentsCalled(parts, places)
  if (called && rows.length < limit) {
    const others = { ...strict, likes: called.rest.map((part) => `% ${part}%`) }
    add(await peoplePlaced(db, { ...others, within: called.ids, name: '', id: nobodyYet.id }))
  }
  if (rows.length < limit && parts.some((part) => nearly.get(part)?.length)) {
    const pattern = parts.map((part) => `(?=.* (${[part, ...(nearly.get(part) ?? []).map((word) => `${word}\\M`)].join('|')}))`).join('')
    const forgiving = { ...among, likes: [], pattern, except: likes }
    add(
      isSmall
        ? await peoplePlaced(db, { ...forgiving, within, name: '', id: nobodyYet.id })
        : await mistyped(db, forgiving, { parts, nearly, rarest }),
    )
  }
  return { rows, next: null }
}

const cursorOf = (row: Found): Cursor =>
  'word' in row ? [row.words.split(' ').indexOf(row.word), row.words, row.id] : [-1, (row as PersonRow).searchName, (row as PersonRow).id]

/**
 * Those who were mistyped. Two words that many people have, each with a dozen alike: the names that begin with one of the pairs, as
 * names are kept (family name first); else all who have a word like the rarest one.
 */
function mistyped(db: Db, ask: Forgiving, { parts, nearly, rarest }: { parts: readonly string[]; nearly: Nearly; rarest: Rarest }) {
  const alike = (of: string) => nearly.get(of) ?? []
  const more = { ...ask, first: last, id: nobodyYet.id } // who is found twice is left out by the caller
  const [a, b] = parts
  if (parts.length !== 2 || !a || !b || rarest.people < enough)
    return peopleMatching.words(db, { ...more, ...columns([beginning(rarest.part), ...alike(rarest.part).map(exactly)]) })
  const pairs = [[a, b] as const, [b, a] as const].flatMap(([one, other]) =>
    alike(one).flatMap((word) => [other, ...alike(other)].flatMap((next) => [named(word, ` ${word} ${next}`), named(word, ` ${next}`)])),
  )
  return peopleMatching.names(db, { ...more, ...columns(pairs) })
}
type Nearly = ReadonlyMap<string, readonly string[]>
type Forgiving = Omit<Parameters<typeof peopleMatching.names>[1], 'lows' | 'names' | 'highs' | 'first' | 'id'>

/** The tenant's words that are nearly what was typed, the nearest first, those beginning alike before others. */
function alikeTo(typed: string, words: readonly { word: string }[]): string[] {
  const most = typed.length < 3 ? 0 : typed.length < 8 ? 1 : 2
  return words
    .filter(({ word }) => !word.startsWith(typed))
    .map(({ word }) => ({ word, far: mistakes(typed, word, most) + (word[0] === typed[0] ? 0 : 0.5) }))
    .filter(({ far }) => far < most + 1)
    .sort((a, b) => a.far - b.far || (a.word < b.word ? -1 : 1))
    .slice(0, mostAlike)
    .map(({ word }) => word)
}

/** The part of what was typed that the fewest people have: the shortest road to those who have all. */
type Rarest = { part: string; people: number }
async function rarestOf(db: Db, parts: readonly string[], spansOf: (part: string) => Span[]): Promise<Rarest> {
  const [only] = parts
  if (parts.length === 1) return { part: only as string, people: 0 }
  const spans = parts.map(spansOf)
  const counts = await wordsCounted(db, { ...columns(spans.flat()), enough })
  const people = new Map(counts.map((row) => [Number(row.n), Number(row.people)]))
  let n = 0
  const sums = spans.map((of) => of.reduce((sum) => sum + (people.get(++n) ?? 0), 0))
  const least = Math.min(...sums)
  return { part: parts[sums.indexOf(least)] as string, people: least }
}

/** Departments called by most of what was typed, and what of it is left for the name: the smallest, of some thousand people together. */
function departmentsCalled(parts: readonly string[], places: readonly { id: string; name: string; employeeCount: number }[]) {
  const smallest = places.toSorted((a, b) => a.employeeCount - b.employeeCount)
  const read = smallest.map(({ name, ...place }) => {
    const words = wordsOf(name)
    return { ...place, rest: parts.filter((part) => !words.some((word) => word.startsWith(part))) }
  })
  const least = Math.min(...read.map(({ rest }) => rest.length))
  const [first, ...others] = read.filter(({ rest }) => rest.length === least && least < parts.length)
  if (!first) return undefined
  const ids = [first.id]
  let people = first.employeeCount
  for (const { id, rest, employeeCount } of others) {
    people += employeeCount
    if (rest.join() === first.rest.join() && people < enough) ids.push(id)
  }
  return { ids, rest: first.rest }
}

/** Those whose number or address begins so, where the viewer may know whose it is. */
async function byContact(db: Db, q: string, { reaching, isStatusAsked }: Ask, among: Among): Promise<PersonRow[]> {
  const { departments: writable } = placesOf(reaching.write)
  const known = [...reaching.headed, ...(writable ?? [])]
  const sees = writable ? 'known' : 'all'
  if (writable && known.length === 0) return []
  const asked = { ...among, ...(isStatusAsked ? {} : { statuses: ['active', 'invited', 'inactive'] as const }), known }
  const typed = q.includes('@') ? [q.toLowerCase()] : [...new Set([q, q.toUpperCase(), q.toLowerCase()])]
  const run = contactsBeginning[q.includes('@') ? 'email' : 'number'][sees]
  return run(db, { ...asked, ...columns(typed.map(beginning)) })
}
