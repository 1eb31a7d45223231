import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { modules, ports } from '#app/modules.ts'
import { SecurityQuestion } from '#modules/auth/contract.ts'
import { endpoint } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { defineModule, handle, type Route, register, seededRoles } from '#platform/module.ts'
import { createServer } from '#platform/server.ts'
import { nameOf } from '../coverage.ts'
import { world } from '../world.ts'
import { ask } from './requests.ts'
import { sampleOf } from './samples.ts'

const w = await world()
const everything = await w.person('Everything', seededRoles)
const [id, other] = ['018f0000-0000-7000-8000-00000000000a', '018f0000-0000-7000-8000-00000000000b']

/** What nobody may say about themselves or their row. */
const smuggled = { tenantId: other, role: 'tenant_administrator', createdBy: other, constructor: 'x' }
const poisons = ['"__proto__":{"polluted":true}', '"constructor":{"prototype":{"polluted":true}}']

/** A body with one field more at every level. What the contract asks for stays as it is. */
function laden(value: unknown, [name, said]: [string, string]): unknown {
  if (Array.isArray(value)) return value.map((one) => laden(one, [name, said]))
  if (value === null || typeof value !== 'object') return value
  return { [name]: said, ...Object.fromEntries(Object.entries(value).map(([key, one]) => [key, laden(one, [name, said])])) }
}

/** What a body needs by a rule that no schema can say. */
const needed: Record<string, object> = {
  'POST /assignments': { departmentId: id },
  'POST /contact/phone': { phone: '01632960001' },
  'PUT /security-questions': { answers: SecurityQuestion.options.slice(0, 3).map((question) => ({ question, answer: 'xxx' })) },
}

const broken = z.looseObject({ name: z.string() })
const readsAll = handle(endpoint('POST /everything-said', { permission: 'people:read', body: broken }), async () => {})

test('no field outside the contract reaches a handler, and what would poison an object is refused', async () => {
  let received: unknown
  /** The routes as they are, with handlers that only tell what they were given. */
  const probe = (route: Route): Route => ({
    ...route,
    run: async ({ body }: { body: unknown }) => {
      received = body
      throw notFound()
    },
  })
  const all = [...modules, defineModule({ name: 'wrong', level: 11, routes: [readsAll] })]
  const registry = register(all.map((module) => ({ ...module, routes: module.routes.map(probe) })))
  const open = { ...ports, isOperator: async () => true, hasFeature: async () => true }
  const server = await createServer({ tools: { ...w.tools, registry }, ports: open })
  const found: string[] = []
  const given = async (of: Route['endpoint'], body: unknown) => {
    received = undefined
    const { statusCode } = await ask(server, of, { as: everything, id, body })
    return { status: statusCode, body: received }
  }
  try {
    const writes = registry.modules
      .flatMap(({ routes }) => routes)
      .map((route) => route.endpoint)
      .filter((of) => ['POST', 'PUT', 'PATCH'].includes(of.method) && of.carries === 'json')
    for (const of of writes) {
      const plain = { ...(sampleOf(of.body, id) as object), ...needed[nameOf(of)] }
      const clean = await given(of, plain)
      if (clean.body === undefined) found.push(`${nameOf(of)} refuses what its contract asks for: ${clean.status}`)
      for (const field of Object.entries(smuggled)) {
        const { status, body } = await given(of, laden(plain, field))
        if (status !== 422 && !same(body, clean.body)) found.push(`${nameOf(of)} lets in ${JSON.stringify(body)}`)
      }
      for (const poison of poisons) {
        const text = JSON.stringify(plain)
        const answer = await given(of, `{${poison}${text === '{}' ? '' : ','}${text.slice(1)}`)
        if (answer.status !== 400 || answer.body !== undefined) found.push(`${nameOf(of)} answers ${poison} ${answer.status}`)
      }
    }
    assert.ok(writes.length > 40)
    const noticed = found.splice(-Object.keys(smuggled).length).join()
    for (const name of Object.keys(smuggled)) assert.match(noticed, new RegExp(`POST /everything-said lets in {[^}]*"${name}"`))
    assert.deepEqual(found, [])
    assert.equal(({} as { polluted?: boolean }).polluted, undefined)
  } finally {
    await server.close()
  }
})
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** Each text of a body made one that no database keeps, one at a time. */
function unkept(value: unknown): unknown[] {
  if (typeof value === 'string') return [`${value}\u0000`, '0000-01-01T00:00:00Z']
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, one]) =>
    unkept(one).map((bad) => (Array.isArray(value) ? [bad] : { ...(value as object), [key]: bad })),
  )
}

test('a sign or a moment that cannot be kept is refused by every route, and is no fault of ours', async () => {
  const found: string[] = []
  for (const { endpoint: of } of modules.flatMap(({ routes }) => routes)) {
    if (of.carries === 'upload' || of.carries === 'message' || of.permission === 'operator') continue
    const as = await w.signIn(everything)
    const text = Object.keys((of.query as z.ZodObject).shape ?? {}).filter((name) => name !== 'limit')
    for (const name of text)
      for (const bad of ['x\u0000', '0000-01-01T00:00:00Z']) {
        const { statusCode } = await ask(w.server, of, { as, id, query: { [name]: bad } })
        if (statusCode >= 500) found.push(`${nameOf(of)}?${name} answers ${statusCode}`)
      }
    if (of.method === 'GET' || of.method === 'DELETE') continue
    for (const body of unkept({ ...(sampleOf(of.body, id) as object), ...needed[nameOf(of)] })) {
      const { statusCode } = await ask(w.server, of, { as, id, body })
      if (statusCode >= 500) found.push(`${nameOf(of)} answers ${statusCode} to ${JSON.stringify(body)}`)
    }
  }
  assert.deepEqual(found, [])
})
