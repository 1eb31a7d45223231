import { compiled, type Db } from '#platform/db.ts'

type Wanted = {
  from: string
  until: string
  beforeAt: string
  beforeId: string
  limit: number
  userId: string
  entity: string
  entityId: string
  actions: readonly string[]
}
type AuditRow = {
  id: string
  createdAt: string
  userId: string | null
  userName: string | null
  serviceName: string
  entityType: string
  entityId: string | null
  action: 'create' | 'read' | 'update' | 'delete' | 'login' | 'logout'
  oldValues: unknown
  newValues: unknown
  ipAddress: string | null
}

type By = 'time' | 'user' | 'entity' | 'item'
const actions = ['create', 'read', 'update', 'delete', 'login', 'logout'] as const

/** One compiled list per index of the trail. */
const listing = (by: By) =>
  compiled<Wanted, AuditRow>(`audit.by_${by}`, (db, p) => {
    let query = db
      .selectFrom('platform.audit_logs as a')
      .leftJoin('directory.people as u', 'u.id', 'a.userId')
      .where('a.createdAt', '>=', p.from)
      .where('a.createdAt', '<', p.until)
      .where((eb) => eb(eb.refTuple('a.createdAt', 'a.id'), '<', eb.tuple(eb.val(p.beforeAt), eb.val(p.beforeId)) as never))
      .where((eb) => eb('a.action', '=', eb.fn.any<AuditRow['action']>(eb.val(p.actions) as never)))
      .select(['a.id', 'a.createdAt', 'a.userId', 'u.name as userName', 'a.serviceName', 'a.entityType', 'a.entityId', 'a.action'])
      .select(['a.oldValues', 'a.newValues', 'a.ipAddress'])
      .orderBy('a.createdAt', 'desc')
      .orderBy('a.id', 'desc')
      .limit(p.limit)
    if (by === 'user') query = query.where('a.userId', '=', p.userId)
    if (by === 'entity' || by === 'item') query = query.where('a.entityType', '=', p.entity)
    if (by === 'item') query = query.where('a.entityId', '=', p.entityId)
    return query
  })
const lists = { time: listing('time'), user: listing('user'), entity: listing('entity'), item: listing('item') }

type Filters = {
  userId?: string | undefined
  entity?: string | undefined
  entityId?: string | undefined
  action?: AuditRow['action'] | undefined
  from?: string | undefined
  until?: string | undefined
}

/** Entries of the trail, newest first, one more than `limit` where there are more. */
export function entries(db: Db, filters: Filters, after: readonly [string, string] | undefined, limit: number): Promise<AuditRow[]> {
  const { userId, entity, entityId, action, from = '-infinity', until = 'infinity' } = filters
  const by: By = entity && entityId ? 'item' : entity ? 'entity' : userId ? 'user' : 'time'
  const [beforeAt, beforeId] = after ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  return lists[by](db, {
    from,
    until,
    beforeAt,
    beforeId,
    limit: limit + 1,
    userId: userId ?? '',
    entity: entity ?? '',
    entityId: entityId ?? '',
    actions: action ? [action] : actions,
  })
}
