import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import type { Endpoint } from '#platform/contract.ts'

/** One successful call of a story: which endpoint, and whether it left an audit row. */
export type Seen = { endpoint: string; audited: boolean }
export const callsFile = 'calls.jsonl'
export const nameOf = ({ method, path }: Pick<Endpoint, 'method' | 'path'>) => `${method} ${path}`

/** Where a run keeps records (SALUS_TEST_RECORD), each successful call of a story is added, for the law over the stories. */
export function recorder(owner: pg.Pool): (endpoint: Endpoint, status: number) => Promise<void> {
  const folder = process.env.SALUS_TEST_RECORD
  if (!folder) return async () => {}
  const file = join(folder, callsFile)
  let before = 0
  return async (endpoint, status) => {
    if (status >= 400) return
    const { rows } = await owner.query('select count(*)::int as audits from platform.audit_logs')
    const audited = rows[0].audits > before
    before = rows[0].audits
    appendFileSync(file, `${JSON.stringify({ endpoint: nameOf(endpoint), audited } satisfies Seen)}\n`)
  }
}
