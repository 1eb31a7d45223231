import { AppError } from '#platform/errors.ts'
import type { Session } from '#platform/module.ts'

export const publishedIsFixed = () =>
  new AppError(
    409,
    'courses.published_is_fixed',
    'This revision is published and does not change any more. Start a new draft to go on writing.',
  )
export const notTaught = () => new AppError(403, 'courses.not_taught', 'You do not teach this course.')
export const archived = () => new AppError(409, 'courses.archived', 'This course is archived. Restore it before you change it.')
export const draftExists = () => new AppError(409, 'courses.draft_exists', 'There is a draft already. Go on with that one.')
export const nothingPublished = () => new AppError(409, 'courses.nothing_published', 'This course has no published revision yet.')
export const changedMeanwhile = () =>
  new AppError(409, 'courses.changed_meanwhile', 'Somebody else added or removed something here. Reload and order again.')
export const lastInstructor = () =>
  new AppError(409, 'courses.last_instructor', 'A course needs somebody who teaches it. Add another person first.')
export const wrongFile = (message: string) => new AppError(422, 'courses.wrong_file', message)

/** May this person change a course that they teach or do not teach? */
export const mayWrite = (who: Session, teaches: boolean): boolean =>
  who.permissions.has('courses:manage') || (teaches && who.permissions.has('courses:write'))

type Standing = { status: string; hasPublished: boolean; hasDraft: boolean; mayWrite: boolean }
/** What this person may do with a course: what the screens offer and the routes guard. */
export function mayDo({ status, hasPublished, hasDraft, mayWrite }: Standing) {
  const edit = mayWrite && status !== 'archived'
  return {
    edit,
    startDraft: edit && hasPublished && !hasDraft,
    archive: edit,
    restore: mayWrite && status === 'archived',
  }
}

type Written = { id: string; title: string; type: string; data: { html?: string | null; url?: string | null }; files: readonly string[] }
/** What is still missing from a content before its revision can be published; null when it is complete. */
export function missingFrom({ type, data, files }: Omit<Written, 'id' | 'title'>): string | null {
  if (type === 'rich_text') return data.html && data.html.replace(/<[^>]*>|&nbsp;|\s/g, '') !== '' ? null : 'has no text yet'
  if (type === 'document') return files.includes('document') || files.includes('image') ? null : 'has no document yet'
  if (type === 'video') return data.url || files.includes('video') ? null : 'has neither a video file nor an address'
  return data.url ? null : 'has no address yet'
}

/** Refuses a revision that teaches nothing or has unfinished parts; `errors` names each content at fault. */
export function refuseUnready(contents: readonly Written[], quizzes: number): void {
  if (contents.length + quizzes === 0)
    throw new AppError(409, 'courses.nothing_to_learn', 'Add at least one content or quiz before you publish.')
  const errors = contents.flatMap((content) => {
    const missing = missingFrom(content)
    return missing ? [{ path: content.id, message: `“${content.title}” ${missing}.` }] : []
  })
  if (errors.length) throw new AppError(409, 'courses.unfinished', 'Some contents are not finished.', { errors })
}

/** Prerequisites as a graph: true where `from` would, through others, come before itself. */
export function circular(requires: ReadonlyMap<string, readonly string[]>, from: string): boolean {
  const seen = new Set<string>()
  const open = [...(requires.get(from) ?? [])]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === from) return true
    if (seen.has(next)) continue
    seen.add(next)
    open.push(...(requires.get(next) ?? []))
  }
  return false
}

/** The order to write: for each id its place, from 1, where that differs from what is stored. Throws when `ids` misses one of `all`. */
export function newPlaces<Part extends { id: string; parentId: string; sequenceNo: number }>(
  ids: readonly string[],
  { all, parentId }: { all: readonly Part[]; parentId: string },
): { id: string; sequenceNo: number }[] {
  const known = new Map(all.map((part) => [part.id, part]))
  const wanted = new Set(ids)
  const complete = all.every((part) => part.parentId !== parentId || wanted.has(part.id))
  if (!complete || wanted.size !== ids.length || ids.some((id) => !known.has(id))) throw changedMeanwhile()
  return ids
    .map((id, index) => ({ id, sequenceNo: index + 1 }))
    .filter(({ id, sequenceNo }) => known.get(id)?.sequenceNo !== sequenceNo || known.get(id)?.parentId !== parentId)
}
