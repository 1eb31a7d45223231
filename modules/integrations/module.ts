import { z } from 'zod'
import * as tenancy from '#modules/tenancy/index.ts'
import { type Db, record } from '#platform/db.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { later } from '#platform/events.ts'
import { defineModule, handle } from '#platform/module.ts'
import { runTest } from './channels.ts'
import * as api from './contract.ts'

const secretNeeded = () =>
  new AppError(422, 'integrations.secret_needed', 'Please check what you entered.', {
    errors: [{ path: 'secret', message: 'Please enter the secret of this service.' }],
  })

async function show(db: Db): Promise<api.Integrations> {
  const rows = await tenancy.integrationsOf(db)
  const of = <T>(kind: api.Kind, schema: z.ZodType<T>) => {
    const row = rows.find((one) => one.integrationType === kind)
    const settings = schema.safeParse(row?.configuration)
    if (!row || !settings.success) return null
    const { status, lastSyncedAt, problem, credentials } = row
    return { settings: settings.data, hasSecret: credentials !== null, status, lastSyncedAt, problem }
  }
  return { mail: of('mail', api.MailServer), sms: of('sms', api.TextService) }
}

export const integrations = defineModule({
  name: 'integrations',
  level: 5,
  permissions: api.permissions,
  routes: [
    handle(api.readIntegrations, ({ db }) => show(db)),
    handle(api.setMailServer, async ({ db, body: { settings, ...rest } }) => {
      await tenancy.saveIntegration(db, { kind: 'mail', provider: 'smtp', configuration: settings, ...rest })
      return show(db)
    }),
    handle(api.setTextService, async ({ db, body: { settings, ...rest } }) => {
      if (!rest.secret && !(await show(db)).sms?.hasSecret) throw secretNeeded()
      await tenancy.saveIntegration(db, { kind: 'sms', provider: 'twilio', configuration: settings, ...rest })
      return show(db)
    }),
    handle(api.removeIntegration, ({ db, params }) => tenancy.removeIntegration(db, params.kind)),
    handle(api.testIntegration, async ({ db, params, body, who }) => {
      if (!(await show(db))[params.kind]) throw notFound()
      record(db, {
        service: 'tenancy',
        entity: 'tenant_integrations',
        entityId: who.tenantId,
        action: 'update',
        new: { tested: params.kind },
      })
      later(db, 'integrations.test', { kind: params.kind, to: body.to })
    }),
  ],
  events: { 'integrations.changed': { payload: z.object({}), live: 'integrations:manage' } },
  jobs: { 'integrations.test': runTest },
})
