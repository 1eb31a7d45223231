import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { promisify } from 'node:util'
import yauzl from 'yauzl'
import { bookAppointment, confirmAppointment, startAppointment } from '#modules/appointments/contract.ts'
import { writeNote } from '#modules/clinical/contract.ts'
import { listNotifications } from '#modules/notifications/contract.ts'
import { changeMyProfile, mySkills, setMyBloodGroup } from '#modules/profiles/contract.ts'
import { sessionCookie } from '#platform/client.ts'
import { tables } from '#platform/rows.gen.ts'
import { employed, practising } from '../../tests/clinic.ts'
import { readFacts } from '../../tests/laws/facts.ts'
import { enrolled } from '../../tests/members.ts'
import { visitor } from '../../tests/visitor.ts'
import { type Person, world } from '../../tests/world.ts'
import * as api from './contract.ts'
import { roadsTo } from './gather.ts'
import { byId, isSecret, leftOut, notRoads, roads, spaces } from './held.ts'

const w = await world()
const other = await w.tenant()
const classes: Record<string, string> = JSON.parse(readFileSync(new URL('../../docs/model/map.json', import.meta.url), 'utf8')).classes
const browser = (person: Person) => visitor(w, { [sessionCookie]: person.token })

/** The files of an archive, by name. */
async function unpacked(bytes: Buffer): Promise<Record<string, Buffer>> {
  const file = await promisify<Buffer, yauzl.Options, yauzl.ZipFile>(yauzl.fromBuffer)(bytes, { lazyEntries: true })
  const found: Record<string, Buffer> = {}
  return new Promise((resolve, reject) => {
    file.on('error', reject)
    file.on('end', () => resolve(found))
    file.on('entry', (entry: yauzl.Entry) =>
      file.openReadStream(entry, async (error, stream) => {
        if (error) return reject(error)
        found[entry.fileName] = await buffer(stream)
        file.readEntry()
      }),
    )
    file.readEntry()
  })
}

test('the copy holds what is held about one person, clinical data in the clear, and nobody else’s', async () => {
  const [ann, noor, bob] = [await employed(w, 'Ann'), await practising(w, 'Noor'), await employed(w, 'Bob')]
  await ann.call(changeMyProfile, {
    body: { preferredName: 'Annie', emergencyContacts: [{ name: 'Jo', relationship: null, phone: '0123' }] },
  })
  await ann.call(setMyBloodGroup, { body: { bloodGroup: 'AB-' } })
  await ann.call(mySkills.add, { body: { skillName: 'Welding', proficiencyLevel: 'expert', yearsOfExperience: 3 } })
  await bob.call(changeMyProfile, { body: { preferredName: 'canary-bob' } })
  const at = (person: Person, startsAt: string, reason: string) => {
    const body = { professionalId: noor.professionalId, type: 'consultation', mode: 'in_person', startsAt, reason } as const
    return person.call(bookAppointment, { body })
  }
  const { id } = await at(ann, '2026-06-15T09:30:00Z', 'My back hurts')
  const his = await at(bob, '2026-06-15T10:00:00Z', 'canary-reason')
  for (const [of, text] of [
    [id, 'Seen, advised to rest'],
    [his.id, 'canary-note'],
  ] as const) {
    for (const endpoint of [confirmAppointment, startAppointment]) await noor.call(endpoint, { params: { id: of } })
    await noor.call(writeNote, { params: { id: of }, body: { text } })
  }

  const asked = await ann.call(api.askDataExport, {})
  assert.equal(asked.status, 'waiting')
  assert.equal((await ann.refused(api.askDataExport, {})).code, 'account.already_asked')
  assert.equal((await ann.refused(api.downloadDataExport, { params: { id: asked.id } })).code, 'account.not_ready')
  await w.runJobs()
  assert.equal((await ann.call(listNotifications, {})).items[0]?.title, 'Your data is ready')
  const [ready] = (await ann.call(api.myDataExports, {})).items
  assert.deepEqual([ready?.status, ready?.expiresAt], ['ready', w.clock.now().add({ hours: 168 }).toString()])

  const path = `/my/data-exports/${asked.id}/file`
  const files = await unpacked((await browser(ann).send('GET', path)).rawPayload)
  assert.deepEqual(Object.keys(files), ['data.json', 'data.pdf'])
  assert.equal(files['data.pdf']?.subarray(0, 5).toString(), '%PDF-')
  const { held } = JSON.parse(String(files['data.json']))
  assert.equal(held['directory.users'][0].firstName, 'Ann')
  assert.equal(held['profiles.user_profiles'][0].bloodGroup, 'AB-')
  assert.equal(held['profiles.user_skills'][0].skillName, 'Welding')
  assert.equal(held['appointments.appointments'][0].reason, 'My back hurts')
  assert.deepEqual(
    held['clinical.notes'].map((one: { body: string }) => one.body),
    ['Seen, advised to rest'],
  )
  const trail = held['platform.audit_logs'] as { entityType: string; action: string; byMyself: boolean; newValues?: object }[]
  const seen = (entityType: string, action: string) => trail.find((one) => one.entityType === entityType && one.action === action)
  assert.ok(seen('user_profiles', 'create')?.byMyself && seen('user_profiles', 'create')?.newValues)
  assert.equal(seen('appointments', 'update')?.byMyself, false, 'that it was confirmed, not by whom')
  const all = String(files['data.json'])
  for (const canary of ['canary', bob.id, bob.employeeId, 'tokenHash', 'passwordHash']) assert.ok(!all.includes(canary), canary)

  const again = await ann.call(api.askDataExport, {})
  await w.runJobs()
  const next = await unpacked((await browser(ann).send('GET', `/my/data-exports/${again.id}/file`)).rawPayload)
  assert.deepEqual(Object.keys(next), ['data.json', 'data.pdf'], 'no copy holds the former ones')

  for (const person of [bob, w.administrator, other.administrator])
    assert.equal((await person.refused(api.downloadDataExport, { params: { id: asked.id } })).status, 404)
  const { rows } = await w.owner.query(
    "select action from platform.audit_logs where entity_type = 'data_exports' and entity_id = $1 order by created_at",
    [asked.id],
  )
  assert.deepEqual(
    rows.map((row) => row.action),
    ['create', 'read', 'update', 'read'],
  )
  w.clock.pass({ hours: 169 })
  await w.runJobs()
  const later = await w.signIn(ann)
  assert.equal((await later.refused(api.downloadDataExport, { params: { id: asked.id } })).code, 'account.not_ready')
  assert.equal((await later.call(api.myDataExports, {})).items[0]?.status, 'expired')
})

