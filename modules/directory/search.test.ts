import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Person, world } from '../../tests/world.ts'
import { addDepartment, changePerson, listPeople, organizations } from './contract.ts'
import { addPerson } from './index.ts'
import { mistakes, spellingsOf, wordsOf } from './policy.ts'

const w = await world()
const organization = (await w.administrator.call(
  organizations.create as never,
  { body: { name: 'Harbour', code: 'harbour', type: 'company', status: 'active', contactEmail: null, contactPhone: null } } as never,
)) as { id: string }
const department = (name: string) =>
  w.administrator.call(addDepartment, { body: { name, code: name.toLowerCase().replaceAll(' ', '-'), organizationId: organization.id } })
const finance = await department('Finance')
const nights = await department('Night shift')
const people = [
  { firstName: 'John', lastName: 'Smith', deptId: finance.id, employeeId: 'E-4711', email: 'john.smith@harbour.example' },
  { firstName: 'Mary', lastName: 'Smithson', deptId: nights.id, employeeId: 'E-4720' },
  { firstName: 'Zoë', lastName: 'O’Brien', deptId: finance.id },
  { firstName: 'Łukasz', middleName: 'Jan', lastName: 'Kowalski-Nowak', deptId: nights.id },
  { firstName: 'Alexander', lastName: 'Featherstone' },
  { firstName: 'Mark', lastName: 'Martin' },
  { firstName: 'Sian', lastName: 'Finance' },
]
await w.inTenant(async (db) => {
  for (const one of people) await addPerson(db, { status: 'active', ...one })
})
const eve = await w.person('Eve', ['employee'])
const found = async (q: string, { as = eve, ...more }: { as?: Person; limit?: number; departmentId?: string; cursor?: string } = {}) =>
  (await as.call(listPeople, { query: { q, ...more } })).items.map(({ name }) => name)

test('people are found by the beginnings of any of their names, in any order, without accents and apostrophes', async () => {
  for (const q of ['john smith', 'Smith, John', 'jo sm', 'SMITH j']) assert.equal((await found(q))[0], 'John Smith', q)
  assert.deepEqual(await found('zoe obrien'), ['Zoë O’Brien'])
  assert.deepEqual(await found("O'Brien"), ['Zoë O’Brien'])
  assert.deepEqual(await found('lukasz'), ['Łukasz Kowalski-Nowak'])
  assert.deepEqual(await found('jan nowak'), ['Łukasz Kowalski-Nowak'])
  assert.deepEqual(await found('mar mar'), ['Mark Martin', 'Mary Smithson'], 'each once')
  assert.deepEqual(await found('%'), [])
  assert.deepEqual(await found('xyz smith'), [])
})

test('a letter typed wrongly, left out, added or swapped is forgiven, two in a long name; who is called so exactly comes first', async () => {
  for (const q of ['Jonh Smiht', 'jhn smith', 'smmith john', 'jogn smith', 'simth jon']) assert.equal((await found(q))[0], 'John Smith', q)
  for (const q of ['fetherstne', 'aleksander', 'Fetaherstone Alexnader']) assert.deepEqual(await found(q), ['Alexander Featherstone'], q)
  assert.deepEqual(await found('smithsn'), ['Mary Smithson'])
  assert.deepEqual(await found('smith'), ['John Smith', 'Mary Smithson'])
  assert.deepEqual(await found('jhx smith'), [], 'two letters of three')
})

test('a department is found by its name, with or without a name beside it, after the people who are called so', async () => {
  assert.deepEqual(await found('finance'), ['Sian Finance', 'Zoë O’Brien', 'John Smith'])
  assert.deepEqual(await found('smith night'), ['Mary Smithson'])
  assert.deepEqual(await found('smith', { departmentId: nights.id }), ['Mary Smithson'])
  assert.deepEqual(await found('smtih', { departmentId: nights.id }), [])
  assert.deepEqual(await found('smtih', { departmentId: finance.id }), ['John Smith'])
})

test('a number or an address is found by its beginning, by those who may know whose it is', async () => {
  for (const q of ['e-47', 'E-4711', 'john.smith@', 'john.smith@harbour.example'])
    assert.ok((await found(q, { as: w.administrator })).includes('John Smith'), q)
  assert.deepEqual(await found('E-472', { as: w.administrator }), ['Mary Smithson'])
  assert.deepEqual(await found('E-4711'), [])
  assert.deepEqual(await found('john.smith@harbour.example'), [])
})

