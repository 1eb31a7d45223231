import { withExport } from '#platform/exports.ts'
import { keepHouse } from '#platform/housekeeping.ts'
import { defineModule, handle } from '#platform/module.ts'
import { NameCursor, pageOf, readCursor } from '#platform/paging.ts'
import { type AuditEntry, exportAudit, listAudit, permissions } from './contract.ts'
import { entries } from './queries.ts'
import { sealAll } from './seal.ts'

export const audit = defineModule({
  name: 'audit',
  level: 5,
  permissions,
  routes: [
    ...withExport<AuditEntry>(
      handle(listAudit, async ({ db, query: { limit, cursor, ...filters } }) => {
        const rows = await entries(db, filters, readCursor(cursor, NameCursor), limit)
        const { items, next } = pageOf(rows, limit, (row) => [row.createdAt, row.id])
        return {
          items: items.map((row) => ({
            ...{ id: row.id, at: row.createdAt, action: row.action, ipAddress: row.ipAddress },
            ...{ service: row.serviceName, entity: row.entityType, entityId: row.entityId },
            user: row.userId ? { id: row.userId, name: row.userName } : null,
            acting: row.actingUserId ? { id: row.actingUserId, name: row.actingName } : null,
            old: row.oldValues as Record<string, unknown> | null,
            new: row.newValues as Record<string, unknown> | null,
          })),
          next,
        }
      }),
      exportAudit,
      {
        name: 'audit',
        entity: 'platform.audit_logs',
        columns: {
          When: (one) => one.at,
          'Who (id)': (one) => one.user?.id,
          Who: (one) => one.user?.name,
          'Acting for them (id)': (one) => one.acting?.id,
          'Acting for them': (one) => one.acting?.name,
          'Internet address': (one) => one.ipAddress,
          Did: (one) => one.action,
          Part: (one) => one.service,
          What: (one) => one.entity,
          'What (id)': (one) => one.entityId,
          Before: (one) => one.old && JSON.stringify(one.old),
          After: (one) => one.new && JSON.stringify(one.new),
        },
      },
    ),
  ],
  jobs: {
    'audit.seal': async ({ tools }) => void (await sealAll(tools)),
    'audit.keep_house': async ({ tools, now }) => keepHouse(tools.system, now),
  },
  cron: { 'audit.seal': '* * * * *', 'audit.keep_house': '17 2 * * *' },
})
