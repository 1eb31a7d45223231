import {
  type Certificate,
  type Dated,
  type Finding,
  findItem,
  type Item,
  latest,
  type Millis,
  type Outcome,
  type State,
  states,
  unknown,
  type Withdrawal,
} from './evidence.ts'

/** One row of the log of a requirement's versions. */
export type Version = Dated & {
  requirementId: string
  number: number
  name: string
  appliesTo: { jobTitle: string } | { departmentId: string }
  ended: boolean
  items: readonly Item[]
}
/** One row of the log of where a person works; `departmentPath` is the department and all above it. */
export type Assignment = Dated & { id: string; departmentPath: readonly string[]; jobTitle: string | null; ended: boolean }
export type Facts = { assignments: readonly Assignment[]; certificates: readonly Certificate[]; outcomes: readonly Outcome[] }

export type ItemFinding = Finding & { item: Item }
export type RequirementFinding = Finding & { requirementId: string; number: number; name: string; items: ItemFinding[] }
export type Clearance = {
  /** Every requirement that applies is satisfied, and what the person does is known. */
  clear: boolean
  /** What of it is not known: `assignment` when nobody recorded what the person does. */
  unknown: 'assignment' | null
  /** What lapses next, and when. */
  until: Millis | null
  lapses: string | null
  requirements: RequirementFinding[]
}

/**
 * Whether a person is clear for their work at `at`, by the facts known at `knownAt`: every requirement of their job title and of
 * their department, or one above it, is satisfied. Missing, expired, withdrawn, worse than required or unknown is not clear.
 */
export function clear(facts: Facts, log: readonly Version[], at: Temporal.Instant, knownAt: Temporal.Instant = at): Clearance {
  return clearAt(known(facts, knownAt.epochMilliseconds), versionsInForce(log, at, knownAt), at.epochMilliseconds)
}

/** As `clear`, for facts already limited to what was known, and requirements in force. */
export function clearAt(facts: Facts, inForce: readonly Version[], at: Millis): Clearance {
  const assignment = latest(facts.assignments, at)
  if (!assignment || assignment.ended || (assignment.departmentPath.length === 0 && assignment.jobTitle === null))
    return { clear: false, unknown: 'assignment', until: null, lapses: null, requirements: [] }
  const requirements = inForce.filter((version) => applies(version, assignment)).map((version) => finding(version, facts, at))
  let [until, lapses] = [null as Millis | null, null as string | null]
  for (const found of requirements)
    if (found.until !== null && (until === null || found.until < until)) [until, lapses] = [found.until, found.requirementId]
  return { clear: requirements.every((found) => found.state === 'satisfied'), unknown: null, until, lapses, requirements }
}

/** What of these facts was known at `knownAt`, withdrawals included. */
export function known(facts: Facts, knownAt: Millis): Facts {
  const wasKnown = (fact: Dated) => fact.recordedAt <= knownAt
  const asKnown = <F extends { withdrawn: Withdrawal | null }>(fact: F): F =>
    fact.withdrawn && !wasKnown(fact.withdrawn) ? { ...fact, withdrawn: null } : fact
  return {
    assignments: facts.assignments.filter(wasKnown),
    certificates: facts.certificates.filter(wasKnown).map(asKnown),
    outcomes: facts.outcomes.filter(wasKnown).map(asKnown),
  }
}

/** Of each requirement the version in force, without those that have ended. */
export function versionsInForce(log: readonly Version[], at: Temporal.Instant, knownAt: Temporal.Instant): Version[] {
  const [t, k] = [at.epochMilliseconds, knownAt.epochMilliseconds]
  const best = new Map<string, Version>()
  for (const version of log) {
    if (version.effectiveAt > t || version.recordedAt > k) continue
    const other = best.get(version.requirementId)
    const order =
      other && (version.effectiveAt - other.effectiveAt || version.recordedAt - other.recordedAt || version.number - other.number)
    if (order === undefined || order > 0) best.set(version.requirementId, version)
  }
  return [...best.values()].filter((version) => !version.ended)
}

function applies({ appliesTo }: Version, assignment: Assignment): boolean {
  if ('jobTitle' in appliesTo) return appliesTo.jobTitle === assignment.jobTitle
  return assignment.departmentPath.includes(appliesTo.departmentId)
}

function finding(version: Version, facts: Facts, at: Millis): RequirementFinding {
  const items = version.items.map((item) => ({ item, ...findItem(item, facts, at) }))
  const { requirementId, number, name } = version
  const worst = items.reduce((found, next) => (severity(next.state) > severity(found.state) ? next : found), items[0] ?? unknown)
  const { state, since } = worst
  if (state !== 'satisfied') return { requirementId, number, name, state, since, until: null, items }
  const ends = items.flatMap((item) => item.until ?? [])
  return { requirementId, number, name, state, since: null, until: ends.length ? Math.min(...ends) : null, items }
}
/** Which of several failings a requirement is shown with. */
const severity = (state: State) => (state === 'satisfied' ? 0 : states.length - states.indexOf(state))
