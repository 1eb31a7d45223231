import { appendFileSync, mkdirSync } from 'node:fs'
import type pg from 'pg'
import type { Endpoint } from '#platform/contract.ts'

/** One successful call of a story: which endpoint, and whether it left an audit row. */
export type Seen = { endpoint: string; audited: boolean }
export const nameOf = ({ method, path }: Pick<Endpoint, 'method' | 'path'>) => `${method} ${path}`

/** Where SALUS_COVERAGE names a file, every successful call of a story is added to it, for the law about endpoints. */
export function recorder(owner: pg.Pool): (endpoint: Endpoint, status: number) => Promise<void> {
  const file = process.env.SALUS_COVERAGE
  if (!file) return async () => {}
  mkdirSync(new URL('../.cache/', import.meta.url), { recursive: true })
  let before = 0
  return async (endpoint, status) => {
    if (status >= 400) return
    const { rows } = await owner.query('select count(*)::int as audits from platform.audit_logs')
    const audited = rows[0].audits > before
    before = rows[0].audits
    appendFileSync(file, `${JSON.stringify({ endpoint: nameOf(endpoint), audited } satisfies Seen)}\n`)
  }
}
