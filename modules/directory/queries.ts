import { randomUUIDv7 } from 'node:crypto'
import type { ConfigKey } from '#modules/tenancy/contract.ts'
import { openConfig, type Stationery, sealConfig, settingsOf, stationeryOf } from '#modules/tenancy/index.ts'
import { change, compiled, type Db, insert, remove } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { type Department, orgConfigs } from './contract.ts'
import { ends } from './policy.ts'
import { type Reaching, reached } from './whose.ts'

type Status = 'active' | 'inactive' | 'invited'
export type PersonRow = {
  id: string
  firstName: string
  middleName: string | null
  lastName: string
  searchName: string
  userType: 'employee' | 'oh_professional' | 'manager' | 'admin' | 'instructor' | 'learner'
  status: Status
  email: string | null
  employeeId: string | null
  deptId: string | null
  departmentName: string | null
  /** Within reach of the viewer's right to change people. */
  writable: boolean
}
export const shown = [
  'u.id',
  'u.firstName',
  'u.middleName',
  'u.lastName',
  'u.searchName',
  'u.userType',
  'u.status',
  'u.email',
  'u.employeeId',
  'u.deptId',
] as const

type Listing = {
  name: string
  id: string
  statuses: readonly Status[]
  status: Status
  departments: readonly string[]
  organizations: readonly string[]
  limit: number
} & Pick<Reaching, 'read' | 'write'>
type Scope = 'everybody' | 'status' | 'departments' | 'organizations'

/** One compiled list per index and direction; the cursor is always there (before the first, after the last). */
function listing(scope: Scope, direction: 'asc' | 'desc') {
  const beyond = direction === 'asc' ? '>' : '<'
  return compiled<Listing, PersonRow>(`directory.people_${scope}_${direction}`, (db, p) => {
    let query = db
      .selectFrom('directory.users as u')
      .leftJoin('directory.departments as d', 'd.id', 'u.deptId')
      .where((eb) => eb(eb.refTuple('u.searchName', 'u.id'), beyond, eb.tuple(eb.val(p.name), eb.val(p.id)) as never))
      .where('u.removedAt', 'is', null)
      .where('u.isSystemUser', '=', false)
      .where(reached('u', p.read))
      .select([...shown, 'd.name as departmentName', reached('u', p.write).as('writable')])
      .orderBy('u.searchName', direction)
      .orderBy('u.id', direction)
      .limit(p.limit)
    if (scope === 'departments') query = query.where((eb) => eb('u.deptId', '=', eb.fn.any(eb.val(p.departments))))
    if (scope === 'organizations') query = query.where((eb) => eb('u.orgId', '=', eb.fn.any(eb.val(p.organizations))))
    return scope === 'status'
      ? query.where('u.status', '=', p.status)
      : query.where((eb) => eb('u.status', '=', eb.fn.any<Status>(eb.val(p.statuses) as never)))
  })
}
const lists = Object.fromEntries(
  (['everybody', 'status', 'departments', 'organizations'] as const).flatMap((scope) =>
    (['asc', 'desc'] as const).map((direction) => [`${scope} ${direction}`, listing(scope, direction)]),
  ),
)
export type Wanted = {
  descending: boolean
  after: readonly [string, string] | undefined
  statuses: readonly Status[]
  departments: readonly string[] | undefined
  organizations: readonly string[] | undefined
  limit: number
  reaching: Reaching
}

/** People in order of name, one more than `limit` where there are more. */
export async function peopleBy(db: Db, wanted: Wanted): Promise<PersonRow[]> {
  const { descending, after, statuses, departments, organizations, limit, reaching } = wanted
  const direction = descending ? 'desc' : 'asc'
  const [name, id] = after ?? ends[direction]
  const scope: Scope = departments ? 'departments' : organizations ? 'organizations' : statuses.length === 1 ? 'status' : 'everybody'
  const run = lists[`${scope} ${direction}`] as ReturnType<typeof listing>
  return run(db, {
    name,
    id,
    statuses,
    status: statuses[0] as Status,
    departments: departments ?? [],
    organizations: organizations ?? [],
    limit: limit + 1,
    read: reaching.read,
    write: reaching.write,
  })
}

/** All that a person's page shows; undefined for a missing or removed person, and for one out of reach. */
export async function personRow(db: Db, id: string, { read, write }: Reaching) {
  return db
    .selectFrom('directory.users as u')
    .leftJoin('directory.departments as d', 'd.id', 'u.deptId')
    .leftJoin('directory.organizations as o', 'o.id', 'u.orgId')
    .where('u.id', '=', id)
    .where('u.removedAt', 'is', null)
    .where(reached('u', read))
    .select([...shown, 'd.name as departmentName', reached('u', write).as('writable'), 'u.orgId', 'o.name as organizationName'])
    .select([
      'u.phone',
      'u.locale',
      'u.timeZone',
      'u.lastLogin',
      'u.lastActiveAt',
      'u.version',
      'u.username',
      'u.emailVerified',
      'u.phoneVerified',
      'u.deactivatedAt',
    ])
    .executeTakeFirst()
}

