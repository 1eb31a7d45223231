import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDepartment, changeDepartment, changePerson, deactivatePerson, organizations } from '#modules/directory/contract.ts'
import { alterDepartment, changePeople, makesRing } from '#modules/directory/index.ts'
import { type Person, world } from '../../tests/world.ts'
import { listMoves, mergeDepartment, moveDepartment, readChart, readDepartment, undoMerger, undoMove } from './contract.ts'
import { asOf, totals } from './policy.ts'

// The rows themselves are made today: what is asked about lies after that.
const w = await world('2027-06-15T09:00:00Z')
const { administrator } = w
const organization = async (code: string) =>
  (await administrator.call(
    organizations.create as never,
    { body: { name: `Company ${code}`, code, type: 'company', status: 'active', contactEmail: null, contactPhone: null } } as never,
  )) as { id: string }
const acme = await organization('acme')
const department = (name: string, more: object = {}) =>
  administrator.call(addDepartment, { body: { name, code: name.toLowerCase().replaceAll(' ', '-'), organizationId: acme.id, ...more } })
const move = (id: string, parentId: string | null, by = administrator) => by.call(moveDepartment, { params: { id }, body: { parentId } })
const refusedMove = (id: string, parentId: string | null, by = administrator) =>
  by.refused(moveDepartment, { params: { id }, body: { parentId } })
const works = await department('Works')
const offices = await department('Offices')
const stores = await department('Stores', { parentId: works.id })
const shelves = await department('Shelves', { parentId: stores.id })
const parentsIn = async (asOf?: string) =>
  Object.fromEntries(
    (await administrator.call(readChart, { query: asOf ? { asOf } : {} })).departments.map(({ name, parentId }) => [name, parentId]),
  )

test('a department moves with all below it; who moved it when from where to where is kept, and the last move can be undone', async () => {
  await w.person('Sam', ['employee'], { deptId: shelves.id })
  w.clock.pass({ hours: 1 })
  const before = w.clock.now().toString()
  w.clock.pass({ hours: 1 })
  const moved = await move(stores.id, offices.id)
  assert.deepEqual({ from: moved.from?.name, to: moved.to?.name, may: moved.may }, { from: 'Works', to: 'Offices', may: { undo: true } })
  assert.equal((await parentsIn()).Stores, offices.id)
  assert.equal((await parentsIn(before)).Stores, works.id, 'as of an hour ago')
  const place = await administrator.call(readDepartment, { params: { id: shelves.id } })
  assert.deepEqual(
    place.above.map(({ name }) => name),
    ['Stores', 'Offices'],
  )
  const chart = await administrator.call(readChart, { query: {} })
  assert.equal(chart.departments.find(({ id }) => id === offices.id)?.totalCount, 1)

  w.clock.pass({ hours: 1 })
  await administrator.call(undoMove, { params: { id: stores.id, moveId: moved.id } })
  assert.equal((await parentsIn()).Stores, works.id)
  const { items } = await administrator.call(listMoves, { params: { id: stores.id } })
  assert.deepEqual(
    items.map(({ from, to, may }) => [from?.name, to?.name, may.undo]),
    [
      ['Offices', 'Works', true],
      ['Works', 'Offices', false],
    ],
  )
  assert.equal(items[0]?.movedBy, 'Avery Admin')
  const late = await administrator.refused(undoMove, { params: { id: stores.id, moveId: moved.id } })
  assert.deepEqual([late.status, late.code], [409, 'structure.moved_since'])
})

