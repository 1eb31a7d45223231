import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { addEmployee, assignTo, issueFitnessOutcome, withdrawFitnessOutcome } from '#modules/employees/index.ts'
import { insert } from '#platform/db.ts'
import { type Person, world } from '../../tests/world.ts'
import { addRequirement, exportTeam, getTeam, getTeamSummary, myClearance, personClearance } from './contract.ts'

const w = await world('2026-06-15T09:00:00Z')
const head = await w.person('Hilda', ['employee', 'manager'])
const stranger = await w.person('Otto', ['employee', 'manager'])
const personnel = await w.person('Petra', ['employee', 'admin'])
const yard = await w.inTenant(async (db) => {
  const org = await insert(db, 'directory.organizations', { name: 'Harbour', code: 'harbour' })
  const department = (name: string, parentId: string | null, headUserId: string | null) =>
    insert(db, 'directory.departments', { orgId: org.id, name, code: name.toLowerCase(), parentId, headUserId })
  const works = await department('Works', null, head.id)
  return { works, dock: await department('Dock', works.id, null), office: await department('Office', null, stranger.id) }
})
const course = await w.inTenant((db) => insert(db, 'courses.courses', { code: 'wheels', title: 'Abrasive wheels' }))

let number = 0
async function hire(name: string, departmentId: string, jobTitle: string): Promise<Person & { employeeId: string }> {
  const person = await w.person(name, ['employee'])
  const record = { userId: person.id, employeeNumber: `E${++number}`, departmentId, jobTitle, startDate: '2020-01-01' }
  // Known from the beginning, so that past dates can be asked about as they were known then.
  const now = Temporal.Instant.from('2020-01-01T09:00:00Z')
  return { ...person, employeeId: (await w.inTenant((db) => addEmployee(db, { ...record, now }))).id }
}
const certify = (person: Person, effectiveAt: string, expiresAt: string | null, recordedAt = effectiveAt) =>
  w.inTenant((db) =>
    insert(db, 'enrollments.evidence', {
      kind: 'certificate_issued',
      userId: person.id,
      userName: 'As it was',
      courseId: course.id,
      courseCode: 'wheels',
      courseTitle: 'Abrasive wheels',
      certificateId: randomUUID(),
      rule: 'every quiz passed',
      effectiveAt,
      expiresAt,
      recordedAt,
    }),
  )
const pass = (employeeId: string, outcome: 'fit' | 'unfit', reviewDate: string | null, at = '2026-01-05T10:00:00Z') =>
  w.inTenant((db) =>
    issueFitnessOutcome(db, {
      employeeId,
      appointmentId: null,
      outcome,
      restrictions: [],
      reviewDate,
      issuedBy: personnel.id,
      issuedByName: 'CANARY-professional',
      now: Temporal.Instant.from(at),
    }),
  )

const body = {
  name: 'Abrasive wheels',
  description: '',
  appliesTo: 'job_title',
  jobTitle: 'Fitter',
  departmentId: null,
  items: [
    { kind: 'certificate', courseId: course.id },
    { kind: 'fitness', notWorseThan: 'fit_with_adjustments' },
  ],
  effectiveOn: '2020-01-01',
} as const
w.clock.set('2020-01-01T09:00:00Z')
await (await w.person('Ruth', ['admin'])).call(addRequirement, { body: { ...body, items: [...body.items] } })
w.clock.set('2026-06-15T09:00:00Z')

const ann = await hire('Ann', yard.works.id, 'Fitter')
const bob = await hire('Bob', yard.dock.id, 'Fitter')
const cyd = await hire('Cyd', yard.office.id, 'Planner')
await certify(ann, '2026-01-01T00:00:00Z', '2026-08-01T00:00:00Z')
await pass(ann.employeeId, 'fit', '2026-12-31')

test('a manager sees the people of the departments they head and below, each with what is missing', async () => {
  const team = await head.call(getTeam, {})
  assert.deepEqual(
    team.items.map(({ name, clear, departmentName, cells }) => [name, clear, departmentName, cells[0]?.state]),
    [
      ['Ann Example', true, 'Works', 'satisfied'],
      ['Bob Example', false, 'Dock', 'missing'],
    ],
  )
  assert.equal(team.items[0]?.until, '2026-08-01T00:00:00.000Z')
  assert.deepEqual(
    team.requirements.map(({ name }) => name),
    ['Abrasive wheels'],
  )
})

