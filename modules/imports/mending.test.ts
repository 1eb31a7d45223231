import assert from 'node:assert/strict'
import { test } from 'node:test'
import { giveDepartmentRole } from '#modules/access/contract.ts'
import { addDepartment, addPerson, organizations } from '#modules/directory/contract.ts'
import { addEmployee } from '#modules/employees/contract.ts'
import { storageUse } from '#modules/tenancy/contract.ts'
import { sessionCookie } from '#platform/client.ts'
import { visitor } from '../../tests/visitor.ts'
import { world } from '../../tests/world.ts'
import * as api from './contract.ts'
import { tidyImports } from './run.ts'

const w = await world()
const boss = w.administrator
const hr = await w.person('Hannah', ['employee', 'admin'])
const org = (await boss.call(
  organizations.create as never,
  {
    body: { name: 'Elm', code: 'elm', type: 'company', status: 'active', contactEmail: null, contactPhone: null },
  } as never,
)) as { id: string }
const department = (code: string) => boss.call(addDepartment, { body: { name: code, code, organizationId: org.id } })
const open = await department('open')
const nurses = await department('nurses')

const at = (id: string) => ({ params: { id } })
const shown = async (id: string) => {
  await w.runJobs()
  return hr.call(api.readImport, at(id))
}
const upload = (lines: readonly string[]) =>
  visitor(w, { [sessionCookie]: hr.token }).upload('/imports', {
    name: 'people.csv',
    bytes: Buffer.from(['Employee No,First name,Surname,Department,Job title', ...lines].join('\r\n')),
  })
async function checked(...lines: string[]) {
  const run = (await upload(lines)).json() as api.ImportDetail
  await hr.call(api.checkImport, { ...at(run.id), body: { mapping: run.columns.map(({ field }) => field) } })
  return shown(run.id)
}
const apply = async (id: string) => {
  await hr.call(api.applyImport, { ...at(id), body: { deactivateLeavers: false } })
  return shown(id)
}
const rowsOf = async (id: string) =>
  (await hr.call(api.importRows, { ...at(id), query: {} })).items
    .filter(({ outcome }) => outcome !== 'leave')
    .map(({ outcome, state, problems }) => [outcome, state, problems[0]?.message])
const placeAbove = 'Everybody in this department may do things that you may not, so you cannot put anybody there.'

test('a row that puts somebody where everybody may do more than the importing person fails by itself, the others go on', async () => {
  const early = await checked('P-1,Ann,Bee,nurses,', 'P-2,Cy,Dee,open,')
  await boss.call(giveDepartmentRole, { ...at(nurses.id), body: { role: 'oh_professional' } })
  assert.deepEqual((await checked('P-1,Ann,Bee,nurses,', 'P-2,Cy,Dee,open,')).counts, {
    create: 1,
    change: 0,
    same: 0,
    refuse: 1,
    leave: 0,
  })
  const done = await apply(early.id)
  assert.deepEqual([done.status, done.failed], ['applied', 1])
  assert.deepEqual(await rowsOf(early.id), [
    ['create', 'failed', placeAbove],
    ['create', 'done', undefined],
  ])
  const moved = await checked('P-2,Cy,Dee,nurses,')
  assert.deepEqual((await rowsOf(moved.id))[0], ['refuse', 'waiting', placeAbove])
})

test('a number that the employment record of somebody else has fails its row, the others go on', async () => {
  const person = (firstName: string, employeeNumber: string | null) =>
    boss.call(addPerson, { body: { firstName, lastName: 'Twin', employeeNumber, invite: false } })
  const eve = await person('Eve', null)
  const without = await checked('Q-1,New,Comer,open,', 'Q-2,Other,Comer,open,')
  await boss.call(addEmployee, { body: { userId: eve.id, employeeNumber: 'Q-1', departmentId: open.id, jobTitle: null } })
  // As it was before both had to say the same.
  await w.owner.query('update directory.users set employee_id = null where id = $1', [eve.id])
  assert.deepEqual((await apply(without.id)).failed, 1)
  const said = 'The employment record of somebody else has this number.'
  assert.deepEqual(
    (await rowsOf(without.id)).map(([, state, problem]) => [state, problem]),
    [
      ['failed', said],
      ['done', undefined],
    ],
  )
  assert.deepEqual((await rowsOf((await checked('Q-1,New,Comer,open,')).id))[0], ['refuse', 'waiting', said])

  await person('Adam', 'Q-3')
  const seth = { userId: (await person('Seth', null)).id, employeeNumber: 'Q-3', departmentId: open.id, jobTitle: null }
  assert.equal((await boss.refused(addEmployee, { body: seth })).code, 'directory.number_taken')
})

test('the files of imports count in the storage, until an import is tidied 90 days after its last step: then its undo is gone', async () => {
  const used = async () => (await boss.call(storageUse, {})).used
  const before = await used()
  const { id } = await checked('R-1,Rae,Row,open,')
  assert.ok((await used()) > before)
  const run = await apply(id)
  assert.equal(run.may.undo, true)
  assert.equal(
    run.keptUntil,
    w.clock
      .now()
      .add({ hours: 90 * 24 })
      .toString(),
  )
  await w.owner.query('update tenancy.tenants set max_storage_gb = 1, storage_bytes = storage_bytes + 1000000000 where id = $1', [
    w.tenantId,
  ])
  const refused = await upload(['R-2,Rob,Row,open,'])
  assert.deepEqual([refused.statusCode, refused.json().code], [409, 'tenancy.storage_full'])
  await w.owner.query('update tenancy.tenants set max_storage_gb = null, storage_bytes = storage_bytes - 1000000000 where id = $1', [
    w.tenantId,
  ])

  await w.owner.query("update tenancy.tenants set status = 'active', trial_ends_at = null")
  const tidy = () => tidyImports({ tools: w.tools, now: w.clock.now() })
  w.clock.pass({ hours: 90 * 24 - 1 })
  await tidy()
  const hannah = await w.signIn(hr)
  const read = () => hannah.call(api.readImport, at(id))
  assert.equal((await read()).may.undo, true)
  w.clock.pass({ hours: 2 })
  await tidy()
  const late = await w.signIn(hr)
  const tidied = await late.call(api.readImport, at(id))
  assert.deepEqual([tidied.keptUntil, tidied.may, tidied.counts.create], [null, { check: false, apply: false, undo: false }, 0])
  assert.equal((await late.refused(api.undoImport, at(id))).code, 'imports.not_now')
  assert.equal((await (await w.signIn(boss)).call(storageUse, {})).used, 0)
})
