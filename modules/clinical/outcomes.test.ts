import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as appointments from '#modules/appointments/contract.ts'
import { employed, practising } from '../../tests/clinic.ts'
import { world } from '../../tests/world.ts'
import * as api from './contract.ts'

const w = await world('2026-06-16T07:30:00Z')
const ann = await employed(w, 'Ann')
const noor = await practising(w, 'Noor')
const made = await ann.call(appointments.bookAppointment, {
  body: { professionalId: noor.professionalId, type: 'consultation', mode: 'in_person', startsAt: '2026-06-16T08:00:00Z' },
})
const visit = { params: { id: made.id } }
const adjusted = { outcome: 'fit_with_adjustments' as const, restrictions: ['No lifting above 10 kg'], reviewDate: '2026-09-30' }

test('an outcome comes from an appointment that has begun', async () => {
  assert.equal((await noor.refused(api.issueOutcome, { ...visit, body: adjusted })).code, 'clinical.not_begun')
  await noor.call(appointments.confirmAppointment, visit)
  await noor.call(appointments.startAppointment, visit)
  assert.equal((await noor.call(api.listOutcomes, visit)).may.issue, true)
})

test('the conducting professional issues it; adjustments are named and a temporary state has an end', async () => {
  const unnamed = await noor.refused(api.issueOutcome, { ...visit, body: { ...adjusted, restrictions: [] } })
  assert.deepEqual(
    unnamed.errors?.map((error) => error.path),
    ['restrictions'],
  )
  const endless = await noor.refused(api.issueOutcome, { ...visit, body: { outcome: 'temporarily_unfit' } })
  assert.deepEqual(
    endless.errors?.map((error) => error.path),
    ['reviewDate'],
  )
  assert.equal((await ann.refused(api.issueOutcome, { ...visit, body: adjusted })).status, 403)
  const omar = await practising(w, 'Omar')
  assert.equal((await omar.refused(api.issueOutcome, { ...visit, body: adjusted })).status, 404)
  assert.deepEqual((await noor.call(api.listOutcomes, visit)).items, [])

  const issued = await noor.call(api.issueOutcome, { ...visit, body: adjusted })
  assert.deepEqual(
    [issued.outcome, issued.restrictions, issued.reviewDate, issued.issuedByName],
    ['fit_with_adjustments', ['No lifting above 10 kg'], '2026-09-30', 'Noor Example'],
  )
  assert.deepEqual(
    (await ann.call(api.listOutcomes, visit)).items.map((item) => [item.id, item.may.withdraw]),
    [[issued.id, false]],
  )
  const { rows } = await w.owner.query("select payload from platform.events where name = 'employees.fitness_issued'")
  assert.deepEqual(
    rows.map((row) => row.payload.employeeId),
    [ann.employeeId],
  )
})

test('an outcome is withdrawn once, with a reason, and never edited', async () => {
  const [issued] = (await noor.call(api.listOutcomes, visit)).items
  assert.ok(issued)
  const of = { params: { ...visit.params, outcomeId: issued.id } }
  assert.equal((await noor.refused(api.withdrawOutcome, { ...of, body: { reason: '' } })).status, 422)
  assert.equal((await ann.refused(api.withdrawOutcome, { ...of, body: { reason: 'x' } })).status, 403)
  const unknown = { params: { ...visit.params, outcomeId: ann.employeeId } }
  assert.equal((await noor.refused(api.withdrawOutcome, { ...unknown, body: { reason: 'x' } })).status, 404)
  const withdrawn = await noor.call(api.withdrawOutcome, { ...of, body: { reason: 'Issued for the wrong job' } })
  assert.deepEqual([withdrawn.withdrawnReason, withdrawn.may.withdraw], ['Issued for the wrong job', false])
  assert.equal((await noor.refused(api.withdrawOutcome, { ...of, body: { reason: 'Again' } })).status, 409)
  const again = await noor.call(api.issueOutcome, { ...visit, body: { outcome: 'fit' } })
  assert.deepEqual(
    (await noor.call(api.listOutcomes, visit)).items.map((item) => item.id),
    [again.id, issued.id],
  )
})

test('whoever may not know the appointment may not know its outcomes by this road', async () => {
  const boss = await employed(w, 'Max', ['employee', 'manager'])
  assert.equal((await boss.refused(api.listOutcomes, visit)).status, 404)
  const other = await w.tenant()
  const eve = await practising(other, 'Eve')
  assert.equal((await eve.refused(api.listOutcomes, visit)).status, 404)
  assert.equal((await eve.refused(api.issueOutcome, { ...visit, body: adjusted })).status, 404)
  assert.equal(
    (await eve.refused(api.withdrawOutcome, { params: { ...visit.params, outcomeId: made.id }, body: { reason: 'x' } })).status,
    404,
  )
})
