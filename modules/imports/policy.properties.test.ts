import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Field } from './contract.ts'
import { guessMapping, plan, type Standing, type Surroundings, type Values, valueIn } from './policy.ts'

const departments = new Map<string, string | 'several'>([
  ['operations', 'id-1'],
  ['stores', 'several'],
])
const around: Surroundings = {
  departments,
  holders: new Map([['taken@elm.example', 'somebody']]),
  above: new Set(),
  closed: new Set(),
  numbers: new Map(),
}
const text = fc.string({ maxLength: 120 })
const cells: fc.Arbitrary<Partial<Record<Field, string>>> = fc.record(
  {
    employeeNumber: fc.oneof(text, fc.constant('N-1')),
    firstName: text,
    middleName: text,
    lastName: text,
    email: fc.oneof(fc.emailAddress(), fc.constant(' Taken@elm.example '), text),
    phone: text,
    department: fc.constantFrom('Operations', 'OPERATIONS ', 'Stores', 'Nowhere', ''),
    jobTitle: text,
    startDate: fc.oneof(fc.constantFrom('2026-06-15', '15/6/2026', '31/02/2026'), text),
  },
  { requiredKeys: [] },
)
const read = (row: Partial<Record<Field, string>>): Values => {
  const values: Values = {}
  for (const [field, cell] of Object.entries(row) as [Field, string][]) {
    const value = valueIn(field, cell)
    if (value) values[field] = value
  }
  return values
}
const nothing = {
  firstName: null,
  middleName: null,
  lastName: null,
  email: null,
  phone: null,
  department: null,
  jobTitle: null,
  startDate: null,
}

/** The person as doing what was planned leaves them. */
function done(before: Standing | undefined, changes: ReturnType<typeof plan>['changes']): Standing {
  const { status, ...fields } = Object.fromEntries(Object.entries(changes).map(([field, pair]) => [field, pair[1]]))
  const start = before ?? { userId: 'new', status: 'invited', userVersion: 1, employmentVersion: 1, hasLeft: false, fields: nothing }
  return {
    ...start,
    status: status ? 'active' : start.status,
    hasLeft: status ? false : start.hasLeft,
    fields: { ...start.fields, ...fields },
  }
}

test('a row that was taken finds nothing to do the second time, whatever it says and whoever was there before', () => {
  const standing: fc.Arbitrary<Standing | undefined> = fc.option(
    fc
      .record({ status: fc.constantFrom('active' as const, 'inactive' as const, 'invited' as const), hasLeft: fc.boolean(), row: cells })
      .map(({ status, hasLeft, row }): Standing => {
        const { employeeNumber: _, ...fields } = read(row)
        return { userId: 'known', status, hasLeft, userVersion: 3, employmentVersion: 2, fields: { ...nothing, ...fields } }
      }),
    { nil: undefined },
  )
  fc.assert(
    fc.property(cells, standing, (row, before) => {
      const values = read(row)
      const first = plan(values, before, around)
      if (first.outcome === 'refuse') {
        assert.ok(first.problems.length > 0)
        assert.deepEqual(first.changes, {})
        return
      }
      assert.equal(first.outcome === 'create', before === undefined)
      assert.equal(plan(values, done(before, first.changes), around).outcome, 'same')
    }),
    { numRuns: 2_000 },
  )
})

test('a cell is read the same once it was read', () => {
  const fields: Field[] = ['email', 'startDate', 'jobTitle']
  fc.assert(
    fc.property(fc.constantFrom(...fields), text, (field, cell) =>
      assert.equal(valueIn(field, valueIn(field, cell)), valueIn(field, cell)),
    ),
  )
})

test('no field is guessed for two columns', () => {
  const names = fc.array(fc.oneof(text, fc.constantFrom('Staff no', 'ID', 'Surname', 'Family name', 'E-mail', 'email')), { maxLength: 20 })
  fc.assert(
    fc.property(names, (columns) => {
      const fields = guessMapping(columns, new Map([['id', 'employeeNumber']])).filter((field) => field !== null)
      assert.equal(new Set(fields).size, fields.length)
    }),
  )
})
