import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { modules, ports } from '#app/modules.ts'
import { assignRole } from '#modules/access/index.ts'
import { endpoint, Id, page } from '#platform/contract.ts'
import { defineModule, handle, type Route, register, seededRoles } from '#platform/module.ts'
import { createServer } from '#platform/server.ts'
import { nameOf } from '../coverage.ts'
import { world } from '../world.ts'
import { fillEveryTable, multiplyEveryRow } from './filled.ts'
import { makeReadable, sealEverything } from './readable.ts'
import { ask, shapeOf } from './requests.ts'

/** Reads that show one thing, whatever there is beside it, and do not find it here. */
const aside: Record<string, string> = {
  'GET /billing/invoices/:id/pdf': 'draws one invoice',
  'GET /billing/plans/:id/quote': 'prices one plan',
  'GET /certificates/:id/pdf': 'draws one certificate',
  'GET /contents/:id/files/:fileId': 'bytes of one file',
  'GET /enrollments/:id/contents/:contentId/files/:fileId': 'bytes of one file',
  'GET /my/data-exports/:id/file': 'bytes of one file',
  'GET /papers/:kind/:id/file': 'bytes of one file',
  'GET /people/:id/photos/:kind': 'bytes of one file',
  'GET /departments/:id/merger': 'looks at one pair of departments',
  'GET /people/:id/rights/:permission': 'tells of one right, by its name',
}
/** Lists as long as something else than rows. */
const sameLength: Record<string, string> = {
  'GET /billing/plans': 'as many as the operator offers',
  'GET /courses/categories': 'names each category once',
  'GET /deletion-requests/:id/kept': 'one item per kind of record',
  'GET /people/:id/rights': 'one item per right that the modules declare',
  'GET /portraits': 'one item per person that is asked for',
  'GET /permissions': 'one item per right that the modules declare',
  'GET /notification-preferences': 'one item per kind of notification',
}

const w = await world()
const here = '018f0000-0000-7000-8000-00000000000a'
await fillEveryTable(w.owner, w.tenantId, here)
await w.inTenant(async (db) => {
  for (const role of seededRoles) await assignRole(db, { userId: here, role, now: w.clock.now() })
})
await makeReadable(w)
const me = await w.signIn({ id: here })

type Read = { status: number; statements: string; length: number | null }
/** Every read of one tenant, each list as long as it may be. */
async function readAll(server: typeof w.server, routes: readonly Route[]): Promise<Map<string, Read>> {
  const reads = new Map<string, Read>()
  for (const { endpoint: of } of routes) {
    const query: Record<string, string> = 'limit' in shapeOf(of.query) ? { limit: '100' } : {}
    const answer = await ask(server, of, { as: me, id: here, query })
    const { items } = /json/.test(String(answer.headers['content-type'])) ? answer.json() : {}
    const statements = String(answer.headers['server-timing'])
    reads.set(nameOf(of), { status: answer.statusCode, statements, length: items?.length ?? null })
  }
  return reads
}

/** Reads that were not compared, and those whose statements are as many as there are rows. */
function growing(few: Map<string, Read>, many: Map<string, Read>): string[] {
  return [...few].flatMap(([name, before]) => {
    const after = many.get(name) as Read
    if (aside[name]) return []
    if (before.status !== 200 || after.status !== 200) return [`${name} answers ${before.status}, then ${after.status}`]
    if (before.statements !== after.statements) return [`${name} takes ${before.statements}, with more rows ${after.statements}`]
    if (before.length === null || sameLength[name]) return []
    const [short, long] = [before.length, after.length ?? 0]
    return 0 < short && short < long ? [] : [`${name} has ${short} items, then ${long}`]
  })
}

/** Names the author of every item with a statement of its own. */
const People = page(z.object({ id: Id, name: z.string() }))
const onePerRow = handle(endpoint('GET /row-by-row', { permission: 'people:read', returns: People }), async ({ db }) => {
  const rows = await db.selectFrom('directory.users').select('id').limit(100).execute()
  const nameOf = (id: string) => db.selectFrom('directory.people').select(['id', 'name']).where('id', '=', id).executeTakeFirstOrThrow()
  return { items: await Promise.all(rows.map(({ id }) => nameOf(id))), next: null }
})

test('a read takes as many statements for many rows as for one', async () => {
  const wrong = register([...modules, defineModule({ name: 'wrong', level: 11, routes: [onePerRow] })])
  const server = await createServer({ tools: { ...w.tools, registry: wrong }, ports })
  try {
    const reads = wrong.modules.flatMap(({ routes }) => routes).filter(({ endpoint: of, bound }) => of.method === 'GET' && bound)
    await sealEverything(w, here)
    await readAll(server, reads) // what a process keeps once it has read it is read now
    const few = await readAll(server, reads)
    await multiplyEveryRow(w.owner, w.tenantId, 3) // still within the pages that a file is made of
    await sealEverything(w, here)
    const found = growing(few, await readAll(server, reads))
    assert.match(found.pop() ?? '', /^GET \/row-by-row takes statements;dur=\d+, with more rows statements;dur=\d+$/)
    assert.deepEqual(found, [])
  } finally {
    await server.close()
  }
})
