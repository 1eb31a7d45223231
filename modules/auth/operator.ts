import { randomUUIDv7 } from 'node:crypto'
import type pg from 'pg'
import { assignRole, seedRoles } from '#modules/access/index.ts'
import { addPerson } from '#modules/directory/index.ts'
import { createTenant } from '#modules/tenancy/index.ts'
import { hashToken, newToken } from '#platform/crypto.ts'
import { change, type Db, insert } from '#platform/db.ts'
import { later } from '#platform/events.ts'
import type { Tools } from '#platform/module.ts'
import { hashPassword } from './password.ts'
import { lasts } from './policy.ts'
import { sessionsChanged } from './sessions.ts'

/** The accounts of the demonstration: seeded into an empty database and offered on its sign-in page. */
export const demoAccounts = {
  tenant: 'demo',
  password: 'salus-demo-2026',
  people: [
    { identifier: 'employee@demo.example', who: 'Employee' },
    { identifier: 'nurse@demo.example', who: 'Occupational health professional' },
    { identifier: 'manager@demo.example', who: 'Manager of a department' },
    { identifier: 'instructor@demo.example', who: 'Instructor' },
    { identifier: 'learner@demo.example', who: 'Learner' },
    { identifier: 'admin@demo.example', who: 'Tenant administrator' },
  ],
} as const

/** Makes the operator key where there is none; it is printed once and only its hash is kept. Undefined where one exists. */
export async function ensureOperatorKey(owner: pg.Pool): Promise<string | undefined> {
  const key = `salus_op_${newToken()}`
  const { rowCount } = await owner.query(
    'insert into platform.operator_keys (key_hash) select $1 where not exists (select from platform.operator_keys where revoked_at is null)',
    [hashToken(key).toString('base64')],
  )
  return rowCount ? key : undefined
}

/** The id of this operator key; undefined where it is none, or no longer. */
export async function operatorKeyId(key: string, { system }: Tools): Promise<string | undefined> {
  const found = await system
    .selectFrom('platform.operator_keys')
    .select('id')
    .where('keyHash', '=', hashToken(key).toString('base64'))
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  return found?.id
}
/** Is this a valid operator key? */
export const isOperatorKey = async (key: string, tools: Tools): Promise<boolean> => (await operatorKeyId(key, tools)) !== undefined

export type NewTenant = {
  code: string
  name: string
  /** `mustChange`: the password is theirs until their first sign-in only. */
  administrator: { email: string; firstName: string; lastName: string; password?: string | undefined; mustChange?: boolean }
}

type MadeTenant = { tenantId: string; administratorId: string; apiKey: string }

/**
 * An empty tenant with its administrator, and an API key that holds the administrator's rights for 90 days. The key is shown once. Without a
 * password the administrator gets an invitation by mail. `fill` writes more in the same transaction: all of it is there, or none.
 */
export async function createEmptyTenant(
  tools: Tools,
  tenant: NewTenant,
  fill: (db: Db, made: MadeTenant) => Promise<void> = async () => {},
): Promise<MadeTenant> {
  const now = tools.clock()
  const tenantId = randomUUIDv7()
  const { email, firstName, lastName, password, mustChange = false } = tenant.administrator
  const passwordHash = password ? await hashPassword(password) : undefined
  return tools.inTenant({ tenantId, userId: null, now }, async (db) => {
    await createTenant(db, { id: tenantId, code: tenant.code, name: tenant.name, now })
    await seedRoles(db, tools.registry.permissions)
    const state = passwordHash ? { status: 'active' as const, emailVerifiedAt: now.toString() } : { status: 'invited' as const }
    const { id: userId } = await addPerson(db, { email, firstName, lastName, userType: 'admin', ...state })
    await assignRole(db, { userId, role: 'tenant_administrator', now, isPrimary: true })
    for (const role of ['admin', 'employee']) await assignRole(db, { userId, role, now })
    if (passwordHash) await insert(db, 'auth.credentials', { userId, passwordHash, passwordChangedAt: now.toString(), mustChange })
    else later(db, 'auth.send_invite', { userId })
    const permissions = Object.keys(tools.registry.permissions)
    const expiresAt = now.add(lasts.firstKey).toString()
    const { key: apiKey } = await makeApiKey(db, { name: 'First key', permissions, expiresAt, createdBy: userId })
    const made = { tenantId, administratorId: userId, apiKey }
    await fill(db, made)
    return made
  })
}

/** The part of a key that is kept: its hash, and enough of its beginning to recognise it by. */
const kept = (key: string) => ({ prefix: key.slice(0, 12), keyHash: hashToken(key) })
const newKey = () => `salus_${newToken()}`

type NewKey = { name: string; permissions: string[]; expiresAt: string | null; createdBy: string }
/** A key that acts for who makes it, with at most these permissions. It is known to the caller only. */
export async function makeApiKey(db: Db, of: NewKey): Promise<{ id: string; key: string }> {
  const key = newKey()
  const { id } = await insert(db, 'auth.api_keys', { ...of, ...kept(key) })
  return { id, key }
}

/** Another key in the place of this one, which ends at once. Only for who made it: it acts in their name. Throws 404. */
export async function rotateApiKey(db: Db, { id, createdBy }: { id: string; createdBy: string }): Promise<{ id: string; key: string }> {
  const key = newKey()
  await change(db, 'auth.api_keys', { id, createdBy, revokedAt: null }, kept(key))
  await sessionsChanged(db, createdBy)
  return { id, key }
}

/** Ends a key. Throws 404. */
export async function revokeApiKey(db: Db, { id, now }: { id: string; now: Temporal.Instant }): Promise<void> {
  const { createdBy } = await change(db, 'auth.api_keys', { id, revokedAt: null }, { revokedAt: now.toString() })
  await sessionsChanged(db, createdBy)
}

/** The keys of the tenant that are not revoked, newest first. */
export const apiKeysOf = (db: Db) =>
  db
    .selectFrom('auth.api_keys as k')
    .innerJoin('directory.people as p', 'p.id', 'k.createdBy')
    .select(['k.id', 'k.name', 'k.prefix', 'k.permissions', 'k.expiresAt', 'k.lastUsedAt', 'k.createdAt', 'k.createdBy', 'p.name as maker'])
    .where('k.revokedAt', 'is', null)
    .orderBy('k.createdAt', 'desc')
    .orderBy('k.id', 'desc')
    .limit(200)
    .execute()
