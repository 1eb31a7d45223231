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
  actingUserId: string | null
  actingName: string | null
  serviceName: string
  entityType: string
  entityId: string | null
  action: 'create' | 'read' | 'update' | 'delete' | 'login' | 'logout'
  oldValues: unknown
  newValues: unknown
  ipAddress: string | null
}

/** By anybody or Salus itself, by any person, by one, by one in sessions lent to them; about anything, one kind of thing, one thing. */
const actors = ['anybody', 'people', 'user', 'acting'] as const
const subjects = ['anything', 'entity', 'item'] as const
type By = { actor: (typeof actors)[number]; subject: (typeof subjects)[number] }
const actions = ['create', 'read', 'update', 'delete', 'login', 'logout'] as const

/** One compiled list per index of the trail. */
const listing = ({ actor, subject }: By) =>
  compiled<Wanted, AuditRow>(`audit.${actor}_${subject}`, (db, p) => {
    let query = db
      .selectFrom('platform.audit_logs as a')
      .leftJoin('directory.people as u', 'u.id', 'a.userId')
      .leftJoin('directory.people as s', 's.id', 'a.actingUserId')
      .where('a.createdAt', '>=', p.from)
      .where('a.createdAt', '<', p.until)
      .where((eb) => eb(eb.refTuple('a.createdAt', 'a.id'), '<', eb.tuple(eb.val(p.beforeAt), eb.val(p.beforeId)) as never))
      .where((eb) => eb('a.action', '=', eb.fn.any<AuditRow['action']>(eb.val(p.actions) as never)))
      .select(['a.id', 'a.createdAt', 'a.userId', 'u.name as userName', 'a.serviceName', 'a.entityType', 'a.entityId', 'a.action'])
      .select(['a.oldValues', 'a.newValues', 'a.ipAddress', 'a.actingUserId', 's.name as actingName'])
      .orderBy('a.createdAt', 'desc')
      .orderBy('a.id', 'desc')
      .limit(p.limit)
    if (actor === 'user') query = query.where('a.userId', '=', p.userId)
    if (actor === 'acting') query = query.where('a.actingUserId', '=', p.userId)
    if (actor === 'people') query = query.where('a.userId', 'is not', null)
    if (subject !== 'anything') query = query.where('a.entityType', '=', p.entity)
    if (subject === 'item') query = query.where('a.entityId', '=', p.entityId)
    return query
  })
const nameOf = ({ actor, subject }: By) => `${actor} ${subject}`
const lists = new Map(actors.flatMap((actor) => subjects.map((subject) => [nameOf({ actor, subject }), listing({ actor, subject })])))

type Filters = {
  userId?: string | undefined
  entity?: string | undefined
  entityId?: string | undefined
  action?: AuditRow['action'] | undefined
  /** Also what nobody did. */
  system: boolean
  from?: string | undefined
  until?: string | undefined
}

/** Entries of the trail, newest first, one more than `limit` where there are more; of a person also what they did as others. */
export async function entries(db: Db, filters: Filters, after: readonly [string, string] | undefined, limit: number): Promise<AuditRow[]> {
  const { userId, entity, entityId, action, system, from = '-infinity', until = 'infinity' } = filters
  const subject = entity && entityId ? 'item' : entity ? 'entity' : 'anything'
  const [beforeAt, beforeId] = after ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const wanted = {
    ...{ from, until, beforeAt, beforeId, limit: limit + 1 },
    ...{ userId: userId ?? '', entity: entity ?? '', entityId: entityId ?? '', actions: action ? [action] : actions },
  }
  const by = (actor: By['actor']) => (lists.get(nameOf({ actor, subject })) as ReturnType<typeof listing>)(db, wanted)
  if (!userId) return by(system ? 'anybody' : 'people')
  const both = await Promise.all([by('user'), by('acting')])
  return both
    .flat()
    .sort(newestFirst)
    .slice(0, limit + 1)
}

/** As the database sorts them. */
const newestFirst = (one: AuditRow, other: AuditRow): number =>
  Temporal.Instant.compare(other.createdAt, one.createdAt) || (one.id < other.id ? 1 : -1)
