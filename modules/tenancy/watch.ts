import type { Db } from '#platform/db.ts'

type Wanted = {
  ids?: readonly string[]
  after?: readonly [string, string] | undefined
  descending?: boolean
  limit?: number
  status?: 'trial' | 'active' | 'suspended' | 'closed' | undefined
  q?: string | undefined
}

/** Tenants as whoever runs the installation may see them, by name: what was agreed, never what they hold. */
export async function watch(system: Db, { ids, after, descending = false, limit = 200, status, q }: Wanted) {
  const direction = descending ? 'desc' : 'asc'
  let query = system
    .selectFrom('tenancy.tenants')
    .select(['id', 'code', 'name', 'status', 'maxUsers', 'maxStorageGb', 'trialEndsAt', 'suspendedReason', 'createdAt'])
    .orderBy('name', direction)
    .orderBy('id', direction)
    .limit(limit)
  if (ids) query = query.where('id', 'in', ids)
  if (status) query = query.where('status', '=', status)
  if (q) {
    const like = `%${q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`
    query = query.where((eb) => eb.or([eb(eb.fn('lower', ['name']), 'like', like), eb('code', 'like', like)]))
  }
  if (after) query = query.where((eb) => eb(eb.refTuple('name', 'id'), descending ? '<' : '>', eb.tuple(...after)))
  return query.execute()
}
