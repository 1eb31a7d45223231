import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Certificate, Outcome } from './evidence.ts'
import { type Assignment, clear, type Facts, type Version } from './policy.ts'

const ms = (day: string) => Temporal.Instant.from(`${day}T00:00:00Z`).epochMilliseconds
const on = (day: string) => Temporal.Instant.fromEpochMilliseconds(ms(day))
const dated = (effective: string, recorded = effective) => ({ effectiveAt: ms(effective), recordedAt: ms(recorded) })
type More = { recorded?: string; withdrawn?: [effective: string, recorded?: string] }
const gone = (more: More) => (more.withdrawn ? dated(...more.withdrawn) : null)

const works = (from: string, more: Partial<Assignment> & More = {}): Assignment => ({
  ...dated(from, more.recorded),
  id: from,
  departmentPath: ['yard', 'works'],
  jobTitle: 'Fitter',
  ended: false,
  ...more,
})
const cert = (from: string, expires: string | null, more: More & { course?: string } = {}): Certificate => ({
  ...dated(from, more.recorded),
  courseId: more.course ?? 'wheels',
  expiresAt: expires ? ms(expires) : null,
  withdrawn: gone(more),
})
const found = (from: string, outcome: string, reviewEnds: string | null, more: More = {}): Outcome => ({
  ...dated(from, more.recorded),
  id: from,
  outcome,
  reviewEnds: reviewEnds ? ms(reviewEnds) : null,
  withdrawn: gone(more),
})
const version = (from: string, more: Partial<Version> & More = {}): Version => ({
  ...dated(from, more.recorded),
  requirementId: 'r',
  number: 1,
  name: 'Abrasive wheels',
  appliesTo: { jobTitle: 'Fitter' },
  ended: false,
  items: [{ kind: 'certificate', courseId: 'wheels' }],
  ...more,
})
const wheels = version('2020-01-01')
const healthy = version('2020-01-01', { items: [{ kind: 'fitness', notWorseThan: 'fit_with_adjustments' }] })
const both = version('2020-01-01', { items: [...wheels.items, ...healthy.items] })
const ladders = version('2025-03-01', { number: 2, items: [{ kind: 'certificate', courseId: 'ladders' }] })

type Told = { work?: Assignment[]; certs?: Certificate[]; fit?: Outcome[]; asks?: Version[] }

/** `when`: the time asked about, and `by` whose knowledge. `verdict`: a state with its `until` or `since`; `none` applies; `unassigned`. */
function holds(says: string, when: string, verdict: string, { work = [works('2020-01-01')], certs = [], fit = [], asks = [wheels] }: Told) {
  test(says, () => {
    const [at = '', knownAt = at] = when.split(' by ')
    const facts: Facts = { assignments: work, certificates: certs, outcomes: fit }
    const answer = clear(facts, asks, on(at), on(knownAt))
    const [one] = answer.requirements
    const day = one?.until ?? one?.since ?? null
    const state = answer.unknown ? 'unassigned' : (one?.state ?? 'none')
    assert.equal(`${state}${day === null ? '' : ` ${Temporal.Instant.fromEpochMilliseconds(day).toString().slice(0, 10)}`}`, verdict)
    assert.equal(answer.clear, state === 'satisfied' || state === 'none')
  })
}

const year = cert('2025-01-01', '2026-01-01')
const forever = cert('2025-01-01', null)
holds('a certificate in date satisfies', '2025-06-01', 'satisfied 2026-01-01', { certs: [year] })
holds('a certificate counts before its expiry, not at it', '2026-01-01', 'expired 2026-01-01', { certs: [year] })
holds('nothing at all is missing', '2025-06-01', 'missing', {})
holds('a certificate of another course is no help', '2025-06-01', 'missing', { certs: [cert('2025-01-01', null, { course: 'ladders' })] })
holds('a certificate without expiry never lapses', '2035-06-01', 'satisfied', { certs: [forever] })
holds('a certificate that begins later is still missing', '2025-06-01', 'missing', {
  certs: [cert('2025-09-01', null, { recorded: '2025-01-01' })],
})

const retaken = [year, cert('2025-11-01', '2026-11-01')]
holds('before the retake the first certificate counts', '2025-06-01', 'satisfied 2026-01-01', { certs: retaken })
holds('a retake carries on from the certificate it renews', '2025-06-01 by 2025-12-01', 'satisfied 2026-11-01', { certs: retaken })
holds('after the retake the new one counts', '2026-06-01', 'satisfied 2026-11-01', { certs: retaken })
holds('a retake after a gap leaves the gap', '2026-02-01 by 2026-04-01', 'expired 2026-01-01', { certs: [year, cert('2026-03-01', null)] })

