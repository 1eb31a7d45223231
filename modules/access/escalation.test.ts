import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changePerson } from '#modules/directory/contract.ts'
import { type Person, world } from '../../tests/world.ts'
import { addRole, giveRole, type RoleGrant } from './contract.ts'

const w = await world()
const boss = w.administrator
const make = (code: string, grants: (Partial<RoleGrant> & { permission: string })[], more: object = {}) =>
  boss.call(addRole, { body: { name: code, code, grants, ...more } as never })
const give = (person: Person, role: string, more: object = {}) =>
  boss.call(giveRole, { params: { id: person.id }, body: { role, ...more } })
const takesOver = (who: Person, whom: Person) =>
  who.refused(changePerson, { params: { id: whom.id }, body: { email: 'mine@elsewhere.example' } })

test('who may do more only at times, from some places or from tomorrow on is above one all the same', async () => {
  const clerk = await w.person('Clerk', ['employee', 'admin'])
  const tomorrow = w.clock.now().add({ hours: 24 }).toString()
  const limits: Partial<RoleGrant>[] = [
    { constraints: { secondFactorMinutes: 60 } },
    { constraints: { networks: ['10.0.0.0/8'] } },
    { effectiveFrom: tomorrow },
  ]
  for (const [i, limit] of limits.entries()) {
    await make(`keeper-${i}`, [{ permission: 'roles:write', ...limit }])
    const keeper = await w.person(`Keeper${i}`, ['employee'])
    await give(keeper, `keeper-${i}`)
    assert.equal((await takesOver(clerk, keeper)).code, 'access.above_you')
  }
})
