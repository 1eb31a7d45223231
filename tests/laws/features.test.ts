import assert from 'node:assert/strict'
import { test } from 'node:test'
import { modules, ports, registry } from '#app/modules.ts'
import { features } from '#modules/tenancy/contract.ts'
import { type FeatureFlag, setFeature } from '#modules/tenancy/index.ts'
import { type Module, register, seededRoles } from '#platform/module.ts'
import { createServer } from '#platform/server.ts'
import { nameOf } from '../coverage.ts'
import { world } from '../world.ts'
import { ask } from './requests.ts'

const w = await world()
const everything = await w.person('Everything', seededRoles)
const id = '018f0000-0000-7000-8000-00000000000a'
await w.inTenant(async (db) => {
  for (const key of Object.keys(features) as FeatureFlag['key'][]) await setFeature(db, { key, isEnabled: false })
})

/** Endpoints of modules that belong to a feature, and yet answer a tenant without it. What is public stays so. */
async function unguarded(served: readonly Module[], claimed: readonly Module[]): Promise<string[]> {
  const server = await createServer({ tools: { ...w.tools, registry: register(served) }, ports })
  const found: string[] = []
  try {
    for (const { feature, routes } of claimed)
      for (const { endpoint: of } of feature ? routes : []) {
        if (of.permission === 'public') continue
        const answer = await ask(server, of, { as: everything, id })
        if (answer.statusCode !== 403 || answer.json().code !== 'feature_off') found.push(`${nameOf(of)} answers ${answer.statusCode}`)
      }
  } finally {
    await server.close()
  }
  return found
}

test('a tenant without a feature is refused every endpoint of it, in words of its own', async () => {
  assert.deepEqual(await unguarded(modules, registry.modules), [])
  const known = new Set(Object.keys(features))
  const named = registry.modules.flatMap(({ feature, routes }) => [feature, ...routes.map(({ endpoint }) => endpoint.feature)])
  assert.deepEqual(
    named.filter((one) => one && !known.has(one)),
    [],
    'a feature that nobody can switch',
  )
})

test('the law about features notices an endpoint that is not guarded', async () => {
  const [courses] = registry.modules.filter(({ name }) => name === 'courses')
  const { feature: _, ...open } = courses as Module
  const served = registry.modules.map((module) => (module.name === 'courses' ? open : module))
  assert.match((await unguarded(served, registry.modules)).join(), /GET \/courses answers 200/)
})
