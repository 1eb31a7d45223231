import { AppError, invalid } from '#platform/errors.ts'
import type { Insert } from '#platform/rows.gen.ts'

type Row = { id: string; status: string; email: string | null; writable: boolean }
type Actor = { userId: string }

/** What somebody may do to a person. Whether that person holds more than they do is the business of the roles (access). */
export function mayWithPerson(row: Row, who: Actor) {
  const writes = row.writable
  return {
    change: writes,
    invite: writes && row.status === 'invited' && row.email !== null,
    deactivate: writes && row.status !== 'inactive' && row.id !== who.userId,
    reactivate: writes && row.status === 'inactive',
  }
}

/** Contact data is for those who look after people's data, for the heads of the person's departments, and for the person. */
export const seesContact = (row: { id: string; deptId: string | null; writable: boolean }, who: Actor, headed: readonly string[]) =>
  row.writable || row.id === who.userId || (row.deptId !== null && headed.includes(row.deptId))

export const notOnYourself = () => new AppError(409, 'directory.yourself', 'You cannot deactivate your own account.')
export const notInvited = () =>
  new AppError(409, 'directory.not_invited', 'Only a person with an open invitation and an address can be invited again.')
export const notInactive = () => new AppError(409, 'directory.not_inactive', 'Only a deactivated person can be reactivated.')
export const alreadyInactive = () => new AppError(409, 'directory.inactive', 'This person is deactivated already.')
export const tenantFull = (most: number) =>
  new AppError(409, 'directory.full', `Your plan has room for ${most} people. Deactivate somebody, or ask for a larger plan.`)
export const outside = (field: string) => invalid(field, 'This belongs to another organisation.')
export const organizationBelowItself = () => invalid('parentOrgId', 'An organisation cannot come below itself.')
export const belowItself = () => invalid('parentId', 'A department cannot come below itself.')
/** Would the department come below itself? `parents`: what each department is part of. */
export function makesRing(parents: ReadonlyMap<string, string | null>, { id, parentId }: { id: string; parentId: string | null }): boolean {
  const seen = new Set<string>()
  for (let above: string | null | undefined = parentId; above && !seen.has(above); above = parents.get(above)) {
    if (above === id) return true
    seen.add(above)
  }
  return false
}
type Standing = { status?: string; suspendedReason?: string | null }
/** What goes with the status of an organization: since when it is active or suspended, and why. Throws 422 for a suspension without a reason. */
export function statusFields(body: Standing, before: Standing | undefined, now: string) {
  const status = body.status ?? before?.status ?? 'active'
  const reason = body.suspendedReason ?? before?.suspendedReason ?? null
  if (status === 'suspended' && !reason) throw invalid('suspendedReason', 'Say why the organisation is suspended.')
  if (status === before?.status) return { suspendedReason: status === 'suspended' ? reason : null }
  if (status === 'suspended') return { suspendedReason: reason, suspendedAt: now }
  return { suspendedReason: null, suspendedAt: null, ...(status === 'active' ? { activatedAt: now } : {}) }
}
export const organizationSuspended = (reason: string) =>
  new AppError(409, 'directory.organization_suspended', `This organisation is suspended: ${reason} Nobody and nothing new comes into it.`)
export const mainStays = () =>
  new AppError(409, 'directory.main_branch', 'An organisation has a main branch: make another one the main branch first.', {
    errors: [{ path: 'isMainBranch', message: 'Make another one the main branch instead.' }],
  })
export const unknownPlace = (field: string) => invalid(field, 'There is nothing like this, or it is not yours to see.')

export type NewPerson = Omit<Insert<'directory.users'>, 'searchName' | 'username'> & { username?: string }

/** A letter may come apart into many: so much of a name, and of each of its words, counts for finding and sorting people. */
const most = { name: 600, word: 40 }
const first = (text: string, letters: number) => text.slice(0, letters).toWellFormed()

/** How a person is found by name: lower case without accents, family name first. */
export const searchName = (person: { firstName: string; middleName?: string | null; lastName: string }) =>
  first(plain([person.lastName, person.firstName, person.middleName].filter(Boolean).join(' ')), most.name)

/** Lower case without accents: "Zoë O’Brien" is found as "zoe o'brien". */
export const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[’ʼ]/g, "'").toLowerCase()

/** Letters that are no others with an accent, as people without them on the keyboard type them. */
const folded: Record<string, string> = { ł: 'l', ø: 'o', đ: 'd', ð: 'd', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th' }

/** The words of a name or of what was typed, as they are compared: lower case, no accents, no apostrophes, each once. */
export const wordsOf = (text: string): string[] => {
  const simple = plain(text)
    .replaceAll("'", '')
    .replace(/[łøđðıßæœþ]/g, (letter) => folded[letter] as string)
  const words = simple.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  return [...new Set(words.map((word) => first(word, most.word)))]
}

/** A word and what is left of it without one letter, from eight letters on also without two: words nearly alike share one of these. */
export function spellingsOf(word: string): string[] {
  const found = new Set([word])
  const shorten = (text: string) => Array.from(text, (_, i) => text.slice(0, i) + text.slice(i + 1))
  if (word.length >= 4) for (const once of shorten(word)) found.add(once)
  if (word.length >= 8) for (const once of [...found].slice(1)) for (const twice of shorten(once)) found.add(twice)
  return [...found]
}

/** How many letters were typed wrongly, left out, added or swapped with the next; more than `most` is told as `most + 1`. */
export function mistakes(typed: string, word: string, most: number): number {
  if (Math.abs(typed.length - word.length) > most) return most + 1
  let last: number[] = []
  let row = Array.from({ length: word.length + 1 }, (_, i) => i)
  for (let i = 1; i <= typed.length; i++) {
    const next = [i]
    for (let j = 1; j <= word.length; j++) {
      const same = typed[i - 1] === word[j - 1]
      const swapped = i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]
      const cost = Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + (same ? 0 : 1))
      next.push(swapped ? Math.min(cost, (last[j - 2] as number) + 1) : cost)
    }
    last = row
    row = next
  }
  return Math.min(row[word.length] as number, most + 1)
}

/** Before the first and after the last of a list by name. */
export const ends = {
  asc: ['', '00000000-0000-0000-0000-000000000000'],
  desc: ['\u{10ffff}', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
} as const