test('a manager sees nobody of another department, and a plain employee no team at all', async () => {
  const theirs = await stranger.call(getTeam, {})
  assert.deepEqual(
    theirs.items.map(({ name }) => name),
    ['Cyd Example'],
  )
  assert.equal((await head.refused(getTeam, { query: { departmentId: yard.office.id } })).status, 404)
  assert.equal((await head.refused(personClearance, { params: { id: cyd.id } })).status, 404)
  assert.equal((await ann.refused(getTeam, {})).status, 403)
  assert.equal((await ann.refused(personClearance, { params: { id: bob.id } })).status, 403)
})

test('personnel see any department they choose; another tenant sees nothing', async () => {
  const office = await personnel.call(getTeam, { query: { departmentId: yard.office.id } })
  assert.deepEqual(
    office.items.map(({ name }) => name),
    ['Cyd Example'],
  )
  const everybody = await personnel.call(getTeam, {})
  assert.deepEqual(
    everybody.items.map(({ name }) => name),
    ['Ann Example', 'Bob Example', 'Cyd Example'],
  )
  const elsewhere = await (await w.tenant()).person('Eve', ['manager', 'admin'])
  assert.deepEqual((await elsewhere.call(getTeam, {})).items, [])
  assert.equal((await elsewhere.refused(getTeam, { query: { departmentId: yard.office.id } })).status, 404)
  assert.equal((await elsewhere.refused(personClearance, { params: { id: ann.id } })).status, 404)
})

test('an employee sees their own clearance item by item, and what lapses next', async () => {
  const mine = await ann.call(myClearance, {})
  assert.equal(mine.clear, true)
  assert.deepEqual(
    mine.requirements[0]?.items.map(({ kind, state, courseTitle, until }) => [kind, state, courseTitle, until]),
    [
      ['certificate', 'satisfied', 'Abrasive wheels', '2026-08-01T00:00:00.000Z'],
      ['fitness', 'satisfied', null, '2027-01-01T00:00:00.000Z'],
    ],
  )
  const theirs = await head.call(personClearance, { params: { id: ann.id } })
  assert.deepEqual(theirs, mine)
  const nobody = await head.call(myClearance, {})
  assert.deepEqual([nobody.clear, nobody.assigned], [false, false])
  assert.deepEqual(await personnel.call(personClearance, { params: { id: head.id } }), nobody)
  assert.equal((await stranger.refused(personClearance, { params: { id: head.id } })).status, 404)
})

test('a past date is answered by what is known now, and on request by what was known then', async () => {
  const dee = await hire('Dee', yard.dock.id, 'Fitter')
  await pass(dee.employeeId, 'fit', null, '2025-01-05T10:00:00Z')
  await certify(dee, '2025-03-01T00:00:00Z', '2026-03-01T00:00:00Z', '2026-02-01T00:00:00Z')
  const standing = async (query: { at: string; known?: 'then' }) => {
    const { items } = await head.call(getTeam, { query })
    return items.find(({ userId }) => userId === dee.id)?.cells[0]?.state
  }
  assert.equal(await standing({ at: '2025-06-01' }), 'satisfied')
  assert.equal(await standing({ at: '2025-06-01', known: 'then' }), 'missing')
  assert.equal(await standing({ at: '2026-04-01' }), 'expired')
  const one = await head.call(personClearance, { params: { id: dee.id }, query: { at: '2025-06-01', known: 'then' } })
  assert.equal(one.requirements[0]?.items[0]?.state, 'missing')
})

test('who moved away is in the old team for past dates, and in the new one today', async () => {
  const gus = await hire('Gus', yard.dock.id, 'Fitter')
  await w.inTenant((db) =>
    assignTo(db, {
      employeeId: gus.employeeId,
      departmentId: yard.office.id,
      jobTitle: 'Planner',
      effectiveAt: Temporal.Instant.from('2026-05-01T00:00:00Z'),
      now: w.clock.now(),
      by: personnel.id,
    }),
  )
  const has = async (person: Person, query: { at?: string; known?: 'then' }) =>
    (await person.call(getTeam, { query })).items.some(({ userId }) => userId === gus.id)
  assert.deepEqual([await has(head, {}), await has(stranger, {})], [false, true])
  assert.deepEqual([await has(head, { at: '2026-04-01' }), await has(stranger, { at: '2026-04-01' })], [true, false])
  // The move was recorded in June: by what was known in May, Gus was still at the dock.
  assert.deepEqual([await has(head, { at: '2026-05-20' }), await has(head, { at: '2026-05-20', known: 'then' })], [false, true])
})