const withdrawn = [cert('2025-01-01', '2027-01-01', { withdrawn: ['2025-06-01'] })]
holds('a withdrawn certificate no longer counts', '2025-07-01', 'withdrawn 2025-06-01', { certs: withdrawn })
holds('before its withdrawal it counted', '2025-05-01 by 2025-07-01', 'satisfied 2025-06-01', { certs: withdrawn })
const hindsight = [cert('2025-01-01', '2027-01-01', { withdrawn: ['2025-06-01', '2026-02-01'] })]
holds('withdrawn with hindsight: by what is known now it did not count', '2025-12-01 by 2026-03-01', 'withdrawn 2025-06-01', {
  certs: hindsight,
})
holds('withdrawn with hindsight: by what was known then it counted', '2025-12-01', 'satisfied 2027-01-01', { certs: hindsight })
const lostRetake = [year, cert('2025-06-01', '2026-06-01', { withdrawn: ['2025-07-01'] })]
holds('a withdrawn retake falls back on the first while that lasts', '2025-08-01', 'satisfied 2026-01-01', { certs: lostRetake })
const late = [cert('2025-01-01', '2026-01-01', { recorded: '2025-09-01' })]
holds('recorded late: by what was known then it was missing', '2025-06-01', 'missing', { certs: late })
holds('recorded late: by what is known now it was satisfied', '2025-06-01 by 2025-10-01', 'satisfied 2026-01-01', { certs: late })

const fit = (...outcomes: Outcome[]): Told => ({ fit: outcomes, asks: [healthy] })
const wasFit = found('2025-01-01', 'fit', '2027-01-01')
holds('fit is good enough for fit with adjustments', '2025-06-01', 'satisfied 2027-01-01', fit(wasFit))
holds('fit with adjustments is good enough for itself', '2025-06-01', 'satisfied', fit(found('2025-01-01', 'fit_with_adjustments', null)))
holds('temporarily unfit is worse than required', '2025-06-01', 'not_met 2025-01-01', fit(found('2025-01-01', 'temporarily_unfit', null)))
holds('a later unfit overrides an earlier fit', '2025-06-01', 'not_met 2025-03-01', fit(wasFit, found('2025-03-01', 'unfit', null)))
const foreseen = found('2025-03-01', 'unfit', null, { recorded: '2025-01-02' })
holds('an unfit that is known ahead ends the clearance', '2025-02-01', 'satisfied 2025-03-01', fit(wasFit, foreseen))
holds('a later fit overrides an earlier unfit', '2025-06-01', 'satisfied 2027-01-01', fit(found('2024-01-01', 'unfit', null), wasFit))
holds('after its review day an outcome has expired', '2025-06-01', 'expired 2025-05-01', fit(found('2025-01-01', 'fit', '2025-05-01')))
const shorter = found('2025-02-01', 'fit', '2025-05-01')
holds('the latest outcome decides though an earlier one had a later review', '2025-06-01', 'expired 2025-05-01', fit(wasFit, shorter))
const error = { withdrawn: ['2025-04-01'] } as More
holds('a withdrawn outcome no longer counts', '2025-06-01', 'withdrawn 2025-04-01', fit(found('2025-01-01', 'fit', null, error)))
holds(
  'when an unfit is withdrawn the fit before it decides again',
  '2025-06-01',
  'satisfied 2027-01-01',
  fit(wasFit, found('2025-03-01', 'unfit', null, error)),
)
holds('an outcome of an unheard-of class is unknown', '2025-06-01', 'unknown', fit(found('2025-01-01', 'splendid', null)))

const left = { work: [works('2020-01-01'), works('2025-01-01', { ended: true })], certs: [cert('2020-01-01', null)] }
const moved = { work: [works('2020-01-01'), works('2026-03-01', { jobTitle: 'Planner', departmentPath: ['office'] })] }
const movedLate = { work: [works('2020-01-01'), works('2026-03-01', { jobTitle: 'Planner', recorded: '2026-05-01' })] }
holds('before the first day nothing is known of the work', '2024-06-01 by 2026-01-01', 'unassigned', { work: [works('2025-01-01')] })
holds('a leaver is not clear', '2025-06-01', 'unassigned', left)
holds('a leaver was clear before leaving', '2024-06-01', 'satisfied', left)
holds('another job has other requirements', '2026-06-01', 'none', moved)
holds('before the job change the old requirement applied', '2026-02-01', 'missing', moved)
holds('a job change recorded late: by what was known then nothing changed', '2026-04-01', 'missing', movedLate)
holds('a job change recorded late: by what is known now it had changed', '2026-04-01 by 2026-06-01', 'none', movedLate)

const ofDepartment = (departmentId: string) => ({ asks: [version('2020-01-01', { appliesTo: { departmentId } })] })
holds('a requirement of a department covers those below it', '2025-06-01', 'missing', ofDepartment('works'))
holds('a requirement of another department does not apply', '2025-06-01', 'none', ofDepartment('office'))
holds('a requirement applies from its effective date', '2025-06-01', 'none', { asks: [version('2025-07-01', { recorded: '2025-01-01' })] })
holds('a changed requirement asks for what its version in force names', '2025-06-01', 'missing', {
  certs: [forever],
  asks: [wheels, ladders],
})
holds('before the change the version before it decides', '2025-02-01', 'satisfied', { certs: [forever], asks: [wheels, ladders] })
const ended = version('2025-03-01', { number: 2, ended: true, items: [] })
holds('an ended requirement applies to nobody', '2025-06-01', 'none', { asks: [wheels, ended] })
holds('a requirement that names nothing is unknown', '2025-06-01', 'unknown', { asks: [version('2020-01-01', { items: [] })] })
const unfit = found('2025-02-01', 'unfit', null)
holds('where several things fail the gravest is shown', '2026-06-01', 'not_met 2025-02-01', { certs: [year], fit: [unfit], asks: [both] })
holds('what lapses first limits the requirement', '2025-03-01', 'satisfied 2025-05-01', { certs: [year], fit: [shorter], asks: [both] })
