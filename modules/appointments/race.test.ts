import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { assignRole } from '#modules/access/index.ts'
import { openSession } from '#modules/auth/index.ts'
import { addPerson } from '#modules/directory/index.ts'
import { addEmployee } from '#modules/employees/index.ts'
import { practising } from '../../tests/clinic.ts'
import { type Outcome, rival, sendAll, type Try } from '../../tests/rival.ts'
import { world } from '../../tests/world.ts'

const w = await world()
const noor = await practising(w, 'Noor')
const omar = await practising(w, 'Omar')
const other = await rival({ url: w.url, now: w.clock.now().toString() })
after(other.stop)

const crowd = await w.inTenant(async (db) => {
  const now = w.clock.now()
  const tokens: string[] = []
  for (let i = 0; i < 48; i++) {
    const person = await addPerson(db, { email: `crowd-${i}@example.org`, firstName: 'Crowd', lastName: String(i), status: 'active' })
    await assignRole(db, { userId: person.id, role: 'employee', now })
    await addEmployee(db, { userId: person.id, employeeNumber: `C-${i}`, now })
    tokens.push((await openSession(db, { userId: person.id, now, client: { ip: '127.0.0.1', userAgent: 'story' } })).token)
  }
  return tokens
})

/** Every other one goes to the second process; all at once. */
async function race(tries: readonly Try[]): Promise<Outcome[]> {
  const [here, there] = await Promise.all([
    sendAll(
      w.server,
      tries.filter((_, i) => i % 2 === 0),
    ),
    other.send(tries.filter((_, i) => i % 2 === 1)),
  ])
  return tries.map((_, i) => (i % 2 === 0 ? here : there)[i >> 1] as Outcome)
}
const booking = (token: string, startsAt: string, more: object = {}): Try => ({
  token,
  path: '/appointments',
  body: { professionalId: noor.professionalId, type: 'consultation', mode: 'in_person', startsAt, ...more },
})
const tally = (outcomes: readonly Outcome[]) =>
  Object.fromEntries(
    Map.groupBy(outcomes, ({ status, code }) => code ?? String(status))
      .entries()
      .map(([what, of]) => [what, of.length]),
  )
const overlaps = async () => {
  const { rows } = await w.owner.query(`
    select count(*)::int as n from appointments.appointments a join appointments.appointments b
        on a.tenant_id = b.tenant_id and a.id < b.id and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
       and (a.professional_id = b.professional_id or a.employee_id = b.employee_id)
     where a.status in ('scheduled', 'confirmed') and b.status in ('scheduled', 'confirmed')`)
  return rows[0].n
}
const idsAt = async (day: string) =>
  (await w.owner.query('select id from appointments.appointments where starts_at::date = $1 order by starts_at', [day])).rows.map(
    (row) => row.id,
  )

test('ninety-six people in two processes want one time: one gets it, everybody else hears that it is taken', async () => {
  for (const hour of ['08', '09', '10']) {
    const outcomes = await race([...crowd, ...crowd].map((token) => booking(token, `2026-06-16T${hour}:00:00Z`)))
    const { '201': won, 'appointments.slot_taken': taken, ...rest } = tally(outcomes)
    assert.deepEqual([won, taken, rest], [1, 95, {}])
  }
})

test('of times that overlap with different starts, one is given', async () => {
  const outcomes = await race(
    crowd.map((token, i) =>
      i % 2 < 1
        ? booking(token, '2026-06-16T13:00:00Z')
        : booking(token, i % 4 === 1 ? '2026-06-16T12:30:00Z' : '2026-06-16T13:00:00Z', { type: 'health_check' }),
    ),
  )
  const { '201': won, 'appointments.slot_taken': taken, ...rest } = tally(outcomes)
  assert.deepEqual([won, taken, rest], [1, 47, {}])
})

test('one person who books with two professionals at once gets one appointment', async () => {
  const [token] = crowd as [string]
  const outcomes = await race(
    Array.from({ length: 24 }, (_, i) =>
      booking(token, '2026-06-17T08:00:00Z', { professionalId: (i % 3 ? noor : omar).professionalId, mode: i % 2 ? 'phone' : 'virtual' }),
    ),
  )
  const { '201': won, 'appointments.slot_taken': taken = 0, 'appointments.you_are_busy': busy = 0, ...rest } = tally(outcomes)
  assert.deepEqual([won, taken + busy, rest], [1, 23, {}])
})

test('booking, moving both ways and cancelling at once leaves no overlap and fails with nothing but a conflict', async () => {
  const starts = ['08:00', '08:30', '09:00', '09:30', '10:00', '10:30']
  const homes = [noor, omar]
  const first = await race(
    homes.flatMap(({ professionalId }, side) =>
      starts.map((at, i) => booking(crowd[side * 6 + i] as string, `2026-06-18T${at}:00Z`, { professionalId })),
    ),
  )
  assert.deepEqual(tally(first), { '201': 12 })
  const ids = await idsAt('2026-06-18')
  const owners = await w.owner.query(
    `select a.id, p.last_name::int as number, a.professional_id from appointments.appointments a
       join employees.employees e on e.id = a.employee_id join directory.users p on p.id = e.user_id where a.id = any($1)`,
    [ids],
  )
  const tries = owners.rows.flatMap(({ id, number, professional_id }, i): Try[] => {
    const token = crowd[number] as string
    const away = homes.find((home) => home.professionalId !== professional_id)?.professionalId
    const startsAt = `2026-06-18T${starts[(i * 5 + 1) % starts.length]}:00Z`
    return [
      { token, path: `/appointments/${id}/move`, body: { startsAt, professionalId: away } },
      { token, path: `/appointments/${id}/move`, body: { startsAt } },
      ...(i % 3 === 0 ? [{ token, path: `/appointments/${id}/cancellation`, body: { reason: 'Changed my mind' } }] : []),
      booking(crowd[20 + i] as string, startsAt, { professionalId: away }),
      booking(crowd[20 + i] as string, startsAt),
    ]
  })
  const outcomes = await race(tries)
  for (const { status, code } of outcomes) assert.ok([200, 201, 409, 412].includes(status), `${status} ${code}`)
  assert.ok(outcomes.some(({ status }) => status < 300))
  assert.equal(await overlaps(), 0)
})
