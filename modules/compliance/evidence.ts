/** From best to worst. */
const classes = ['fit', 'fit_with_adjustments', 'temporarily_unfit', 'unfit'] as const
export type FitnessClass = (typeof classes)[number]
export const states = ['satisfied', 'not_met', 'withdrawn', 'expired', 'missing', 'unknown'] as const
export type State = (typeof states)[number]

/** Instants are milliseconds since 1970 here, because thousands are compared for one screen. */
export type Millis = number
/** True from `effectiveAt`, known from `recordedAt`. */
export type Dated = { effectiveAt: Millis; recordedAt: Millis }

/** What is asked of a person, as a requirement names it. */
export type Item = { kind: 'certificate'; courseId: string } | { kind: 'fitness'; notWorseThan: FitnessClass }
export type Withdrawal = Dated
/** A certificate of any revision of the course; it counts before `expiresAt`. */
export type Certificate = Dated & { courseId: string; expiresAt: Millis | null; withdrawn: Withdrawal | null }
/** A fitness outcome; it counts before `reviewEnds` (the end of its review day). */
export type Outcome = Dated & { id: string; outcome: string; reviewEnds: Millis | null; withdrawn: Withdrawal | null }

/** `until`: satisfied so far, and no longer from then on (null: no end is known). `since`: lost or withdrawn then. */
export type Finding = { state: State; until: Millis | null; since: Millis | null }
export const unknown: Finding = { state: 'unknown', until: null, since: null }
const missing: Finding = { state: 'missing', until: null, since: null }

/** Whether these facts satisfy one item of a requirement at `at`. */
export function findItem(item: Item, facts: { certificates: readonly Certificate[]; outcomes: readonly Outcome[] }, at: Millis): Finding {
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
export function latest<F extends Dated & { id: string }>(log: readonly F[], at: Millis): F | undefined {
  let best: F | undefined
  for (const fact of log) {
    if (fact.effectiveAt > at) continue
    const order = best && (fact.effectiveAt - best.effectiveAt || fact.recordedAt - best.recordedAt || (fact.id > best.id ? 1 : -1))
    if (order === undefined || order > 0) best = fact
  }
  return best
}
