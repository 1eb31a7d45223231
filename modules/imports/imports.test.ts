import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writeXlsx } from 'hucre/xlsx'
import { addDepartment, addPerson, changePerson, listPeople, organizations, readPerson } from '#modules/directory/contract.ts'
import { listEmployees } from '#modules/employees/contract.ts'
import { sessionCookie } from '#platform/client.ts'
import { visitor } from '../../tests/visitor.ts'
import { type Person, world } from '../../tests/world.ts'
import * as api from './contract.ts'

const w = await world()
const hr = await w.person('Hannah', ['employee', 'admin'])
const org = await w.administrator.call(organizations.create, {
  body: { name: 'Elm', code: 'elm', type: 'company', status: 'active', contactEmail: null, contactPhone: null },
})
for (const [name, code] of [
  ['Operations', 'ops'],
  ['Stores', 'st-n'],
  ['Stores', 'st-s'],
] as const)
  await w.administrator.call(addDepartment, { body: { name, code, organizationId: org.id as string } })

const head = 'Employee No,First name,Surname,E-mail,Department,Job title,Start date'
const csv = (...lines: string[]) => Buffer.from([head, ...lines].join('\r\n'))
async function upload(person: Person, bytes: Buffer, name = 'people.csv') {
  const answer = await visitor(w, { [sessionCookie]: person.token }).upload('/imports', { name, bytes })
  return { status: answer.statusCode, body: answer.json() as api.ImportDetail & { code: string; title: string } }
}
const at = (id: string) => ({ params: { id } })
const settled = async (person: Person, id: string) => {
  await w.runJobs()
  return person.call(api.readImport, at(id))
}
const mappingOf = (run: api.ImportDetail) => run.columns.map((column) => column.field)
async function checked(bytes: Buffer, person = hr) {
  const { body } = await upload(person, bytes)
  await person.call(api.checkImport, { ...at(body.id), body: { mapping: mappingOf(body) } })
  return settled(person, body.id)
}
async function applied(bytes: Buffer, deactivateLeavers = false) {
  const run = await checked(bytes)
  await hr.call(api.applyImport, { ...at(run.id), body: { deactivateLeavers } })
  return settled(hr, run.id)
}
const rowsOf = async (id: string, query: object = {}) => (await hr.call(api.importRows, { ...at(id), query: query as never })).items
const byNumber = async (number: string) => (await hr.call(listPeople, { query: { q: number } })).items[0]

const first = csv(
  'N-1,Ivy,Ward,Ivy.Ward@elm.example,Operations,Welder,2024-03-01',
  'N-2,Jan,Novák,,ops,Fitter,15/06/2025',
  'N-3,Kim,Poe,kim@elm.example,st-n,Clerk,',
)

test('columns are recognised by name, and what somebody said they mean is remembered', async () => {
  const { status, body } = await upload(hr, first)
  assert.equal(status, 201)
  assert.deepEqual(mappingOf(body), ['employeeNumber', 'firstName', 'lastName', 'email', 'department', 'jobTitle', 'startDate'])
  assert.deepEqual(body.columns[1], { name: 'First name', field: 'firstName', samples: ['Ivy', 'Jan', 'Kim'] })
  const odd = Buffer.from('Nr;Vorname;Nachname\r\n1;Ann;Bee\r\n')
  const strange = (await upload(hr, odd)).body
  assert.deepEqual(mappingOf(strange), [null, null, null])
  for (const mapping of [
    [null, null, null],
    ['firstName', 'firstName', 'lastName'],
    ['employeeNumber', 'firstName'],
  ] as never[])
    assert.equal((await hr.refused(api.checkImport, { ...at(strange.id), body: { mapping } })).code, 'invalid')
  await hr.call(api.checkImport, { ...at(strange.id), body: { mapping: ['employeeNumber', 'firstName', 'lastName'] } })
  await settled(hr, strange.id)
  assert.deepEqual(mappingOf((await upload(hr, odd)).body), ['employeeNumber', 'firstName', 'lastName'])
})

