import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LightMyRequestResponse } from 'fastify'
import type pg from 'pg'
import { registry } from '#app/modules.ts'
import type { Endpoint } from '#platform/contract.ts'

/** One successful call of a story: which endpoint, and whether it left an audit row. */
export type Seen = { endpoint: string; audited: boolean }
export const callsFile = 'calls.jsonl'
export const nameOf = ({ method, path }: Pick<Endpoint, 'method' | 'path'>) => `${method} ${path}`

type Recorder = (request: { method: string; path: string }, send: () => Promise<LightMyRequestResponse>) => Promise<LightMyRequestResponse>

/**
 * Sends what a story sends. Where a run keeps records (SALUS_TEST_RECORD), each success is added for the law over the stories.
 * Requests that walk all routes are sent past it: they tell no story.
 */
export function recorder(owner: pg.Pool): Recorder {
  const folder = process.env.SALUS_TEST_RECORD
  if (!folder) return (_, send) => send()
  const trails = 'select (select count(*) from platform.audit_logs)::int + (select count(*) from operator.audit_logs)::int as n'
  const audits = async () => (await owner.query(trails)).rows[0].n
  return async (request, send) => {
    const before = await audits()
    const answer = await send()
    const endpoint = answer.statusCode < 400 && endpointOf(request)
    if (endpoint) {
      const seen: Seen = { endpoint, audited: (await audits()) > before }
      appendFileSync(join(folder, callsFile), `${JSON.stringify(seen)}\n`)
    }
    return answer
  }
}

const patterns = registry.modules
  .flatMap(({ routes }) => routes.map(({ endpoint }) => endpoint))
  .map((endpoint) => ({
    name: nameOf(endpoint),
    pattern: new RegExp(`^${nameOf(endpoint).replaceAll(/:\w+/g, '[^/?]+')}(\\?|$)`),
    params: endpoint.path.split(':').length,
  }))
  .sort((a, b) => a.params - b.params)
const endpointOf = ({ method, path }: { method: string; path: string }) =>
  patterns.find(({ pattern }) => pattern.test(`${method} ${path}`))?.name
