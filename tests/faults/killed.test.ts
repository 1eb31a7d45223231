import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ended, startWeb } from '../../tools/webProcess.ts'
import { employed, practising } from '../clinic.ts'
import { testSecret } from '../database.ts'
import { world } from '../world.ts'
import { wire } from './wire.ts'

const w = await world(Temporal.Now.instant().toString())
const noor = await practising(w, 'Noor')
const line = await wire(w.url)
const settings = { DATABASE_URL: line.url, SALUS_SECRET: testSecret, DATA_DIR: w.tools.config.DATA_DIR, POOL_SIZE: '2' }

/** The next weekday at this wall time in London. */
function soon(index: number): string {
  let day = w.clock.now().toZonedDateTimeISO('Europe/London').toPlainDate().add({ days: 7 })
  while (day.dayOfWeek > 5) day = day.add({ days: 1 })
  return day
    .toZonedDateTime({ timeZone: 'Europe/London', plainTime: '09:30' })
    .add({ minutes: 30 * index })
    .toInstant()
    .toString()
}

test('a web process killed at any message of a booking leaves a whole appointment or none', { timeout: 120_000 }, async () => {
  let web = await startWeb(settings)
  let killedAt = 0
  for (let message = 1; ; message++) {
    const ann = await employed(w, `Ann${message}`)
    const body = { professionalId: noor.professionalId, type: 'consultation', mode: 'in_person', startsAt: soon(0), reason: 'canary' }
    const send = () =>
      fetch(`${web.origin}/api/appointments`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: `__Host-salus=${ann.token}`, 'idempotency-key': `killed-at-${message}` },
        body: JSON.stringify(body),
      }).then(
        (answer) => answer.status,
        () => 0,
      )
    line.arm(message, () => web.process.kill('SIGKILL'))
    const status = await send()
    const messages = line.disarm()
    const { rows } = await w.owner.query(
      `select (select count(*) from appointments.appointments where employee_id = e.id)::int as appointments,
              (select count(*) from platform.audit_logs where user_id = $1 and entity_type = 'appointments')::int as audits,
              (select count(*) from platform.events where user_id = $1 and name = 'appointments.booked')::int as events
         from employees.employees e where e.user_id = $1`,
      [ann.id],
    )
    const [left] = rows
    assert.ok(
      left.appointments === 0 ? left.audits + left.events === 0 : left.audits >= 1 && left.events === 1,
      `half an effect at message ${message}: ${JSON.stringify(left)}`,
    )
    if (status === 201 || status === 200) {
      assert.equal(left.appointments, 1, 'what was acknowledged exists exactly once')
      assert.ok(messages < message, 'this booking ran through')
      break
    }
    assert.equal(status, 0, 'the process died before it could answer')
    killedAt++
    await ended(web.process, 'SIGKILL')
    web = await startWeb(settings)
    // The person tries again with the same key: one effect, whatever was left.
    const again = await send()
    assert.ok([200, 201, 409].includes(again), `the same request again answered ${again}`)
    const { rows: after } = await w.owner.query('select count(*)::int as n from appointments.appointments')
    assert.equal(after[0].n, 1)
    await w.owner.query('delete from appointments.status_changes')
    await w.owner.query('delete from appointments.appointments')
  }
  assert.ok(killedAt >= 3, `only ${killedAt} messages were cut`)
  await web.stop()
})