test('a check shows what would happen and changes nothing; doing it adds the people; a second time there is nothing to do', async () => {
  const run = await checked(first)
  assert.deepEqual([run.status, run.counts, run.total, run.done], ['checked', { create: 3, change: 0, same: 0, refuse: 0, leave: 0 }, 3, 3])
  assert.equal(await byNumber('N-1'), undefined)
  const [ivy, jan] = await rowsOf(run.id)
  assert.deepEqual(
    [ivy?.line, ivy?.outcome, ivy?.name, ivy?.changes.find((one) => one.field === 'department')],
    [2, 'create', 'Ivy Ward', { field: 'department', from: null, to: 'Operations' }],
  )
  assert.deepEqual(
    jan?.changes.find((one) => one.field === 'startDate'),
    { field: 'startDate', from: null, to: '2025-06-15' },
  )
  await hr.call(api.applyImport, { ...at(run.id), body: {} })
  assert.equal((await hr.refused(api.applyImport, { ...at(run.id), body: {} })).code, 'imports.not_now')
  const done = await settled(hr, run.id)
  assert.deepEqual([done.status, done.done, done.failed], ['applied', 3, 0])
  const person = await byNumber('N-1')
  assert.deepEqual(
    [person?.name, person?.status, person?.email, person?.department?.name],
    ['Ivy Ward', 'invited', 'ivy.ward@elm.example', 'Operations'],
  )
  const { items } = await hr.call(listEmployees, { query: { jobTitle: 'Fitter' } })
  assert.deepEqual(
    items.map((one) => [one.employeeNumber, one.startDate, one.departmentName]),
    [['N-2', '2025-06-15', 'Operations']],
  )
  const { rows } = await w.owner.query(
    'select r.code from access.user_roles g join access.roles r on r.tenant_id = g.tenant_id and r.id = g.role_id where g.user_id = $1',
    [person?.id],
  )
  assert.deepEqual(rows, [{ code: 'employee' }], 'only what everybody has')
  const again = await checked(first)
  assert.deepEqual([again.counts.same, again.counts.create, again.counts.change], [3, 0, 0])
  assert.equal((await hr.call(api.listImports, {})).items[0]?.id, again.id)
})

test('rows that cannot be taken say why in plain words, and the others are', async () => {
  const run = await checked(
    csv(
      ',No,Number,,,,',
      'N-10,,,,,,',
      'N-11,Lee,Fox,not-an-address,,,',
      'N-12,Lee,Fox,ivy.ward@elm.example,,,',
      'N-13,Lee,Fox,,Stores,,31/31/2025',
      'N-14,Lee,Fox,,Nowhere,,',
      'N-15,Mo,Day,mo@elm.example,,,',
      'N-15,Mo,Day,,,,',
    ),
  )
  assert.deepEqual([run.counts.create, run.counts.refuse], [1, 7])
  const said = (await rowsOf(run.id, { outcome: 'refuse' })).map((row) => [row.line, ...row.problems.map((one) => one.message)])
  assert.deepEqual(said, [
    [2, 'The employee number is missing.'],
    [3, 'A new person needs a first name.', 'A new person needs a family name.'],
    [4, 'This is not an e-mail address.'],
    [5, 'Somebody else has this e-mail address.'],
    [6, 'Write the start date as 2026-06-15 or 15/06/2026.', 'Several departments are called “Stores”: write the code.'],
    [7, 'There is no department “Nowhere”.'],
    [9, 'Line 8 has the same employee number.'],
  ])
})

test('who is missing from the file is listed, and leaves only when somebody asks; undoing brings them back', async () => {
  const moved = csv('N-1,Ivy,Ward-Lee,,st-s,Welder,', 'N-3,Kim,Poe,,,,')
  const run = await checked(moved)
  assert.deepEqual([run.counts.change, run.counts.same], [1, 1])
  assert.deepEqual(
    (await rowsOf(run.id, { outcome: 'leave' })).map((row) => row.name),
    ['Jan Novák'],
  )
  await hr.call(api.applyImport, { ...at(run.id), body: {} })
  assert.equal((await settled(hr, run.id)).status, 'applied')
  assert.equal((await byNumber('N-2'))?.status, 'invited')

  const strict = await applied(moved, true)
  assert.deepEqual([strict.counts.change, strict.done], [0, 1])
  const gone = await byNumber('N-2')
  assert.deepEqual([gone?.status, gone?.department], ['inactive', null])
  await hr.call(api.undoImport, at(strict.id))
  assert.equal((await settled(hr, strict.id)).status, 'undone')
  const back = await byNumber('N-2')
  assert.deepEqual([back?.status, back?.department?.name], ['invited', 'Operations'])

  await hr.call(api.undoImport, at(run.id))
  const undone = await settled(hr, run.id)
  assert.deepEqual([undone.status, undone.kept], ['undone', 0])
  const ivy = await byNumber('N-1')
  assert.deepEqual([ivy?.name, ivy?.department?.name], ['Ivy Ward', 'Operations'])
})

