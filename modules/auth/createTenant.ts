import { randomUUIDv7 } from 'node:crypto'
import { assignRole, seedRoles } from '#modules/access/index.ts'
import { addPerson } from '#modules/directory/index.ts'
import { createTenant } from '#modules/tenancy/index.ts'
import { hashToken, newToken } from '#platform/crypto.ts'
import type { Tools } from '#platform/module.ts'
import { insert } from '#platform/write.ts'
import { hashPassword } from './password.ts'

export type NewTenant = {
  code: string
  name: string
  administrator: { email: string; firstName: string; lastName: string; password: string }
}

/** An empty tenant with its administrator, and an API key that holds the administrator's rights. The key is shown once. */
export async function createEmptyTenant(
  tools: Tools,
  tenant: NewTenant,
): Promise<{ tenantId: string; administratorId: string; apiKey: string }> {
  const now = tools.clock()
  const tenantId = randomUUIDv7()
  const passwordHash = await hashPassword(tenant.administrator.password)
  return tools.inTenant({ tenantId, userId: null, now }, async (db) => {
    await createTenant(db, { id: tenantId, code: tenant.code, name: tenant.name, now })
    await seedRoles(db, tools.registry.permissions)
    const { email, firstName, lastName } = tenant.administrator
    const person = await addPerson(db, { email, firstName, lastName, status: 'active', userType: 'admin', emailVerifiedAt: now.toString() })
    await assignRole(db, { userId: person.id, role: 'tenant_administrator', now, isPrimary: true })
    await assignRole(db, { userId: person.id, role: 'admin', now })
    await insert(db, 'auth.credentials', { userId: person.id, passwordHash, passwordChangedAt: now.toString() })
    const apiKey = `salus_${newToken()}`
    await insert(db, 'auth.api_keys', {
      name: 'First key',
      prefix: apiKey.slice(0, 12),
      keyHash: hashToken(apiKey),
      permissions: Object.keys(tools.registry.permissions),
      createdBy: person.id,
    })
    return { tenantId, administratorId: person.id, apiKey }
  })
}
