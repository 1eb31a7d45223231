import { z } from 'zod'
import type { Db } from '#platform/db.ts'
import { mistakes, spellingsOf, wordsOf } from './policy.ts'
import type { PersonRow, Wanted } from './queries.ts'
import {
  type Among,
  contactsBeginning,
  departmentsNamed,
  peopleMatching,
  peoplePlaced,
  placesCounted,
  type Reads,
  wordsAlike,
  wordsCounted,
} from './search.ts'
import { placesOf } from './whose.ts'

const nobody = '00000000-0000-0000-0000-000000000000'
const roads = ['words', 'place', 'department', 'near', 'alike', 'pairs'] as const
type Road = (typeof roads)[number]
/** Where a search stands: on which road, by which part of what was typed, in which span, by which word of the last one's name, and whose. */
export const FoundCursor = z.tuple([z.enum(roads), z.int().min(0), z.int().min(0), z.int().min(0), z.string(), z.uuid()])
type Cursor = z.infer<typeof FoundCursor>

/** A span of words; or one word, with the beginning of the names of those who have it. `id`: behind whom it begins. */
type Span = { low: string; name: string; high: string; id?: string }
const last = '\u{10ffff}'
const beginning = (typed: string): Span => ({ low: typed, name: '', high: typed + last })
const exactly = (word: string): Span => ({ low: word, name: '', high: `${word}\u0001` })
const named = (word: string, name: string): Span => ({ low: word, name, high: name + last })
const columns = (spans: readonly Span[]) => ({
  lows: spans.map(({ low }) => low),
  names: spans.map(({ name }) => name),
  highs: spans.map(({ high }) => high),
  ids: spans.map(({ id }) => id ?? nobody),
})

/** Above this, counting longer tells no more: another road is not shorter. */
const enough = 3_000
const mostParts = 6
const mostAlike = 12

/** `isStatusAsked`: else a number or an address finds people of any status. */
type Ask = Omit<Wanted, 'descending' | 'after'> & { q: string; isStatusAsked: boolean; after: Cursor | undefined }
type Answer = { rows: PersonRow[]; next: Cursor | null }

/**
 * People as somebody typed them, page by page. First those of whose name every word typed begins a word, in any order; behind them
 * those of a department that is so called; last those spelt nearly so (one letter wrong, left out, added or swapped; two in a long
 * word). Nobody comes twice. A number or an address is found by its beginning, where the viewer may know it.
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
  const rarest = await rarestOf(db, parts, spansOf)

  const likes = parts.map((part) => `% ${part}%`)
  const strict = { ...among, likes, pattern: '', except: [] }
  const pattern = parts.map((part) => `(?=.* (${[part, ...(nearly.get(part) ?? []).map((word) => `${word}\\M`)].join('|')}))`).join('')
  const forgiving = { ...among, likes: [], pattern, except: likes }
  const called = departmentsCalled(parts, places)
  const isNew = ({ deptId, words }: Named) =>
    !called?.ids.includes(deptId ?? '') || !called.rest.every((part) => words.includes(` ${part}`))
  // A road is gone on by the part of what was typed that it began by, whatever is the rarest by now.
  const partOf = (road: Road) => (after?.[0] === road ? (parts[after[1]] ?? rarest.part) : rarest.part)
  const phases: Phase[] = []
  if (isSmall) phases.push(byPlace(db, 'place', { ...strict, within: departments ?? [] }))
  else phases.push(bySpans(db, 'words', { ...strict, parts, part: partOf('words'), spans: [beginning(partOf('words'))] }))
  if (called) {
    const rest = called.rest.map((part) => `% ${part}%`)
    phases.push(byPlace(db, 'department', { ...strict, likes: rest, except: likes, within: called.ids }))
  }
  if (parts.some((part) => nearly.get(part)?.length)) {
    if (isSmall) phases.push({ ...byPlace(db, 'near', { ...forgiving, within: departments ?? [] }), isNew })
    else if (after?.[0] === 'pairs' || (after?.[0] !== 'alike' && parts.length === 2 && rarest.people >= enough))
      phases.push({ ...bySpans(db, 'pairs', { ...forgiving, parts, part: rarest.part, spans: pairsOf(parts, nearly) }), isNew })
    else phases.push({ ...bySpans(db, 'alike', { ...forgiving, parts, part: partOf('alike'), spans: spansOf(partOf('alike')) }), isNew })
  }
  return pageOfPhases(phases, after, limit)
}

type Named = PersonRow & { words: string }
/** Somebody found, and how the search goes on behind them. `isFirst`: not found before on the same road. */
type Step = { row: Named; at: Cursor; isFirst: boolean }
/** One road: who comes next behind a cursor of it, up to one more than a page; `isNew` says who did not come on a road before. */
type Phase = { road: Road; ask: (from: Cursor | undefined) => Promise<Step[]>; isNew?: (row: Named) => boolean }