const configPlace = (row: string) => ({ table: 'directory.org_configs', column: 'config_value', row })
const kept = (db: Db, key: string) =>
  db.selectFrom('directory.org_configs as c').where('c.configKey', '=', key).select(['c.id', 'c.configValue as value', 'c.isEncrypted'])

/** What an organization, or that of a person or their department, has configured; else the default of its key. */
export async function orgConfigOf<Value>(
  db: Db,
  of: ConfigKey<Value>,
  about: { orgId: string | null } | { userId: string },
): Promise<Value> {
  const row =
    'userId' in about
      ? await kept(db, of.key)
          .innerJoin('directory.users as u', (join) => join.on('u.id', '=', about.userId))
          .leftJoin('directory.departments as d', 'd.id', 'u.deptId')
          .where((eb) => eb('c.orgId', '=', eb.fn.coalesce('u.orgId', 'd.orgId')))
          .executeTakeFirst()
      : about.orgId && (await kept(db, of.key).where('c.orgId', '=', about.orgId).executeTakeFirst())
  return row ? openConfig(db, of, row, configPlace(row.id)) : of.default
}

/** Keeps what an organization configures, and says so. Throws where something does not fit its schema. */
export async function configureOrganization(db: Db, orgId: string, given: readonly (readonly [ConfigKey, unknown])[]): Promise<void> {
  for (const [of, value] of given) await setOrgConfig(db, of, { orgId, value })
  await emit(db, 'directory.organization_configured', { organizationId: orgId, keys: given.map(([{ key }]) => key) })
}

/** The default is not kept. */
async function setOrgConfig<Value>(db: Db, of: ConfigKey<Value>, { orgId, value }: { orgId: string; value: Value }): Promise<void> {
  const row = await kept(db, of.key).where('c.orgId', '=', orgId).executeTakeFirst()
  if (value === of.default) return row && remove(db, 'directory.org_configs', { id: row.id })
  const id = row?.id ?? randomUUIDv7()
  const values = { configValue: await sealConfig(db, of, value, configPlace(id)), isEncrypted: of.encrypted, category: of.category }
  if (row) await change(db, 'directory.org_configs', { id }, values)
  else await insert(db, 'directory.org_configs', { id, orgId, configKey: of.key, ...values })
}

/** Of each of these departments its organization, and what it says itself about what new people begin with. */
export async function placesOfDepartments(db: Db, departmentIds: readonly string[]) {
  const rows = await db
    .selectFrom('directory.departments')
    .select(['id', 'orgId', 'settings'])
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(departmentIds))))
    .execute()
  const said = (settings: Department['settings']) => Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null))
  return new Map(rows.map(({ id, orgId, settings }) => [id, { orgId, begins: said(settings) as Partial<Beginnings> }]))
}

type Beginnings = { locale: string; timeZone: string }
/** Language and time zone that new people of an organization begin with, unless their department says otherwise. */
export async function beginningsOf(db: Db, orgId: string | null): Promise<Beginnings> {
  const [tenant, locale, timeZone] = await Promise.all([
    settingsOf(db),
    orgConfigOf(db, orgConfigs.locale, { orgId }),
    orgConfigOf(db, orgConfigs.timeZone, { orgId }),
  ])
  return { locale: locale ?? tenant.locale, timeZone: timeZone ?? tenant.timeZone }
}

/** With what a letter to this person is written: their employer's look; from whom, and answered to whom, their organization says. */
export async function stationeryFor(db: Db, userId: string): Promise<Stationery> {
  const [look, fromName, replyTo] = await Promise.all([
    stationeryOf(db),
    orgConfigOf(db, orgConfigs.senderName, { userId }),
    orgConfigOf(db, orgConfigs.replyTo, { userId }),
  ])
  return { ...look, sender: { ...look.sender, ...(fromName ? { fromName } : {}), ...(replyTo ? { replyTo } : {}) } }
}

/** The number by which the employer knows somebody. 409 where another has it. */
export async function setEmployeeNumber(db: Db, { userId, number }: { userId: string; number: string }): Promise<void> {
  const person = await db.selectFrom('directory.users').select('employeeId').where('id', '=', userId).executeTakeFirst()
  if (!person || person.employeeId === number) return
  await change(db, 'directory.users', { id: userId }, { employeeId: number })
  await emit(db, 'directory.person_changed', { userId, fields: ['employeeNumber'] })
}
