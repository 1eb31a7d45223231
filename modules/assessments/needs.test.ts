import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bookAppointment, getAppointment, needsOfPerson } from '#modules/appointments/contract.ts'
import { myAccommodations, personalProfile, setMyAccommodations } from '#modules/profiles/contract.ts'
import { employed, practising } from '../../tests/clinic.ts'
import { school } from '../../tests/quizzes.ts'
import { getQuiz } from './contract.ts'

const { w, started } = await school()

test('what somebody needs is stated once: quizzes give the time, appointments show the rest, and nobody else learns of it', async () => {
  const ann = await employed(w, 'Ann', ['employee', 'learner'])
  const [noor, omar] = [await practising(w, 'Noor'), await practising(w, 'Omar')]
  const needs = { extraTimePercent: 25, interpreterLanguage: 'bfi', accessibleRoom: true, otherNeeds: 'Large print' }
  const refused = await ann.refused(setMyAccommodations, { body: { ...needs, extraTimePercent: 400 } })
  assert.equal(refused.errors?.[0]?.path, 'extraTimePercent')
  await ann.call(setMyAccommodations, { body: needs })
  assert.deepEqual(await ann.call(myAccommodations, {}), needs)

  const { attempt, unitId } = await started({ durationMins: 30 }, ann)
  assert.equal(
    attempt.deadlineAt,
    w.clock
      .now()
      .add({ seconds: 37.5 * 60 + 30 })
      .toString(),
    '38 minutes: the extra is rounded up',
  )
  const { quiz } = await ann.call(getQuiz, { params: { unitId } })
  assert.deepEqual([quiz?.durationMins, quiz?.extraTimePercent], [38, 25])

  const seen = { interpreterLanguage: 'bfi', accessibleRoom: true, otherNeeds: 'Large print' }
  const params = { id: ann.id }
  assert.deepEqual(await w.administrator.call(needsOfPerson, { params }), seen)
  assert.equal((await ann.refused(needsOfPerson, { params })).status, 403)
  assert.equal((await w.administrator.refused(needsOfPerson, { params: { id: w.tenantId } })).status, 404)
  const body = { professionalId: noor.professionalId, type: 'consultation', mode: 'in_person', startsAt: '2026-06-16T09:00:00Z' } as const
  const { id } = await ann.call(bookAppointment, { body })
  for (const person of [ann, noor]) assert.deepEqual((await person.call(getAppointment, { params: { id } })).needs, seen)
  assert.equal((await omar.refused(getAppointment, { params: { id } })).status, 404)
  assert.equal((await omar.refused(personalProfile, { params, query: { reason: 'Curious' } })).status, 403)
})