test('undoing takes back new people, except those who were changed since, and says who they are', async () => {
  const file = csv('N-20,Ned,Oak,ned@elm.example,,,', 'N-21,Oda,Pine,oda@elm.example,,,')
  const run = await applied(file)
  const oda = await byNumber('N-21')
  await hr.call(changePerson, { ...at(oda?.id as string), body: { phone: '0123 456' } })
  await hr.call(api.undoImport, at(run.id))
  const undone = await settled(hr, run.id)
  assert.deepEqual([undone.status, undone.kept], ['undone', 1])
  assert.deepEqual(
    (await rowsOf(run.id, { state: 'kept' })).map((row) => [row.name, row.problems[0]?.message]),
    [['Oda Pine', 'Changed since the import: left as they are now.']],
  )
  assert.equal(await byNumber('N-20'), undefined)
  assert.equal((await checked(file)).counts.create, 1, 'the number and the address are free again')
})

test('an import does nothing that its person could not do by hand', async () => {
  const chief = await w.person('Chief', ['employee', 'oh_professional'], { employeeId: 'N-30', email: 'chief@elm.example' })
  const run = await checked(csv('N-30,Chief,Renamed,,,,'))
  assert.deepEqual((await rowsOf(run.id)).map((row) => row.problems[0]?.message).slice(0, 1), [
    'This person may do things that you may not, so you cannot change them.',
  ])
  assert.equal((await hr.call(readPerson, at(chief.id))).lastName, 'Example')
  const plain = await w.person('Plain', ['employee'])
  assert.equal((await upload(plain, first)).status, 403)
  // Whoever loses the right while it is at work does no more.
  const late = await checked(csv('N-31,Late,Comer,,,,'))
  await hr.call(api.applyImport, { ...at(late.id), body: {} })
  await w.owner.query('delete from access.user_roles where user_id = $1 and role_id in (select id from access.roles where code = $2)', [
    hr.id,
    'admin',
  ])
  await w.runJobs()
  const seen = await w.administrator.call(api.readImport, at(late.id))
  assert.deepEqual([seen.status, seen.failed], ['applied', 1])
  await w.inTenant(async (db) =>
    (await import('#modules/access/index.ts')).assignRole(db, { userId: hr.id, role: 'admin', now: w.clock.now() }),
  )
})

test('somebody changed after the check is left alone', async () => {
  const pat = await hr.call(addPerson, { body: { firstName: 'Pat', lastName: 'Quill', employeeNumber: 'N-40', invite: false } })
  const run = await checked(csv('N-40,Patricia,Quill,,,,'))
  await hr.call(changePerson, { ...at(pat.id), body: { firstName: 'Paddy' } })
  await hr.call(api.applyImport, { ...at(run.id), body: {} })
  assert.equal((await settled(hr, run.id)).failed, 1)
  assert.match((await rowsOf(run.id, { state: 'failed' }))[0]?.problems[0]?.message ?? '', /changed after the check/)
  assert.equal((await byNumber('N-40'))?.name, 'Paddy Quill')
})

test('workbooks are read as people see them, text of old spreadsheets too; what is neither is refused in plain words', async () => {
  const sheet = {
    name: 'People',
    rows: [['Number', 'First name', 'Surname', 'Joined'], [7, 'Zoë', 'Ash', new Date('2024-02-03')], [], ['008', 'Yan', 'Elm', null]],
  }
  const book = Buffer.from(await writeXlsx({ sheets: [sheet as never] }))
  const run = await checked(book)
  const rows = await rowsOf(run.id, { outcome: 'create' })
  assert.deepEqual(
    rows.map((row) => [row.line, row.employeeNumber, row.name]),
    [
      [2, '7', 'Zoë Ash'],
      [4, '008', 'Yan Elm'],
    ],
  )
  assert.equal(rows[0]?.changes.find((one) => one.field === 'startDate')?.to, '2024-02-03')
  const old = Buffer.from('Number;First name;Surname\r\n9;Zo\xeb;Ash\r\n', 'latin1')
  assert.equal((await rowsOf((await checked(old)).id))[0]?.name, 'Zoë Ash')
  const refused = [
    Buffer.from(''),
    Buffer.from('Number,First name\r\n'),
    Buffer.from('%PDF-1.7\0\0'),
    Buffer.from('PK\x03\x04 no archive'),
    book.subarray(0, book.length / 2),
  ]
  for (const bytes of refused) {
    const { status, body } = await upload(hr, bytes)
    assert.deepEqual([status, body.code], [422, 'imports.wrong_file'], bytes.toString('latin1').slice(0, 10))
  }
  const foreign = await (await w.tenant()).administrator.refused(api.readImport, at(run.id))
  assert.equal(foreign.status, 404)
})
