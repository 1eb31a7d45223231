/** From best to worst. */
const classes = ['fit', 'fit_with_adjustments', 'temporarily_unfit', 'unfit'] as const
export type FitnessClass = (typeof classes)[number]
export const states = ['satisfied', 'not_met', 'withdrawn', 'expired', 'missing', 'unknown'] as const
export type State = (typeof states)[number]

/** Instants are milliseconds since 1970 here, because thousands are compared for one screen. */
type Millis = number
/** True from `effectiveAt`, known from `recordedAt`. */
type Dated = { effectiveAt: Millis; recordedAt: Millis }

export type Item = { kind: 'certificate'; courseId: string } | { kind: 'fitness'; notWorseThan: FitnessClass }
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
export type Withdrawal = Dated
/** A certificate of any revision of the course; it counts before `expiresAt`. */
export type Certificate = Dated & { courseId: string; expiresAt: Millis | null; withdrawn: Withdrawal | null }
/** A fitness outcome; it counts before `reviewEnds` (the end of its review day). */
export type Outcome = Dated & { id: string; outcome: string; reviewEnds: Millis | null; withdrawn: Withdrawal | null }
export type Facts = { assignments: readonly Assignment[]; certificates: readonly Certificate[]; outcomes: readonly Outcome[] }

/** `until`: satisfied so far, and no longer from then on (null: no end is known). `since`: lost or withdrawn then. */
export type Finding = { state: State; until: Millis | null; since: Millis | null }
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

const unknown: Finding = { state: 'unknown', until: null, since: null }
const missing: Finding = { state: 'missing', until: null, since: null }

function findItem(item: Item, facts: Facts, at: Millis): Finding {
  if (item.kind === 'fitness') return fitness(facts.outcomes, item.notWorseThan, at)
  return certificate(
    facts.certificates.filter((fact) => fact.courseId === item.courseId),
    at,
  )
}

type Span = { from: Millis; to: Millis; lost: 'expired' | 'withdrawn' }

function certificate(of: readonly Certificate[], at: Millis): Finding {
  const spans = of.map(({ effectiveAt, expiresAt, withdrawn }): Span => {
    const [expiry, end] = [expiresAt ?? Infinity, withdrawn?.effectiveAt ?? Infinity]
    return { from: effectiveAt, to: Math.min(expiry, end), lost: end < expiry ? 'withdrawn' : 'expired' }
  })
  const covering = spans.filter((span) => span.from <= at && at < span.to)
  if (covering.length === 0) {
    const begun = spans.filter((span) => span.from <= at)
    if (begun.length === 0) return missing
    const last = begun.reduce((found, span) => (span.to > found.to ? span : found))
    return { state: last.lost, until: null, since: Math.max(last.to, last.from) }
  }
  // A renewal that begins before, or just when, its forerunner ends carries on without a gap.
  let until = at
  for (const span of spans.toSorted((a, b) => a.from - b.from)) if (span.from <= until && span.to > until) until = span.to
  return { state: 'satisfied', until: until === Infinity ? null : until, since: null }
}

/**
 * The latest outcome in effect decides, whatever an earlier one said; once withdrawn it no longer counts and the one before it
 * decides again.
 */
function fitness(of: readonly Outcome[], notWorseThan: FitnessClass, at: Millis): Finding {
  const now = fitnessAt(of, notWorseThan, at)
  if (now.state !== 'satisfied') return now
  const turns = of
    .flatMap((fact) => [fact.effectiveAt, fact.withdrawn?.effectiveAt ?? at, fact.reviewEnds ?? at])
    .filter((turn) => turn > at)
    .sort((a, b) => a - b)
  const until = turns.find((turn) => fitnessAt(of, notWorseThan, turn).state !== 'satisfied') ?? null
  return { ...now, until }
}

function fitnessAt(of: readonly Outcome[], notWorseThan: FitnessClass, at: Millis): Finding {
  const counting = of.filter((fact) => !(fact.withdrawn && fact.withdrawn.effectiveAt <= at))
  const deciding = latest(counting, at)
  const taken = latest(of, at)
  const lost = taken !== deciding && taken?.withdrawn ? taken.withdrawn.effectiveAt : null
  if (!deciding) return lost === null ? missing : { state: 'withdrawn', until: null, since: lost }
  const rank = classes.indexOf(deciding.outcome as FitnessClass)
  if (rank === -1) return unknown
  if (deciding.reviewEnds !== null && deciding.reviewEnds <= at)
    return lost === null ? { state: 'expired', until: null, since: deciding.reviewEnds } : { state: 'withdrawn', until: null, since: lost }
  if (rank > classes.indexOf(notWorseThan)) return { state: 'not_met', until: null, since: deciding.effectiveAt }
  return { state: 'satisfied', until: null, since: null }
}

/** In force at `at`: the greatest effective time, then the greatest recorded time, then the greatest id. */
function latest<F extends Dated & { id: string }>(log: readonly F[], at: Millis): F | undefined {
  let best: F | undefined
  for (const fact of log) {
    if (fact.effectiveAt > at) continue
    const order = best && (fact.effectiveAt - best.effectiveAt || fact.recordedAt - best.recordedAt || (fact.id > best.id ? 1 : -1))
    if (order === undefined || order > 0) best = fact
  }
  return best
}