test('what is found comes page by page, and a new name is found instead of the former', async () => {
  const first = await eve.call(listPeople, { query: { q: 'm', limit: 1 } })
  const second = await eve.call(listPeople, { query: { q: 'm', limit: 1, cursor: first.next as string } })
  assert.deepEqual(
    [...first.items, ...second.items].map(({ name }) => name),
    ['Mark Martin', 'Mary Smithson'],
  )
  const inDepartment = await eve.call(listPeople, { query: { q: 'o', limit: 1, departmentId: finance.id } })
  assert.equal(inDepartment.next, null)
  assert.equal((await eve.refused(listPeople, { query: { q: 'm', cursor: 'WzFd' } })).status, 422)

  await w.inTenant(async (db) => {
    for (const lastName of ['Smyth', 'Smitt', 'Smits', 'Smithe', 'Finances'])
      for (const firstName of ['Jon', 'Johan', 'Smith', 'Nora'])
        await addPerson(db, { status: 'active', firstName, lastName, deptId: firstName === 'Nora' ? nights.id : finance.id })
  })
  for (const q of ['smith', 'smiht', 'finance', 'finanec', 'jon smith', 'jhon smihts', 'night smith', 'o']) {
    const whole = await eve.call(listPeople, { query: { q, limit: 200 } })
    assert.equal(whole.next, null)
    for (const limit of [1, 3]) {
      const ids: string[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await eve.call(listPeople, { query: { q, limit, cursor } })
        ids.push(...page.items.map(({ id }) => id))
        cursor = page.next
      }
      assert.deepEqual(
        ids,
        whole.items.map(({ id }) => id),
        `${q}, ${limit} a page`,
      )
      assert.equal(new Set(ids).size, ids.length, 'each once')
    }
  }
  assert.ok((await found('smiht', { limit: 200 })).length > 8)
  assert.deepEqual(await found('jhon smihts', { departmentId: finance.id, limit: 200 }), ['Jon Smits'])

  const mark = first.items[0] as { id: string }
  await w.administrator.call(changePerson, { params: { id: mark.id }, body: { lastName: 'Quay' } })
  assert.deepEqual(await found('quya'), ['Mark Quay'])
  assert.deepEqual(await found('martin'), [])
  const left = await w.inTenant((db) => db.selectFrom('directory.spellings').select('word').where('word', '=', 'martin').execute())
  assert.deepEqual(left, [], 'a name that nobody has leaves no trace')
})

test('nobody is found in another tenant', async () => {
  const other = (await w.tenant()).administrator
  for (const q of ['smith', 'smiht', 'finance', 'E-4711', 'john.smith@harbour.example'])
    assert.deepEqual(await found(q, { as: other }), [], q)
})

const word = fc.string({ unit: fc.constantFrom(...'abcdeghilmnorst'), minLength: 4, maxLength: 12 })
test('any one mistake in a word of four letters or more leaves a spelling in common, two in one of eight or more', () => {
  const slip = fc.record({ at: fc.nat(11), letter: fc.constantFrom(...'xyz'), kind: fc.constantFrom('swap', 'drop', 'add', 'wrong') })
  const make = (text: string, { at, letter, kind }: { at: number; letter: string; kind: string }) => {
    const i = at % text.length
    if (kind === 'drop') return text.slice(0, i) + text.slice(i + 1)
    if (kind === 'add') return text.slice(0, i) + letter + text.slice(i)
    if (kind === 'wrong') return text.slice(0, i) + letter + text.slice(i + 1)
    return text.slice(0, i) + (text[i + 1] ?? '') + text[i] + text.slice(i + 2)
  }
  const shared = (a: string, b: string) => !new Set(spellingsOf(a)).isDisjointFrom(new Set(spellingsOf(b)))
  fc.assert(fc.property(word, slip, (text, one) => shared(text, make(text, one)) && mistakes(make(text, one), text, 1) <= 1))
  const long = word.filter((text) => text.length >= 10)
  fc.assert(
    fc.property(long, slip, slip, (text, one, two) => {
      const typed = make(make(text, one), two)
      return mistakes(typed, text, 2) > 2 || shared(text, typed)
    }),
  )
})

test('a word is the same however it is typed', () => {
  assert.deepEqual(wordsOf("Ó’Brien-SMITH, Jo  d'Arc"), ['obrien', 'smith', 'jo', 'darc'])
  assert.deepEqual(wordsOf('Straße Ærø Łódź'), ['strasse', 'aero', 'lodz'])
  fc.assert(fc.property(fc.string(), (text) => wordsOf(wordsOf(text).join(' ')).join() === wordsOf(text).join()))
})

test('names of letters that come apart into many are found, sorted and paged as all others', async () => {
  const long = (n: number) => ({
    firstName: '\ufdfa'.repeat(99) + n,
    lastName: `\uc11c\ubb38${'\uac01'.repeat(97)}`,
    status: 'active' as const,
  })
  await w.inTenant(async (db) => {
    for (const n of [1, 2, 3]) await addPerson(db, long(n))
  })
  for (const query of [
    { q: '\uc11c\ubb38', limit: 2 },
    { limit: 2, sort: '-name' as const },
  ]) {
    const first = await eve.call(listPeople, { query })
    const second = await eve.call(listPeople, { query: { ...query, cursor: first.next ?? '' } })
    const names = [...first.items, ...second.items].map(({ name }) => name).filter((name) => name.startsWith('\ufdfa'))
    assert.equal(new Set(names).size, 3)
  }
})