async function pageOfPhases(phases: readonly Phase[], after: Cursor | undefined, limit: number): Promise<Answer> {
  const steps: Step[] = []
  const begun = after ? phases.findIndex(({ road }) => road === after[0]) : 0
  for (const { road, ask, isNew } of begun < 0 ? [] : phases.slice(begun)) {
    let from = road === after?.[0] ? after : undefined
    for (let isMore = true; isMore && steps.length <= limit; ) {
      const found = await ask(from)
      steps.push(...found.filter(({ row, isFirst }) => isFirst && (!isNew || isNew(row))))
      isMore = found.length > limit
      from = found.at(-1)?.at
    }
    if (steps.length > limit) return { rows: steps.slice(0, limit).map(({ row }) => row), next: steps[limit - 1]?.at ?? null }
  }
  return { rows: steps.map(({ row }) => row), next: null }
}

/** By the people of departments, in order of their names. */
const byPlace = (db: Db, road: Road, ask: Among & Reads & { within: readonly string[] }): Phase => ({
  road,
  ask: async (from) => {
    const rows = await peoplePlaced(db, { ...ask, name: from?.[4] ?? '', id: from?.[5] ?? nobody })
    return rows.map((row) => ({ row, at: [road, 0, 0, 0, row.searchName, row.id], isFirst: true }))
  },
})

type Spanned = Among & Reads & { parts: readonly string[]; part: string; spans: readonly Span[] }
/** By spans of words, or of names, one after the other: whoever is in several comes by the first, and there by the first word. */
function bySpans(db: Db, road: 'words' | 'alike' | 'pairs', { parts, part, spans, ...ask }: Spanned): Phase {
  const wordsIn = (words: string, { low, name, high }: Span) =>
    road === 'pairs'
      ? name <= words && words < high && words.split(' ').includes(low)
        ? [low]
        : []
      : words.split(' ').filter((word) => low <= word && word < high)
  const run = peopleMatching[road === 'pairs' ? 'names' : 'words']
  return {
    road,
    ask: async (from) => {
      const [, , begun = 0, word = 0, name = '', id] = from ?? []
      const [span, ...others] = spans.slice(begun)
      if (!span) return []
      const low = road === 'pairs' ? span.low : (name.split(' ')[word] ?? span.low)
      const rest = id ? [{ ...span, low, name, id }, ...others] : [span, ...others]
      // In the one span of those who are called so the database leaves out who came before by another word.
      const rows = await run(db, { ...ask, ...columns(rest), first: road === 'words' ? part : last })
      return rows.map((row) => {
        const n = begun + Number(row.span) - 1
        const first = spans.findIndex((one) => wordsIn(row.words, one).length > 0)
        const isFirst = first === n && wordsIn(row.words, spans[n] as Span).sort()[0] === row.word
        return { row, isFirst, at: [road, parts.indexOf(part), n, row.words.split(' ').indexOf(row.word), row.words, row.id] }
      })
    },
  }
}

/** Two words that many people have, each with a dozen alike: the names that begin with one of the pairs, as names are kept (family name first). */
function pairsOf([a = '', b = '']: readonly string[], nearly: ReadonlyMap<string, readonly string[]>): Span[] {
  const alike = (of: string) => nearly.get(of) ?? []
  return [[a, b] as const, [b, a] as const].flatMap(([one, other]) =>
    alike(one).flatMap((word) => [other, ...alike(other)].flatMap((next) => [named(word, ` ${word} ${next}`), named(word, ` ${next}`)])),
  )
}

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
