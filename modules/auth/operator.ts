import { randomUUIDv7 } from 'node:crypto'
import type pg from 'pg'
import { assignRole, seedRoles } from '#modules/access/index.ts'
import { addPerson } from '#modules/directory/index.ts'
import { createTenant } from '#modules/tenancy/index.ts'
import { hashToken, newToken } from '#platform/crypto.ts'
import { type Db, insert } from '#platform/db.ts'
import { later } from '#platform/events.ts'
import type { Tools } from '#platform/module.ts'
import { hashPassword } from './password.ts'

/** Makes the operator key where there is none; it is printed once and only its hash is kept. Undefined where one exists. */
export async function ensureOperatorKey(owner: pg.Pool): Promise<string | undefined> {
  const key = `salus_op_${newToken()}`
  const { rowCount } = await owner.query(
    'insert into platform.operator_keys (key_hash) select $1 where not exists (select from platform.operator_keys where revoked_at is null)',
    [hashToken(key).toString('base64')],
  )
  return rowCount ? key : undefined
}

/** Is this a valid operator key? */
export async function isOperatorKey(key: string, { system }: Tools): Promise<boolean> {
  const found = await system
    .selectFrom('platform.operator_keys')
    .select('id')
    .where('keyHash', '=', hashToken(key).toString('base64'))
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  return found !== undefined
}

export type NewTenant = {
  code: string
  name: string
  administrator: { email: string; firstName: string; lastName: string; password?: string | undefined }
}

type MadeTenant = { tenantId: string; administratorId: string; apiKey: string }

/**
 * An empty tenant with its administrator, and an API key that holds the administrator's rights. The key is shown once. Without a
 * password the administrator gets an invitation by mail. `fill` writes more in the same transaction: all of it is there, or none.
 */
export async function createEmptyTenant(
  tools: Tools,
  tenant: NewTenant,
  fill: (db: Db, made: MadeTenant) => Promise<void> = async () => {},
): Promise<MadeTenant> {
  const now = tools.clock()
  const tenantId = randomUUIDv7()
  const { email, firstName, lastName, password } = tenant.administrator
  const passwordHash = password ? await hashPassword(password) : undefined
  return tools.inTenant({ tenantId, userId: null, now }, async (db) => {
    await createTenant(db, { id: tenantId, code: tenant.code, name: tenant.name, now })
    await seedRoles(db, tools.registry.permissions)
    const state = passwordHash ? { status: 'active' as const, emailVerifiedAt: now.toString() } : { status: 'invited' as const }
    const { id: userId } = await addPerson(db, { email, firstName, lastName, userType: 'admin', ...state })
    await assignRole(db, { userId, role: 'tenant_administrator', now, isPrimary: true })
    for (const role of ['admin', 'employee']) await assignRole(db, { userId, role, now })
    if (passwordHash) await insert(db, 'auth.credentials', { userId, passwordHash, passwordChangedAt: now.toString() })
    else later(db, 'auth.send_invite', { userId })
    const apiKey = `salus_${newToken()}`
    await insert(db, 'auth.api_keys', {
      name: 'First key',
      prefix: apiKey.slice(0, 12),
      keyHash: hashToken(apiKey),
      permissions: Object.keys(tools.registry.permissions),
      createdBy: userId,
    })
    const made = { tenantId, administratorId: userId, apiKey }
    await fill(db, made)
    return made
  })
}
