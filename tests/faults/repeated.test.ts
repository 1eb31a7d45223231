import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { employed, practising } from '../clinic.ts'
import { rival, sendAll, type Try } from '../rival.ts'
import { world } from '../world.ts'

const w = await world()
const noor = await practising(w, 'Noor')
const ann = await employed(w, 'Ann')
const other = await rival({ url: w.url, now: w.clock.now().toString() })
after(other.stop)

test('the same request a hundred times at once on two nodes has one effect and one answer, and another under its key is refused', async () => {
  const body = { professionalId: noor.professionalId, type: 'consultation', mode: 'in_person', startsAt: '2026-06-16T08:00:00Z' }
  const same: Try = { token: ann.token, path: '/appointments', body, key: 'book-it-once' }
  const half = Array.from({ length: 50 }, () => same)
  const answers = (await Promise.all([sendAll(w.server, half), other.send(half)])).flat()
  assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([201]))
  assert.equal(new Set(answers.map((answer) => answer.text)).size, 1)

  const another: Try = { ...same, body: { ...body, startsAt: '2026-06-16T09:00:00Z' } }
  const refused = (await Promise.all([sendAll(w.server, [another]), other.send([another])])).flat()
  assert.deepEqual(
    refused.map(({ status, code }) => [status, code]),
    Array.from(refused, () => [422, 'idempotency.other_request']),
  )

  const { rows } = await w.owner.query(
    `select (select count(*) from appointments.appointments)::int as appointments,
            (select count(*) from platform.events where name = 'appointments.booked')::int as events,
            (select count(*) from platform.audit_logs where entity_type = 'appointments')::int as audits,
            (select count(*) from platform.idempotency_keys)::int as keys`,
  )
  assert.deepEqual(rows, [{ appointments: 1, events: 1, audits: 1, keys: 1 }])
})