test('a move by the form is kept as one in the chart is; one that changes nothing, or is wrong, is refused with clear words', async () => {
  await administrator.call(changeDepartment, { params: { id: shelves.id }, body: { parentId: offices.id } })
  const { items } = await administrator.call(listMoves, { params: { id: shelves.id } })
  assert.deepEqual(
    items.map(({ to }) => to?.name),
    ['Offices'],
  )
  await move(shelves.id, stores.id)

  const elsewhere = await organization('other')
  const there = await administrator.call(addDepartment, { body: { name: 'There', code: 'there', organizationId: elsewhere.id } })
  const said = async (id: string, parentId: string | null) => (await refusedMove(id, parentId)).errors?.[0]?.message
  assert.match((await said(works.id, shelves.id)) ?? '', /cannot come below itself/)
  assert.match((await said(works.id, works.id)) ?? '', /cannot come below itself/)
  assert.match((await said(shelves.id, stores.id)) ?? '', /part of this one already/)
  assert.match((await said(shelves.id, there.id)) ?? '', /within its organisation/)
  assert.equal((await administrator.call(listMoves, { params: { id: works.id } })).items.length, 0)
  const stranger = (await w.tenant()).administrator
  assert.equal((await refusedMove(shelves.id, null, stranger)).status, 404)
  assert.equal((await stranger.refused(listMoves, { params: { id: shelves.id } })).status, 404)
  assert.equal((await stranger.refused(readDepartment, { params: { id: shelves.id } })).status, 404)
  assert.equal((await refusedMove(shelves.id, null, await w.person('Eve', ['employee']))).status, 403)
})

/** Somebody who may change departments and nothing else. */
async function keeper(more: readonly string[] = []): Promise<Person> {
  const person = await w.person(`Kim${more.length}`, ['employee'])
  await w.owner.query(
    `with role as (insert into access.roles (tenant_id, code, name) values ($1, $2, 'Keeper') returning id),
          granted as (insert into access.role_permissions (tenant_id, role_id, permission_id)
                      select $1, role.id, p.id from role, access.permissions p where p.code = any($3) returning 1)
     insert into access.user_roles (tenant_id, user_id, role_id, assigned_at) select $1, $4, id, '2027-01-01' from role`,
    [w.tenantId, `keeper-${more.length}`, ['directory:write', ...more], person.id],
  )
  return w.signIn(person)
}

test('nobody makes themselves or another a head, or moves a department below one, where that is more than they may give', async () => {
  const kim = await keeper()
  const head = await w.person('Hal', ['employee', 'manager'])
  const heading = (id: string, headUserId: string | null, by: Person) =>
    by.refused(changeDepartment, { params: { id }, body: { headUserId } })
  assert.equal((await heading(works.id, kim.id, kim)).code, 'access.reach_above_you')
  assert.equal((await heading(works.id, head.id, kim)).code, 'access.reach_above_you')
  const { code } = await kim.call(addDepartment, { body: { name: 'Trap', code: 'trap', organizationId: acme.id, headUserId: kim.id } })
  const trap = (await administrator.call(readChart, { query: {} })).departments.find((one) => one.code === code)
  const refusal = await refusedMove(stores.id, trap?.id as string, kim)
  assert.deepEqual([refusal.status, refusal.code], [403, 'access.reach_above_you'])
  assert.equal((await parentsIn()).Stores, works.id, 'nothing has changed')
  // Where nobody gains, they move what they like; and who may appoint makes heads.
  await move(stores.id, offices.id, kim)
  await move(stores.id, works.id, kim)
  await administrator.call(changeDepartment, { params: { id: works.id }, body: { headUserId: head.id } })
  assert.equal((await refusedMove(offices.id, works.id, kim)).code, 'access.reach_above_you', 'Hal would see the offices')
  await administrator.call(changeDepartment, { params: { id: works.id }, body: { headUserId: null } })
})

test('no moves, however many, make a ring', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f']
  const step = fc.tuple(fc.constantFrom(...ids), fc.option(fc.constantFrom(...ids)))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const parents = new Map<string, string | null>(ids.map((id) => [id, null]))
      for (const [id, parentId] of steps) if (!makesRing(parents, { id, parentId })) parents.set(id, parentId)
      return ids.every((id) => {
        let steps = 0
        for (let above: string | null | undefined = id; above && steps <= ids.length; above = parents.get(above)) steps++
        return steps <= ids.length
      })
    }),
  )
})