test('an unfit outcome ends the clearance at once, and its withdrawal brings it back', async () => {
  const kim = await hire('Kim', yard.dock.id, 'Fitter')
  await certify(kim, '2026-01-01T00:00:00Z', null)
  await pass(kim.employeeId, 'fit', null)
  const state = async () => (await kim.call(myClearance, {})).requirements[0]?.state
  assert.equal(await state(), 'satisfied')
  const unfit = await pass(kim.employeeId, 'unfit', null, '2026-06-15T08:00:00Z')
  assert.equal(await state(), 'not_met')
  await w.inTenant((db) =>
    withdrawFitnessOutcome(db, { outcomeId: unfit.id, reason: 'Issued in error', by: personnel.id, now: w.clock.now() }),
  )
  assert.equal(await state(), 'satisfied')
})

test('pages of the team follow each other, filtered or not, in a constant number of statements', async () => {
  const names = async (query: { standing?: 'clear' | 'not_clear' }) => {
    const seen: string[] = []
    for (let cursor: string | undefined; ; ) {
      const { items, next } = await head.call(getTeam, { query: { ...query, limit: 2, cursor } })
      seen.push(...items.map(({ name }) => name))
      if (!next) return seen
      cursor = next
    }
  }
  assert.deepEqual(await names({}), ['Ann Example', 'Bob Example', 'Dee Example', 'Kim Example'])
  assert.deepEqual(await names({ standing: 'clear' }), ['Ann Example', 'Kim Example'])
  assert.deepEqual(await names({ standing: 'not_clear' }), ['Bob Example', 'Dee Example'])
  const statements = async (limit: number) => {
    const answer = await w.server.inject({
      url: `/api/team?limit=${limit}`,
      headers: { cookie: `__Host-salus=${head.token}` },
    })
    return answer.headers['server-timing']
  }
  assert.equal(await statements(1), await statements(50))
  assert.equal((await head.refused(getTeam, { query: { cursor: 'nonsense' } })).status, 422)
  assert.equal((await head.refused(getTeam, { query: { at: 'yesterday' } })).status, 422)
})

test('the summary counts the whole team and the months in which it lapses', async () => {
  const summary = await head.call(getTeamSummary, {})
  const { counts } = summary
  assert.deepEqual([counts?.people, counts?.clear, counts?.notClear, counts?.lapsingSoon], [4, 2, 2, 1])
  assert.equal(counts?.months.length, 12)
  assert.deepEqual(
    counts?.months.find(({ month }) => month === '2026-08'),
    { month: '2026-08', people: 1, lapses: 1 },
  )
  assert.deepEqual(summary.departments.map(({ name }) => name).sort(), ['Dock', 'Works'])
})

test('the export is a table that no spreadsheet takes for formulas', async () => {
  await hire('=HYPERLINK("http://evil")', yard.dock.id, 'Fitter')
  const file = String(await head.call(exportTeam, {}))
  assert.match(file, /^\uFEFFName,Department,Job title,Clear for work,Next lapse,Abrasive wheels\r\n/)
  assert.match(file, /Ann Example,Works,Fitter,Clear,2026-08-01,Satisfied until 2026-08-01\r\n/)
  assert.doesNotMatch(file, /(^|,)"?=/m)
})

test('neither the team page nor the export says why medically, or who said so', async () => {
  const answers = await Promise.all([
    head.call(getTeam, {}),
    head.call(getTeamSummary, {}),
    head.call(exportTeam, {}),
    head.call(personClearance, { params: { id: ann.id } }),
  ])
  for (const answer of answers) assert.doesNotMatch(Buffer.isBuffer(answer) ? String(answer) : JSON.stringify(answer), /CANARY/)
})
