import type { Kysely } from 'kysely'
import type { DB } from './rows.gen.ts'

/** A transaction already bound to one tenant and one person. There is no other way to data. */
export type Db = Kysely<DB>

/**
 * For whom a transaction is bound: a tenant, and a person or nobody. `may`: what their session or key allows, where it allows less;
 * `actingId`: who really acts in their session.
 */
export type Actor = {
  tenantId: string
  userId: string | null
  ip?: string | null
  now: Temporal.Instant
  may?: ReadonlySet<string>
  actingId?: string | null
}

/**
 * A session that carries less than its person: at a kiosk, or lent by them to somebody who supports them (`actingId`, who really
 * acts). It reads nothing clinical, and of the account it reaches only what says `whileLent`.
 */
export type Lent = { as: 'kiosk' | 'support'; actingId: string | null; until: Temporal.Instant }
