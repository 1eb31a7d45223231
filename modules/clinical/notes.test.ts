import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as appointments from '#modules/appointments/contract.ts'
import { employed, practising } from '../../tests/clinic.ts'
import { type Person, world } from '../../tests/world.ts'
import * as api from './contract.ts'

const w = await world('2026-06-16T07:30:00Z')
const ann = await employed(w, 'Ann')
const noor = await practising(w, 'Noor')
const omar = await practising(w, 'Omar')

/** An appointment of Ann with Noor that has begun. */
async function begun(startsAt: string, person: Person = ann) {
  const made = await person.call(appointments.bookAppointment, {
    body: { professionalId: noor.professionalId, type: 'consultation', mode: 'in_person', startsAt },
  })
  const of = { params: { id: made.id } }
  await noor.call(appointments.confirmAppointment, of)
  return of
}
const visit = await begun('2026-06-16T08:00:00Z')

test('a note belongs to an appointment that has begun, and to the professional who conducts it', async () => {
  const body = { text: 'Too early' }
  assert.equal((await noor.refused(api.writeNote, { ...visit, body })).code, 'clinical.not_begun')
  await noor.call(appointments.startAppointment, visit)
  assert.equal((await omar.refused(api.writeNote, { ...visit, body })).status, 404)
  assert.equal((await ann.refused(api.writeNote, { ...visit, body })).status, 403)
  assert.equal((await noor.refused(api.writeNote, { ...visit, body: { text: '   ' } })).status, 422)
  assert.deepEqual((await noor.call(api.listNotes, visit)).items, [])
})

test('a signed note is read by its professional and by the person it is about, and by nobody else', async () => {
  const text = 'canary-note: lumbar strain, no red flags'
  const note = await noor.call(api.writeNote, { ...visit, body: { text } })
  assert.equal(note.authorName, 'Noor Example')
  const read = await noor.call(api.listNotes, visit)
  assert.deepEqual([read.items.map((item) => item.text), read.may.write], [[text], true])
  const own = await ann.call(api.listNotes, visit)
  assert.deepEqual([own.items.map((item) => item.text), own.may.write], [[text], false])
  assert.deepEqual(
    (await ann.call(api.myNotes, {})).items.map((item) => item.text),
    [text],
  )
  assert.equal((await omar.refused(api.listNotes, visit)).status, 404)
  assert.equal((await w.administrator.refused(api.listNotes, visit)).status, 404)
  const learner = await w.person('Lea', ['learner'])
  assert.equal((await learner.refused(api.myNotes, {})).status, 403)
  const other = await w.tenant()
  const eve = await practising(other, 'Eve')
  assert.equal((await eve.refused(api.listNotes, visit)).status, 404)
  assert.equal((await eve.refused(api.writeNote, { ...visit, body: { text } })).status, 404)
})

test('every reading of notes is on record, and no note stands anywhere in plain words', async () => {
  const { rows } = await w.owner.query(
    "select user_id, entity_id from platform.audit_logs where service_name = 'clinical' and entity_type = 'notes' and action = 'read' order by created_at",
  )
  assert.ok(rows.some((row) => row.user_id === noor.id && row.entity_id === visit.params.id))
  assert.ok(
    rows.some((row) => row.user_id === ann.id && row.entity_id === null),
    'the list of one’s own too',
  )
  const { rows: tables } = await w.owner.query(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname not like 'pg_%' and n.nspname not in ('information_schema')`,
  )
  for (const { name } of tables) {
    const found = await w.owner.query(`select count(*)::int as n from ${name} t where t::text like '%canary%'`)
    assert.equal(found.rows[0].n, 0, name)
  }
})

test('a note is never changed: an amendment stands beside it', async () => {
  const [first] = (await noor.call(api.listNotes, visit)).items
  assert.ok(first)
  await noor.call(api.writeNote, { ...visit, body: { text: 'Correction: thoracic', amendsId: first.id } })
  const { items } = await noor.call(api.listNotes, visit)
  assert.deepEqual(
    items.map((item) => item.amendsId),
    [null, first.id],
  )
  assert.equal(items[0]?.text, first.text)
  const another = await begun('2026-06-16T08:30:00Z')
  await noor.call(appointments.startAppointment, another)
  const wrong = await noor.refused(api.writeNote, { ...another, body: { text: 'x', amendsId: first.id } })
  assert.deepEqual(
    wrong.errors?.map((error) => error.path),
    ['amendsId'],
  )
  await assert.rejects(
    w.inTenant((db) => db.updateTable('clinical.notes').set({ signedAt: '2020-01-01T00:00:00Z' }).execute()),
    /permission denied/,
  )
})

test('one’s own record comes newest first, page by page, with the same number of statements however long it is', async () => {
  await noor.call(api.writeNote, { ...visit, body: { text: 'Third' } })
  const texts: string[] = []
  for (let cursor: string | undefined, more = true; more; ) {
    const { items, next } = await ann.call(api.myNotes, { query: { sort: '-signedAt', limit: 2, cursor } })
    texts.push(...items.map((item) => item.text))
    more = next !== null
    cursor = next ?? undefined
  }
  assert.deepEqual([texts.length, texts[0]], [3, 'Third'])
  assert.equal((await ann.refused(api.myNotes, { query: { cursor: 'x' } })).status, 422)
  const statements = async (limit: number) => {
    const answer = await w.server.inject({ url: `/api/my/clinical-notes?limit=${limit}`, cookies: { '__Host-salus': ann.token } })
    return answer.headers['server-timing']
  }
  assert.equal(await statements(1), await statements(3))
})

test('a note cannot be opened by moving its bytes to another row or person', async () => {
  const ben = await employed(w, 'Ben')
  const theirs = await begun('2026-06-16T09:00:00Z', ben)
  await noor.call(appointments.cancelAppointment, { ...theirs, body: { reason: 'Moved' } })
  await w.owner.query('update clinical.notes set employee_id = $1, appointment_id = $2 where amends_id is null', [
    ben.employeeId,
    theirs.params.id,
  ])
  assert.equal((await ben.refused(api.listNotes, theirs)).status, 500)
})
