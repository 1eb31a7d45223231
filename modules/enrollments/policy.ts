import { AppError } from '#platform/errors.ts'

export const alreadyEnrolled = () => new AppError(409, 'enrollments.already_enrolled', 'This course is among your courses already.')
export const notActive = () => new AppError(409, 'enrollments.not_active', 'You have left this course, or it has ended.')
export const notYourPeople = () =>
  new AppError(422, 'enrollments.not_your_people', 'Some of these people are not among those you may assign courses to.')
export const notYours = () => new AppError(403, 'enrollments.not_taught', 'You neither teach this course nor manage anybody in it.')
export const notPublished = () => new AppError(409, 'enrollments.not_published', 'This course has nothing published to learn from.')
export const assignedStays = () =>
  new AppError(403, 'enrollments.assigned_stays', 'This course was assigned to you. Ask whoever assigned it, if it should go.')
export const waitsFor = (titles: readonly string[]) =>
  new AppError(409, 'enrollments.module_waits', `Finish ${titles.map((title) => `“${title}”`).join(' and ')} first.`)
export const withdrawnAlready = () => new AppError(409, 'enrollments.withdrawn_already', 'This has been withdrawn already.')

export type ItemProgress = { status: 'not_started' | 'in_progress' | 'completed'; progress: number }
type Reached = ItemProgress & { timeSpentMins: number; position: unknown; completedAt: string | null }
type Sent = { status: 'in_progress' | 'completed'; progress: number; timeSpentMins: number; position?: unknown }

/** Two decimals, as the database keeps them. */
const rounded = (value: number) => Math.round(value * 100) / 100

/**
 * What is known of a content after `sent`: it never goes back. Completed stays completed, percent and time only grow, so that the
 * same message twice, or two in the wrong order, change nothing more. The position is the last one sent.
 */
export function merged(before: Reached | undefined, sent: Sent, now: string): Reached {
  const completed = before?.status === 'completed' || sent.status === 'completed'
  const furthest = Math.max(before?.progress ?? 0, sent.progress)
  return {
    status: completed ? 'completed' : 'in_progress',
    // Only saying so completes a content: 100 percent of a video watched is not yet ticked off.
    progress: completed ? 100 : rounded(Math.min(furthest, 99)),
    timeSpentMins: rounded(Math.max(before?.timeSpentMins ?? 0, sent.timeSpentMins)),
    position: sent.position ?? before?.position ?? null,
    completedAt: before?.completedAt ?? (completed ? now : null),
  }
}

/** True where a message changed anything. */
export const differs = (before: Reached | undefined, after: Reached): boolean =>
  before === undefined ||
  before.status !== after.status ||
  before.progress !== after.progress ||
  before.timeSpentMins !== after.timeSpentMins ||
  JSON.stringify(before.position) !== JSON.stringify(after.position)

/** What an enrolment has earned: the percents of its contents, and 100 for each required quiz passed. */
export const earnedBy = (contents: readonly ItemProgress[], passes: number): number =>
  rounded(contents.reduce((sum, item) => sum + item.progress, 0) + 100 * passes)

/** Percent of the whole; 100 only when every item is complete. */
export function percentOf(earned: number, items: number): number {
  if (items === 0) return 0
  if (isComplete(earned, items)) return 100
  return Math.max(0, Math.min(99.99, Math.floor((earned * 100) / items) / 100))
}
export const isComplete = (earned: number, items: number): boolean => items > 0 && rounded(earned) >= items * 100

const soonDays = 14
/** How a due date stands at `now`. Only what is under way can be overdue. */
export function dueState(dueAt: string | null, status: string, now: Temporal.Instant): 'none' | 'later' | 'soon' | 'overdue' {
  if (dueAt === null || status !== 'active') return 'none'
  const due = Temporal.Instant.from(dueAt)
  if (Temporal.Instant.compare(due, now) <= 0) return 'overdue'
  return Temporal.Instant.compare(due, now.add({ hours: 24 * soonDays })) <= 0 ? 'soon' : 'later'
}

/** Until when a completion counts: whole calendar months in the person's zone; null, for ever. */
export const countsUntil = (from: Temporal.Instant, months: number | null, zone: string): string | null =>
  months === null ? null : from.toZonedDateTimeISO(zone).add({ months }).toInstant().toString()

type Gate = { moduleId: string; prerequisiteModuleId: string; requirementType: string }
type Finished = { id: string; title: string; contentsDone: boolean; quizzesPassed: boolean }
/** Titles of the modules that a module still waits for (`must`), and of those merely recommended before it. */
export function gatesOf(moduleId: string, gates: readonly Gate[], modules: readonly Finished[]): { must: string[]; should: string[] } {
  const open = gates.filter((gate) => {
    const before = gate.moduleId === moduleId && modules.find((module) => module.id === gate.prerequisiteModuleId)
    return before && !(before.contentsDone && (gate.requirementType === 'completed' || before.quizzesPassed))
  })
  const titles = (some: readonly Gate[]) =>
    some.map((gate) => modules.find((module) => module.id === gate.prerequisiteModuleId)?.title ?? '')
  return {
    must: titles(open.filter((gate) => gate.requirementType !== 'recommended')),
    should: titles(open.filter((gate) => gate.requirementType === 'recommended')),
  }
}

type Hindrance = { code: string; message: string }
type Offer = { isPublished: boolean; selfEnrol: boolean; missing: readonly string[]; isActive: boolean }
/** What hinders somebody from enrolling by themself; null, nothing. */
export function hindranceOf({ isPublished, selfEnrol, missing, isActive }: Offer): Hindrance | null {
  const said = ({ code, message }: AppError) => ({ code, message })
  if (isActive) return said(alreadyEnrolled())
  if (!isPublished) return said(notPublished())
  if (!selfEnrol) return { code: 'enrollments.assigned_only', message: 'This course is assigned. Ask your manager if you need it.' }
  if (missing.length)
    return { code: 'enrollments.prerequisites', message: `Complete ${missing.map((title) => `“${title}”`).join(' and ')} first.` }
  return null
}
