import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ports, registry } from '#app/modules.ts'
import { addRole, giveDepartmentRole, giveRole, setRoles } from '#modules/access/contract.ts'
import { addPerson, changePerson, invitePerson } from '#modules/directory/contract.ts'
import { addConnection, changeConnection } from '#modules/sso/contract.ts'
import type { Endpoint } from '#platform/contract.ts'
import { insert } from '#platform/db.ts'
import { type SeededRole, seededRoles } from '#platform/module.ts'
import { createServer } from '#platform/server.ts'
import { type Person, world } from '../world.ts'
import { undoing } from './matrix.ts'
import { ask } from './requests.ts'

// Everybody tries everything by every door; each try is undone, so that the next one finds all as it was.

const w = await world()
const server = await createServer({ tools: undoing(w.tools), ports })
const codesOf = (role: string) =>
  Object.entries(registry.permissions).flatMap(([code, { roles }]) => ((roles as readonly string[]).includes(role) ? [code] : []))
const writing = ['roles:write', 'roles:read', 'people:write', 'people:read', 'directory:read', 'directory:write']
await w.administrator.call(addRole, { body: { name: 'Writer', code: 'writer', grants: writing.map((permission) => ({ permission })) } })
const provider = { name: 'Provider', issuer: 'https://id.example', clientId: 'salus', clientSecret: 'secret' }
const { id: connectionId } = await w.administrator.call(addConnection, { body: provider })

type Place = { deptId: string; invitedId: string; holderId: string }
/** A department, somebody who may be invited, and somebody in place: each with this role. */
async function places(role: SeededRole): Promise<Place> {
  const holder = await w.person(`Holder ${role}`, [role])
  const invited = await w.person(`Invited ${role}`, [role], { status: 'invited' })
  return w.inTenant(async (db) => {
    const org = await insert(db, 'directory.organizations', { name: role, code: role })
    const { id: deptId } = await insert(db, 'directory.departments', { orgId: org.id, name: role, code: role })
    const { id: roleId } = await db.selectFrom('access.roles').select('id').where('code', '=', role).executeTakeFirstOrThrow()
    await insert(db, 'access.department_roles', { deptId, roleId })
    return { deptId, invitedId: invited.id, holderId: holder.id }
  })
}
const targets = new Map<SeededRole, Place>()
for (const role of seededRoles) targets.set(role, await places(role))
const bystander = await w.person('Bystander', [])
const { deptId: home } = targets.get('learner') as Place

type Door = { endpoint: Endpoint; id: string; body: object /** Who would have the rights. */; whose: 'self' | 'other' }
function doors(me: Person, role: SeededRole): Record<string, Door> {
  const { deptId, invitedId, holderId } = targets.get(role) as Place
  const codes = codesOf(role)
  const grants = codes.map((permission) => ({ permission }))
  const name = { name: 'New', code: 'new' }
  const person = { firstName: 'Mate', lastName: 'Of Mine', email: 'mate@example.org', departmentId: deptId }
  return {
    'gives themselves the role': { endpoint: giveRole, id: me.id, body: { role }, whose: 'self' },
    'gives another the role': { endpoint: giveRole, id: bystander.id, body: { role }, whose: 'other' },
    'sets their own roles': { endpoint: setRoles, id: me.id, body: { roles: [role] }, whose: 'self' },
    'adds the rights to a role they give': {
      endpoint: giveRole,
      id: bystander.id,
      body: { role: 'learner', customPermissions: codes },
      whose: 'self',
    },
    'makes a role of the rights': { endpoint: addRole, id: me.id, body: { ...name, grants }, whose: 'self' },
    'makes a role that contains it': { endpoint: addRole, id: me.id, body: { ...name, contains: [role] }, whose: 'self' },
    'copies it': { endpoint: addRole, id: me.id, body: { ...name, copyOf: role }, whose: 'self' },
    'gives it to a department': { endpoint: giveDepartmentRole, id: home, body: { role }, whose: 'other' },
    'moves to where everybody has it': { endpoint: changePerson, id: me.id, body: { departmentId: deptId }, whose: 'self' },
    'adds somebody where everybody has it': { endpoint: addPerson, id: me.id, body: person, whose: 'other' },
    'takes over the address of a holder': { endpoint: changePerson, id: holderId, body: { email: 'mine@example.org' }, whose: 'other' },
    'has a provider give it to a group': {
      endpoint: changeConnection,
      id: connectionId,
      body: { mappings: [{ group: 'mine', roles: [role], department: null }] },
      whose: 'other',
    },
    'has the link of a holder sent again': { endpoint: invitePerson, id: invitedId, body: {}, whose: 'other' },
  }
}

const passed = new Map<string, number>()
const everybodys = new Set(codesOf('employee'))
for (const mine of seededRoles)
  test(`a ${mine}, with and without a right to give, gains nothing by any door`, async () => {
    for (const more of [[], ['writer']]) {
      const me = await w.person(`Actor ${mine}`, [mine, ...(more as SeededRole[])])
      const held = new Set([mine, ...more].flatMap((role) => (role === 'writer' ? writing : codesOf(role))))
      for (const role of seededRoles)
        for (const [name, { endpoint, id, body, whose }] of Object.entries(doors(me, role))) {
          const { statusCode, payload } = await ask(server, endpoint, { as: me, id, body })
          assert.ok(statusCode < 500, `${name}: ${payload}`)
          if (statusCode >= 400) continue
          passed.set(name, (passed.get(name) ?? 0) + 1)
          // A copy leaves behind what only system roles may hold; a second administrator is only proposed.
          const gained = codesOf(role).filter((code) => !('system' in (registry.permissions[code as never] ?? {})) || name !== 'copies it')
          const lacks = gained.filter((code) => !held.has(code) && !(whose === 'other' && everybodys.has(code)))
          const appoints = whose === 'other' && held.has('roles:appoint')
          assert.ok(lacks.length === 0 || appoints, `${[mine, ...more].join(' and ')} ${name} (${role}), without ${lacks}`)
        }
    }
  })

test('every door is open to somebody', () => {
  const names = Object.keys(doors(bystander, 'learner'))
  assert.deepEqual(
    names.filter((name) => !passed.has(name)),
    [],
  )
  return server.close()
})
