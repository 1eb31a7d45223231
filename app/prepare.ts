import type pg from 'pg'
import { syncPermissions } from '#modules/access/catalogue.ts'
import { registry } from './modules.ts'

export { renewSystemRoles } from '#modules/access/catalogue.ts'
export { ensureOperatorKey } from '#modules/auth/operator.ts'

/** Brings the global catalogues to what the modules declare. Runs as the owner, after migrations. */
export const syncCatalogue = (owner: pg.Pool) => syncPermissions(owner, registry.permissions)
