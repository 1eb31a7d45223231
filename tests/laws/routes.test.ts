import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { modules, ports, registry } from '#app/modules.ts'
import { requireSecondFactor } from '#modules/auth/index.ts'
import { suspendTenant } from '#modules/tenancy/index.ts'
import { type Endpoint, endpoint } from '#platform/contract.ts'
import { defineModule, handle, handleOpen, type Route, register, seededRoles } from '#platform/module.ts'
import { createServer } from '#platform/server.ts'
import { nameOf } from '../coverage.ts'
import { type Person, world } from '../world.ts'
import { not404, open, whileSuspended } from './doors.ts'
import { fillEveryTable } from './filled.ts'
import { ask } from './requests.ts'

const w = await world()
const there = await w.tenant()
const [here, missing] = ['018f0000-0000-7000-8000-00000000000a', '018f0000-0000-7000-8000-00000000000b']
await fillEveryTable(w.owner, w.tenantId, here)
const everything = await there.person('Everything', seededRoles)
const own = await w.person('Everything', seededRoles)
const nothing = await w.person('Nothing', [])

const routes = registry.modules.flatMap((module) => module.routes as readonly Route[])
type Server = typeof w.server
type Answer = { status: number; body: string }

async function send(server: Server, of: Endpoint, { as, id = missing }: { as?: Person; id?: string }): Promise<Answer> {
  const answer = await ask(server, of, { as, id })
  return { status: answer.statusCode, body: answer.payload }
}

/** Law 1: strangers 401, people without the permission 403, but for the closed lists. */
async function unguarded(server: Server, all: readonly Route[]): Promise<string[]> {
  const found: string[] = []
  for (const { endpoint: of } of all) {
    const name = nameOf(of)
    if (of.permission in open) {
      if (!open[of.permission as keyof typeof open].includes(name)) found.push(`${name} is ${of.permission}, and not in the closed list`)
    } else if (!registry.permissions[of.permission as never]) found.push(`${name} asks for ${of.permission}, which nobody declares`)
    if (of.permission === 'public') continue
    const stranger = await send(server, of, {})
    if (stranger.status !== 401) found.push(`${name} answers a stranger ${stranger.status}`)
    if (of.permission === 'self' || of.permission === 'pending') continue
    const wanted = of.permission === 'operator' ? 401 : 403
    const somebody = await send(server, of, { as: nothing })
    if (somebody.status !== wanted) found.push(`${name} answers somebody without its permission ${somebody.status}`)
  }
  return found
}

test('every route refuses a stranger, and whoever lacks its permission', async () => {
  assert.deepEqual(await unguarded(w.server, routes), [])
  const names = new Set(routes.map(({ endpoint: of }) => `${of.permission} ${nameOf(of)}`))
  const gone = Object.entries(open).flatMap(([kind, list]) => list.filter((name) => !names.has(`${kind} ${name}`)))
  assert.deepEqual(gone, [], 'named in a closed list, and not there')
})

test('each of the seeded roles is refused every route it has no permission for', async () => {
  const found: string[] = []
  for (const role of seededRoles) {
    const person = await w.person(role, [role])
    for (const { endpoint: of } of routes) {
      const declared = registry.permissions[of.permission as never]
      if (!declared || declared.roles.includes(role)) continue
      const { status } = await send(w.server, of, { as: person })
      if (status !== 403) found.push(`${nameOf(of)} answers a ${role} ${status}`)
    }
  }
  assert.deepEqual(found, [])
})

/** Whose session has passed only the password: everything but the routes about the second factor is shut. */
async function reached(server: Server, all: readonly Route[], half: () => Promise<Person>): Promise<string[]> {
  const found: string[] = []
  for (const { endpoint: of } of all) {
    if (of.permission === 'public' || of.permission === 'operator') continue
    const { status } = await send(server, of, { as: await half() })
    // Another password is what somebody may owe besides: not before the second factor.
    const wanted = of.permission === 'pending' && nameOf(of) !== 'POST /password'
    if ((status !== 401) !== wanted) found.push(`${nameOf(of)} answers somebody without their second factor ${status}`)
  }
  return found
}

test('a session that has passed only the password reaches no route but those of the second factor', async () => {
  const waiting = await w.person('Waiting', seededRoles)
  await w.inTenant((db) => requireSecondFactor(db, { userId: waiting.id, isWanted: true }))
  assert.deepEqual(await reached(w.server, routes, () => w.signIn(waiting)), [])
  const complete = await w.person('Complete', seededRoles)
  assert.match((await reached(w.server, routes, async () => complete)).join(), /GET \/people answers somebody without/)
})