test('the chart of a past day has the heads, the numbers of people and the mergers of that day', async () => {
  const hal = await w.person('Hal', ['employee'])
  const ida = await w.person('Ida', ['employee'])
  const yard = await administrator.call(addDepartment, {
    body: { name: 'Yard', code: 'yard', organizationId: acme.id, headUserId: hal.id },
  })
  const dock = await administrator.call(addDepartment, { body: { name: 'Dock', code: 'dock', organizationId: acme.id } })
  await w.owner.query('update directory.departments set created_at = $1 where id = any($2)', [w.clock.now().toString(), [yard.id, dock.id]])
  const then = async (asOf?: string) => {
    const { departments } = await administrator.call(readChart, { query: asOf ? { asOf } : {} })
    const one = departments.find(({ id }) => id === yard.id)
    return [one?.head?.name, one?.employeeCount, departments.some(({ id }) => id === dock.id)]
  }
  const days: string[] = []
  const night = () => {
    days.push(w.clock.now().toString())
    w.clock.pass({ hours: 1 })
  }
  w.clock.pass({ hours: 1 })
  const sue = await w.person('Sue', ['employee'], { deptId: yard.id })
  night()
  await administrator.call(changeDepartment, { params: { id: yard.id }, body: { headUserId: ida.id } })
  await w.person('Tom', ['employee'], { deptId: yard.id })
  night()
  await administrator.call(deactivatePerson, { params: { id: sue.id } })
  await administrator.call(changeDepartment, { params: { id: yard.id }, body: { headUserId: null } })
  const merger = await administrator.call(mergeDepartment, { params: { id: dock.id }, body: { intoId: yard.id } })
  night()
  await administrator.call(undoMerger, { params: { id: merger.id } })
  assert.deepEqual(await Promise.all(days.map(then)), [
    ['Hal Example', 1, true],
    ['Ida Example', 2, true],
    [undefined, 1, false],
  ])
  assert.deepEqual(await then(), [undefined, 1, true])
})

test('as of any instant the chart is what the moves until then had made of it', () => {
  const ids = ['a', 'b', 'c']
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(null, 'x', 'y')), { maxLength: 20 }),
      fc.nat(25),
      (steps, hour) => {
        const parents = new Map<string, string | null>(ids.map((id) => [id, null]))
        const at = (hours: number) => Temporal.Instant.from('2026-06-15T00:00:00Z').add({ hours })
        const history: Map<string, string | null>[] = [new Map(parents)]
        const moves = steps.map(([departmentId, to], i) => {
          const from = parents.get(departmentId) ?? null
          parents.set(departmentId, to)
          history.push(new Map(parents))
          return { departmentId, from, to, at: at(i + 1).toString() }
        })
        assert.deepEqual(asOf(parents, moves, at(hour)), history[Math.min(hour, steps.length)])
      },
    ),
  )
})

test('whatever happens to people, a department counts its active ones, and a total those below too', async () => {
  const places = [works.id, offices.id, stores.id, shelves.id, null]
  const people = await Promise.all(['Ana', 'Ben', 'Cal', 'Dee'].map((name) => w.person(name, ['employee'], { deptId: works.id })))
  const some = fc.sample(fc.tuple(fc.nat(3), fc.nat(4), fc.nat(3)), { numRuns: 25, seed: 7 })
  for (const [who, where, what] of some) {
    const { id } = people[who] as Person
    const deptId = places[where] as string | null
    if (what === 0) await administrator.call(changePerson, { params: { id }, body: { departmentId: deptId } })
    else if (what === 1)
      await w.inTenant(async (db) => changePeople(db, [{ id, before: await placeOf(id), values: { deptId, status: 'active' } }]))
    else if (what === 2) await administrator.call(deactivatePerson, { params: { id } }).catch(() => {})
    else if (deptId) await w.inTenant((db) => alterDepartment(db, { id: shelves.id, values: { parentId: deptId } })).catch(() => {}) // refused where it would make a ring
  }
  const { rows } = await w.owner.query(
    `select d.id, d.employee_count as kept, count(u.id)::int as true from directory.departments d
       left join directory.users u on (u.tenant_id, u.dept_id) = (d.tenant_id, d.id) and u.status = 'active' group by 1, 2`,
  )
  assert.deepEqual(
    rows.map((row) => row.kept),
    rows.map((row) => row.true),
  )
  const { departments } = await administrator.call(readChart, { query: {} })
  assert.deepEqual(
    departments.map(({ totalCount }) => totalCount),
    departments.map(({ id }) => totals(departments).get(id)),
  )
})
const placeOf = async (id: string) => ({
  deptId: (await w.owner.query('select dept_id from directory.users where id = $1', [id])).rows[0].dept_id as string | null,
})
