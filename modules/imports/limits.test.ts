import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addRole, giveRole } from '#modules/access/contract.ts'
import { readPerson } from '#modules/directory/contract.ts'
import { addEmployee } from '#modules/employees/contract.ts'
import { makeApiKey } from '#modules/keys/contract.ts'
import { visitor } from '../../tests/visitor.ts'
import { world } from '../../tests/world.ts'
import type { ImportDetail } from './contract.ts'

const w = await world()
const boss = w.administrator
const rights = ['people:import', 'people:read', 'people:write', 'employees:write']
const head = 'Employee No,First name,Surname,E-mail'
/** Imports this line with a bearer token, as a program does; answers the status of each step, and applies. */
async function imports(bearer: string, line: string) {
  const v = visitor(w)
  const send = (path: string, body?: object) => v.send('POST', path, body, { bearer })
  const form = `--xyz\r\ncontent-disposition: form-data; name="file"; filename="people.csv"\r\n\r\n${head}\r\n${line}\r\n--xyz--\r\n`
  const headers = { 'content-type': 'multipart/form-data; boundary=xyz' }
  const run = (await v.send('POST', '/imports', Buffer.from(form), { bearer, headers })).json() as ImportDetail
  const mapping = run.columns.map((column) => column.field)
  const checked = await send(`/imports/${run.id}/check`, { mapping })
  await w.runJobs()
  const applied = await send(`/imports/${run.id}/application`, { deactivateLeavers: false })
  await w.runJobs()
  return [checked.statusCode, applied.statusCode]
}

test('an import by a key changes nobody who may do more than the key', async () => {
  const owner = await w.person('Olive', ['employee', 'tenant_administrator'], { employeeId: 'O-1' })
  const record = { userId: owner.id, employeeNumber: 'O-1', departmentId: null, jobTitle: null }
  await boss.call(addEmployee, { body: record })
  const { key } = await boss.call(makeApiKey, { body: { name: 'HR', permissions: rights, days: 9 } })
  await imports(key ?? '', 'O-1,Olive,Example,taken-over@elsewhere.example')
  const { email } = await boss.call(readPerson, { params: { id: owner.id } })
  assert.notEqual(email, 'taken-over@elsewhere.example')
})

test('who may change some people only imports none', async () => {
  const clerk = await w.person('Clerk', ['employee'])
  const conditions = { scope: 'department' } as const
  const grants = rights.map((permission) => (permission === 'people:write' ? { permission, conditions } : { permission }))
  await boss.call(addRole, { body: { name: 'Clerks', code: 'clerks', grants } })
  await boss.call(giveRole, { params: { id: clerk.id }, body: { role: 'clerks' } })
  assert.deepEqual((await imports(clerk.token, 'C-1,Any,Body,'))[0], 403)
})