test('a suspended tenant is closed but for a short list, and that only to its administrators', async () => {
  const marked = routes.filter(({ endpoint: of }) => of.whileSuspended).map(({ endpoint: of }) => nameOf(of))
  const exports = routes.map(({ endpoint: of }) => nameOf(of)).filter((name) => /^GET .*\/export$/.test(name))
  const opened = [...whileSuspended, ...exports].sort()
  assert.deepEqual(marked.sort(), opened)
  const closed = await w.tenant()
  const people = { administrator: closed.administrator, everybody: await closed.person('Everybody', ['employee', 'admin']) }
  await closed.inTenant((db) => suspendTenant(db, 'The invoice of May is open.'))
  const found: string[] = []
  const signsOut = ({ endpoint: of }: Route) => Number(nameOf(of) === 'DELETE /session')
  for (const { endpoint: of } of routes.toSorted((a, b) => signsOut(a) - signsOut(b))) {
    if (of.permission === 'public' || of.permission === 'operator') continue
    const open = opened.includes(nameOf(of))
    const theirs = await send(w.server, of, { as: people.everybody })
    const admins = await send(w.server, of, { as: people.administrator })
    if (theirs.status !== 401 && theirs.status !== 403) found.push(`${nameOf(of)} answers somebody ${theirs.status}`)
    if (!open && admins.status !== 403) found.push(`${nameOf(of)} answers an administrator ${admins.status}`)
    if (open && admins.body.includes('tenancy.suspended')) found.push(`${nameOf(of)} is closed to an administrator`)
  }
  assert.deepEqual(found, [])
})

const byId = (all: readonly Route[]) =>
  all.filter(({ endpoint: of }) => /:\w+/.test(of.path) && of.permission !== 'public' && of.permission !== 'operator')

/** Law 6: another tenant's row and a missing one are one answer, to the byte. */
async function telling(server: Server, all: readonly Route[]): Promise<string[]> {
  const found: string[] = []
  for (const { endpoint: of } of byId(all)) {
    const foreign = await send(server, of, { as: everything, id: here })
    const absent = await send(server, of, { as: everything, id: missing })
    const name = nameOf(of)
    if (foreign.status !== absent.status || foreign.body !== absent.body)
      found.push(`${name} tells another tenant’s row (${foreign.status}) from a missing one (${absent.status})`)
    else if (foreign.status !== 404 && !not404[name])
      found.push(`${name} answers a foreign id ${foreign.status}: ${foreign.body.slice(0, 200)}`)
  }
  return found
}

test('another tenant’s row answers like a missing one, to the byte', async () => {
  assert.deepEqual(await telling(w.server, routes), [])
  // The rows are there to be found: their own tenant finds most of them.
  const reads = byId(routes).filter(({ endpoint: of }) => of.method === 'GET')
  const answers = await Promise.all(reads.map(({ endpoint: of }) => send(w.server, of, { as: own, id: here })))
  const reached = answers.filter(({ status }) => status !== 404).length
  assert.ok(reached > reads.length / 3, `only ${reached} of ${reads.length} reads find their own tenant’s row`)
})

test('the laws about routes notice what breaks them', async () => {
  const One = z.object({ firstName: z.string() })
  const leak = handle(endpoint('GET /leaks/:id', { permission: 'people:read', returns: One }), async ({ tools, params }) => {
    const row = await tools.system.selectFrom('directory.users').select('firstName').where('id', '=', params.id).executeTakeFirst()
    return row ?? { firstName: 'nobody' }
  })
  const publicDoor = handleOpen(endpoint('GET /doors', { permission: 'public' }), async () => {})
  const ownDoor = handle(endpoint('GET /own-doors', { permission: 'self' }), async () => {})
  const undeclared = handle(endpoint('GET /lost', { permission: 'nobody:declares' }), async () => {})
  const broken = [leak, publicDoor, ownDoor, undeclared]
  const wrong = register([...modules, defineModule({ name: 'wrong', level: 11, routes: broken })])
  const server = await createServer({ tools: { ...w.tools, registry: wrong }, ports: { ...ports, isOperator: async () => true } })
  const permissive = await createServer({
    tools: { ...w.tools, registry: wrong },
    ports: { ...ports, identify: async () => ({ ...(await anybody()) }) },
  })
  try {
    assert.match((await telling(server, [leak])).join(), /tells another tenant’s row/)
    const found = (await unguarded(server, broken)).join('\n')
    assert.match(found, /GET \/doors is public, and not in the closed list/)
    assert.match(found, /GET \/own-doors is self, and not in the closed list/)
    assert.match(found, /GET \/lost asks for nobody:declares/)
    assert.match((await unguarded(permissive, [leak])).join(), /answers a stranger 200|answers a stranger 404/)
  } finally {
    await server.close()
    await permissive.close()
  }
})
const anybody = async () => {
  const session = { id: here, tenantId: there.tenantId, userId: everything.id, name: 'x', userType: 'employee', kind: 'browser' as const }
  return {
    ...session,
    permissions: new Set(Object.keys(registry.permissions)),
    narrowed: new Map(),
    isPending: false,
    mustChange: false,
    secondFactorAt: null,
  }
}
