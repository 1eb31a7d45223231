import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Outcome } from './evidence.ts'
import { type Assignment, clear, type Version } from './policy.ts'

const begin = { effectiveAt: 0, recordedAt: 0 }
const fitter: Assignment = { ...begin, id: 'a', departmentPath: ['yard', 'works'], jobTitle: 'Fitter', ended: false }
const required = (items: Version['items']): Version => ({
  ...begin,
  requirementId: 'r',
  number: 1,
  name: 'Abrasive wheels',
  appliesTo: { jobTitle: 'Fitter' },
  ended: false,
  items,
})

const day = fc.integer({ min: 0, max: 400 })
const at = (days: number) => Temporal.Instant.fromEpochMilliseconds(days * 86_400_000)
const time = fc.record({ effectiveAt: day, recordedAt: day }).map(({ effectiveAt, recordedAt }) => ({
  effectiveAt: effectiveAt * 86_400_000,
  recordedAt: recordedAt * 86_400_000,
}))
const end = fc.option(day.map((days) => days * 86_400_000))
const withdrawn = fc.option(time, { freq: 3 })
const courses = fc.constantFrom('wheels', 'ladders')
const class_ = fc.constantFrom('fit', 'fit_with_adjustments', 'temporarily_unfit', 'unfit') as fc.Arbitrary<'fit' | 'unfit'>
const item = fc.oneof(
  courses.map((courseId) => ({ kind: 'certificate' as const, courseId })),
  class_.map((notWorseThan) => ({ kind: 'fitness' as const, notWorseThan })),
)
const history = fc.record({
  assignments: fc.array(
    fc
      .tuple(time, fc.uuid(), fc.constantFrom('Fitter', 'Planner'), fc.constantFrom(['yard', 'works'], ['office']), fc.boolean())
      .map(([times, id, jobTitle, departmentPath, ended]) => ({
        ...times,
        id,
        jobTitle,
        departmentPath,
        ended: ended && times.effectiveAt % 5 === 0,
      })),
    { maxLength: 4 },
  ),
  certificates: fc.array(
    fc
      .tuple(time, courses, end, withdrawn)
      .map(([times, courseId, expiresAt, gone]) => ({ ...times, courseId, expiresAt, withdrawn: gone })),
    { maxLength: 6 },
  ),
  outcomes: fc.array(
    fc
      .tuple(time, fc.uuid(), class_, end, withdrawn)
      .map(([times, id, outcome, reviewEnds, gone]) => ({ ...times, id, outcome, reviewEnds, withdrawn: gone })),
    { maxLength: 5 },
  ),
})
const log = fc.array(
  fc
    .tuple(
      time,
      fc.constantFrom('r1', 'r2', 'r3'),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom({ jobTitle: 'Fitter' }, { departmentId: 'works' }),
      fc.boolean(),
      fc.array(item, { minLength: 1, maxLength: 3 }),
    )
    .map(([times, requirementId, number, appliesTo, ended, items]) => ({
      ...times,
      requirementId,
      number,
      name: requirementId,
      appliesTo,
      ended,
      items,
    })),
  { maxLength: 6 },
)

test('clear means: something is known of the work, and every requirement that applies is satisfied', () => {
  fc.assert(
    fc.property(history, log, day, day, (of, requirements, t, k) => {
      const found = clear(of, requirements, at(t), at(k))
      const satisfied = found.requirements.every(
        (one) => one.state === 'satisfied' && one.items.every((each) => each.state === 'satisfied'),
      )
      assert.equal(found.clear, found.unknown === null && satisfied)
    }),
  )
})

test('the answer does not depend on the order in which facts are told', () => {
  fc.assert(
    fc.property(history, log, day, day, (of, requirements, t, k) => {
      const turned = {
        assignments: of.assignments.toReversed(),
        certificates: of.certificates.toReversed(),
        outcomes: of.outcomes.toReversed(),
      }
      assert.deepEqual(clear(turned, requirements, at(t), at(k)), clear(of, requirements, at(t), at(k)))
    }),
  )
})

test('what was recorded after the time of knowledge changes nothing', () => {
  fc.assert(
    fc.property(history, history, log, day, day, (of, more, requirements, t, k) => {
      const later = <F extends { recordedAt: number }>(facts: F[]) => facts.map((fact) => ({ ...fact, recordedAt: (k + 1) * 86_400_000 }))
      const grown = {
        assignments: [...of.assignments, ...later(more.assignments)],
        certificates: [...of.certificates, ...later(more.certificates)],
        outcomes: [...of.outcomes, ...later(more.outcomes)],
      }
      assert.deepEqual(clear(grown, requirements, at(t), at(k)), clear(of, requirements, at(t), at(k)))
    }),
  )
})

test('a satisfied requirement stays satisfied until the time it names, and not beyond', () => {
  fc.assert(
    fc.property(history, fc.array(item, { minLength: 1, maxLength: 3 }), day, day, (of, items, t, k) => {
      const always = { ...of, assignments: [fitter] }
      const log = [required(items)]
      const state = (days: number) => clear(always, log, at(days), at(k)).requirements[0]?.state
      const found = clear(always, log, at(t), at(k)).requirements[0]
      if (found?.state !== 'satisfied') return
      const last = found.until === null ? 401 : found.until / 86_400_000
      for (let days = t; days < last; days++) assert.equal(state(days), 'satisfied')
      if (found.until !== null) assert.notEqual(state(last), 'satisfied')
    }),
  )
})

test('another certificate never makes anybody less clear', () => {
  fc.assert(
    fc.property(history, log, day, (of, requirements, t) => {
      const now = at(t)
      const more = {
        ...of,
        certificates: [...of.certificates, { courseId: 'wheels', effectiveAt: 0, recordedAt: 0, expiresAt: null, withdrawn: null }],
      }
      assert.ok(clear(more, requirements, now).clear || !clear(of, requirements, now).clear)
    }),
  )
})

test('a withdrawal of a certificate never makes anybody clear', () => {
  fc.assert(
    fc.property(history, log, day, (of, requirements, t) => {
      const gone = { effectiveAt: 0, recordedAt: 0 }
      const less = { ...of, certificates: of.certificates.map((fact) => ({ ...fact, withdrawn: gone })) }
      assert.ok(clear(of, requirements, at(t)).clear || !clear(less, requirements, at(t)).clear)
    }),
  )
})

test('the latest unfit decides, whatever else was ever said', () => {
  fc.assert(
    fc.property(history, day, (of, t) => {
      const times = { effectiveAt: t * 86_400_000, recordedAt: 401 * 86_400_000 }
      const unfit: Outcome = { ...times, id: 'z', outcome: 'unfit', reviewEnds: null, withdrawn: null }
      const told = { ...of, assignments: [fitter], outcomes: [...of.outcomes, unfit] }
      assert.equal(clear(told, [required([{ kind: 'fitness', notWorseThan: 'fit' }])], at(t), at(402)).clear, false)
    }),
  )
})
