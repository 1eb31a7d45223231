import { z } from 'zod'
import * as tenancy from '#modules/tenancy/index.ts'
import { boundOf, type Db, record } from '#platform/db.ts'
import { AppError, invalid, notFound } from '#platform/errors.ts'
import { later } from '#platform/events.ts'
import { defineModule, handle, type JobContext } from '#platform/module.ts'
import { noting, trySending } from './channels.ts'
import * as api from './contract.ts'
import { below, mayMove, tryStoring } from './stores.ts'

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
  const storage = of('storage', api.FileStore)
  return {
    ...{ mail: of('mail', api.MailServer), sms: of('sms', api.TextService) },
    storage: storage && { ...storage, files: await tenancy.filesBelow(db, `${below(boundOf(db).tenantId)}/`) },
  }
}

/** Job: tries a service as it is saved, in use or not, and keeps how it went. */
async function runTest(job: JobContext): Promise<void> {
  const { kind, to = '' } = job.payload as { kind: api.Kind; to?: string }
  const problem = await (kind === 'storage' ? tryStoring(job) : trySending(job, { kind, to })).then(
    () => null,
    (error: Error) => error.message,
  )
  await noting(job.tools, job.tenantId, kind, true)(problem)
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
    handle(api.setFileStore, async ({ db, body: { settings, ...rest } }) => {
      const { storage } = await show(db)
      if (!rest.secret && !storage?.hasSecret) throw secretNeeded()
      mayMove(storage, settings)
      await tenancy.saveIntegration(db, { kind: 'storage', provider: 's3', configuration: settings, ...rest })
      return show(db)
    }),
    handle(api.removeIntegration, async ({ db, params }) => {
      if (params.kind === 'storage') mayMove((await show(db)).storage)
      await tenancy.removeIntegration(db, params.kind)
    }),
    handle(api.testIntegration, async ({ db, params, body, who }) => {
      if (!(await show(db))[params.kind]) throw notFound()
      if (params.kind !== 'storage' && !body.to) throw invalid('to', 'Say where the test goes to.')
      record(db, {
        service: 'tenancy',
        entity: 'tenant_integrations',
        entityId: who.tenantId,
        action: 'update',
        new: { tested: params.kind },
      })
      later(db, 'integrations.test', { kind: params.kind, ...(body.to ? { to: body.to } : {}) })
    }),
  ],
  events: { 'integrations.changed': { payload: z.object({}), live: 'integrations:manage' } },
  jobs: { 'integrations.test': runTest },
})