test('whoever has a second factor shows it just before', async () => {
  const ann = await enrolled(w, 'Fay')
  assert.equal((await ann.here.send('GET', '/my/data-exports')).json().stepUp, false)
  w.clock.pass({ minutes: 20 })
  const refused = await ann.here.send('POST', '/my/data-exports')
  assert.deepEqual([refused.statusCode, refused.json().code], [403, 'factors.step_up_needed'])
})

test('every table that names a person is in the copy, or is left out for a reason', async () => {
  const facts = await readFacts(w.owner)
  const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
  const reached = new Map(roadsTo().map(({ table, columns }) => [table, columns]))
  const about = new Set(['directory.users', ...spaces.map(({ table }) => table)])
  const names = (column: string) =>
    /^(user|employee|person|owner|author|holder|sender|subject|participant|learner|patient)Id$|UserId$/.test(column)
  const missed = facts.tables
    .filter(({ kind, columns }) => kind === 'table' && columns[0]?.name === 'tenant_id')
    .flatMap(({ name, columns }) => {
      const points = facts.references
        .filter(({ table, target }) => table === name && about.has(target))
        .flatMap((one) => one.columns.map(camel))
      // Who did something is told by the audit trail.
      const naming = new Set(
        [...points, ...columns.map((column) => camel(column.name)).filter(names)].filter((one) => !/^tenantId$|By$/.test(one)),
      )
      const open = [...naming].filter((column) => !(column in roads) && !(`${name}.${column}` in notRoads))
      if (name in leftOut || naming.size === 0) return []
      if (!reached.has(name)) return [`${name} names a person by ${[...naming]}`]
      // A row that also names somebody else (who wrote a note) is found by whom it is about.
      return reached.get(name)?.length || name in byId ? [] : open.map((column) => `${name}.${column} leads nowhere`)
    })
  assert.deepEqual(missed, [])
  const unreached = Object.entries(tables).filter(([name, { view, tenant }]) => !view && tenant === 'tenantId' && !reached.has(name))
  const snake = (column: string) => column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const isSomebodys = (name: string, column: string) =>
    /email|phone|firstName|lastName|dateOfBirth/i.test(column) ||
    ['personal', 'clinical'].includes(classes[`${name}.${snake(column)}`] ?? classes[name] ?? '')
  const forgotten = unreached.filter(([name, { columns }]) => !(name in leftOut) && columns.some((column) => isSomebodys(name, column)))
  assert.deepEqual(
    forgotten.map(([name]) => name),
    [],
    'holds what could be somebody’s, and is neither in the copy nor left out',
  )
  const known = new Set(facts.tables.map(({ name }) => name))
  const gone = [...Object.keys(leftOut), ...Object.keys(byId), ...spaces.map(({ table }) => table)].filter((name) => !known.has(name))
  assert.deepEqual(gone, [], 'named, and no longer there')
})

test('what is secret stays out, and what is clinical is opened', () => {
  const wrong = roadsTo().flatMap(({ table }) =>
    tables[table as keyof typeof tables].hidden.flatMap((column) => {
      const name = `${table}.${column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`
      const classed = classes[name] ?? classes[table]
      if (classed === 'secret' && !isSecret(column)) return [`${name} is secret`]
      return classed === 'clinical' && isSecret(column) && !/hash|sha256/i.test(column) ? [`${name} is clinical`] : []
    }),
  )
  assert.deepEqual(wrong, [])
})
