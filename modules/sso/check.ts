import { type Db, record } from '#platform/db.ts'
import { handleOpen, type Session } from '#platform/module.ts'
import { checkConnection } from './contract.ts'
import { connectionOf, noteProblem, opened, redirectUris } from './kept.ts'
import { problemWith } from './provider.ts'

/** Asks the provider outside any transaction, and writes down what was found. */
export const checkRoute = handleOpen(checkConnection, async ({ tools, client, now, params, who }) => {
  const { tenantId, userId } = who as Session
  const inTenant = <T>(work: (db: Db) => Promise<T>) => tools.inTenant({ tenantId, userId, ip: client.ip, now }, work)
  const [known, uris] = await inTenant(async (db) => [await opened(db, await connectionOf(db, params.id)), await redirectUris(db, client)])
  const problem = await problemWith(tools, known, uris[0] as string)
  await inTenant(async (db) => {
    await noteProblem(db, { id: params.id, problem, checkedAt: now })
    record(db, { service: 'sso', entity: 'connections', entityId: params.id, action: 'update', new: { checked: now.toString(), problem } })
  })
  return { problem }
})
