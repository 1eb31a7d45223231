import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readXlsx } from 'hucre/xlsx'
import { importCourse } from '#modules/courses/index.ts'
import { sessionCookie } from '#platform/client.ts'
import { employed } from '../../tests/clinic.ts'
import { visitor } from '../../tests/visitor.ts'
import { type Person, world } from '../../tests/world.ts'

const w = await world()
const get = (person: Person, path: string) => visitor(w, { [sessionCookie]: person.token }).send('GET', path)
const csv = async (person: Person, path: string) => {
  const answer = await get(person, path)
  assert.equal(answer.statusCode, 200, `${path}: ${answer.body}`)
  return answer.body.replace('\uFEFF', '').trimEnd().split('\r\n')
}

test('a list as a file holds what the person sees in the list, and that it was taken is on record', async () => {
  const hr = await w.person('Hannah', ['employee', 'admin'])
  const ivy = await w.person('Ivy', ['employee'], { lastName: '=cmd|calc', email: 'ivy@elm.example', employeeId: 'E-7' })
  const everything = await csv(hr, '/people/export')
  assert.equal(everything[0], 'Name,Employee number,E-mail address,Department,Kind,Status')
  assert.ok(everything.includes('Ivy =cmd|calc,E-7,ivy@elm.example,,employee,active'))
  const seen = await csv(ivy, '/people/export?q=Admin')
  assert.deepEqual(seen.slice(1), ['Avery Admin,,,,admin,active'], 'an employee sees no addresses of others')
  const { rows } = await w.owner.query(
    "select entity_type, action, new_values from platform.audit_logs where user_id = $1 and action = 'read' order by created_at",
    [ivy.id],
  )
  assert.deepEqual(rows, [{ entity_type: 'users', action: 'read', new_values: { exported: 1, format: 'csv', q: 'Admin', sort: 'name' } }])
  assert.equal((await get(ivy, '/audit/export')).statusCode, 403)
  assert.equal((await get(hr, '/people/export?format=pdf')).statusCode, 422)
})

test('a file goes on where a page of the list ends, and a workbook holds text where a spreadsheet would calculate', async () => {
  const hr = await w.person('Hugo', ['employee', 'admin'])
  await w.owner.query(
    `insert into directory.users (tenant_id, first_name, last_name, search_name, username, status)
     select $1, '=1+1', 'Many' || n, 'many' || n || ' =1+1', 'many' || n, 'active' from generate_series(1, 450) n`,
    [w.tenantId],
  )
  await w.owner.query(
    `insert into directory.person_words (tenant_id, word, name, user_id)
     select tenant_id, username, ' ' || username || ' 1', id from directory.users where username like 'many%'`,
  )
  const lines = await csv(hr, '/people/export?q=many')
  assert.equal(lines.length, 451)
  assert.equal(new Set(lines).size, 451)
  assert.match(lines[1] ?? '', /^"'=1\+1 Many/)
  const answer = await get(hr, '/people/export?q=many&format=xlsx')
  assert.match(String(answer.headers['content-disposition']), /attachment; filename\*=UTF-8''people-2026-06-15\.xlsx/)
  const { sheets } = await readXlsx(new Uint8Array(answer.rawPayload))
  assert.equal(sheets[0]?.rows.length, 451)
  assert.match(String(sheets[0]?.rows[1]?.[0]), /^=1\+1 Many/)
})

test('every list of people’s work can be taken along', async () => {
  const ann = await employed(w, 'Ann')
  const course = {
    code: 'F',
    title: 'Fire',
    description: 'Fire',
    category: 'Safety',
    difficultyLevel: 'beginner',
    selfEnrol: true,
    modules: [],
  }
  const teacher = await w.person('Tess', ['employee', 'instructor'])
  const { courseId } = await w.inTenant((db) => importCourse(db, course as never, { by: teacher.id, now: w.clock.now() }))
  const heads: Record<string, [Person, string]> = {
    '/organizations/export': [
      w.administrator,
      'Name,Code,Kind,Status,E-mail,Telephone,Address,Registration number,Tax number,Further details',
    ],
    '/departments/export': [w.administrator, 'Name,Code,Organisation,Branch,Part of,Head,People,Status'],
    '/employees/export': [w.administrator, 'Employee number,Name,Department,Job title,Start date,Status'],
    '/audit/export?entity=employees': [
      w.administrator,
      'When,Who (id),Who,Acting for them (id),Acting for them,Internet address,Did,Part,What,What (id),Before,After',
    ],
    '/appointments/export?when=past': [ann, 'Starts,Ends,Employee,Professional,Kind,How,Place,Status'],
    [`/courses/${courseId}/participants/export`]: [teacher, 'Name,Department,Status,Progress (%),Enrolled,Due,Completed'],
  }
  const certificates = 'Number,Name,Course,Issued,Valid until,State,Page'
  Object.assign(heads, {
    '/roles/export': [w.administrator, 'Name,Code,Description,Organisation,Contains,Rights'],
    '/sign-ins/export': [ann, 'When,Outcome,Reason,Method,Device,Address'],
    '/billing/invoices/export': [w.administrator, 'Number,Kind,Issued,Due,Currency,Total,Open,Status'],
    '/certificates/export': [ann, certificates],
    [`/people/${ann.id}/certificates/export`]: [w.administrator, certificates],
  })
  for (const [path, [person, head]] of Object.entries(heads)) assert.equal((await csv(person, path))[0], head, path)
  const upload = await visitor(w, { [sessionCookie]: w.administrator.token }).upload('/imports', {
    name: 'p.csv',
    bytes: Buffer.from('Number,First name,Surname\r\n1,A,B'),
  })
  const { id } = upload.json()
  assert.deepEqual(await csv(w.administrator, `/imports/${id}/rows/export`), ['Line,Employee number,Name,Outcome,State,Problems'])
})
