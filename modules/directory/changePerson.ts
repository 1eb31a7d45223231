import { mostPeople, roomForPeople } from '#modules/tenancy/index.ts'
import { change, type Db, record } from '#platform/db.ts'
import { forbidden } from '#platform/errors.ts'
import { type Context, handle, type Session } from '#platform/module.ts'
import * as api from './contract.ts'
import { addPerson, beginningsOf, countPeople, keepFindable, placesOfDepartments, refuseSuspended, searchName, setStatus } from './index.ts'
import { found, show } from './people.ts'
import { alreadyInactive, mayWithPerson, notInactive, notInvited, notOnYourself, tenantFull } from './policy.ts'

/** Refuses one more active or invited person where the tenant is full. */
async function needRoom(db: Db): Promise<void> {
  const most = await roomForPeople(db)
  if (most !== null && (await countActive(db)) >= most) throw tenantFull(most)
}

/** People who count against the tenant's limit. */
async function countActive(db: Db): Promise<number> {
  const { n } = await db
    .selectFrom('directory.users')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('status', 'in', ['active', 'invited'])
    .where('isSystemUser', '=', false)
    .executeTakeFirstOrThrow()
  return n
}

async function add({ db, body, who, emit }: Context<typeof api.addPerson>) {
  await needRoom(db)
  const { invite, employeeNumber, departmentId, organizationId, ...rest } = body
  await refuseSuspended(db, { organizationId, departmentIds: [departmentId] })
  const department = departmentId ? (await placesOfDepartments(db, [departmentId])).get(departmentId) : undefined
  const orgId = organizationId ?? department?.orgId ?? null
  const person = await addPerson(db, {
    ...{ ...(await beginningsOf(db, orgId)), ...department?.begins },
    ...rest,
    employeeId: employeeNumber,
    deptId: departmentId,
    orgId,
    status: 'invited',
    createdBy: who.userId,
  })
  await writable(db, person.id, who)
  await emit('directory.person_added', { userId: person.id })
  if (invite && person.email) await emit('directory.person_invited', { userId: person.id })
  return show(db, person.id, who)
}

/** The person, within reach of this actor's right to change people: before a change and after it. Throws 404, 403. */
async function writable(db: Db, id: string, who: Session) {
  const row = await found(db, id, who)
  if (!row.writable) throw forbidden()
  return row
}

async function changeIt({ db, params, body, who, version, emit }: Context<typeof api.changePerson>) {
  const before = await writable(db, params.id, who)
  const { employeeNumber, departmentId, organizationId, ...rest } = body
  const after = { ...before, ...rest }
  const moved = departmentId !== undefined && departmentId !== before.deptId
  const named = searchName(after)
  // Whoever comes into a department belongs to its organization, unless another is named.
  const orgId =
    organizationId === undefined && moved && departmentId
      ? (await placesOfDepartments(db, [departmentId])).get(departmentId)?.orgId
      : organizationId
  const transferred = orgId !== undefined && orgId !== before.orgId
  // Rights in part reach as far as one's own place does: where that is, others say.
  if ((moved || transferred) && params.id === who.userId && who.narrowed.size > 0) throw forbidden()
  if (moved || transferred)
    await refuseSuspended(db, { organizationId: transferred ? organizationId : null, departmentIds: moved ? [departmentId] : [] })
  await change(
    db,
    'directory.users',
    { id: params.id, ...(version === undefined ? {} : { version }) },
    {
      ...rest,
      ...(employeeNumber === undefined ? {} : { employeeId: employeeNumber }),
      ...(departmentId === undefined ? {} : { deptId: departmentId }),
      ...(orgId === undefined ? {} : { orgId }),
      ...(after.email === before.email ? {} : { emailVerifiedAt: null }),
      ...(after.phone === before.phone ? {} : { phoneVerifiedAt: null }),
      // A user name that was the address follows it.
      ...(after.email && after.email !== before.email && after.username === before.email ? { username: after.email } : {}),
      searchName: named,
      updatedBy: who.userId,
    },
  )
  if (named !== before.searchName) await keepFindable(db, [{ id: params.id, searchName: named }])
  if (moved)
    await countPeople(
      db,
      [before.deptId, departmentId].filter((id) => id !== null),
    )
  await writable(db, params.id, who)
  await emit('directory.person_changed', { userId: params.id, fields: Object.keys(body).filter((one) => one !== 'departmentId' || moved) })
  return show(db, params.id, who)
}

/** The person with what may be done to them. Throws 404. */
async function subject(db: Db, id: string, who: Session) {
  const row = await writable(db, id, who)
  return { row, may: mayWithPerson(row, who) }
}

export const changeRoutes = [
  handle(api.roomForMore, async ({ db }) => ({ used: await countActive(db), most: await mostPeople(db) })),
  handle(api.addPerson, add),
  handle(api.changePerson, changeIt),
  handle(api.invitePerson, async ({ db, params, who, emit }) => {
    const { may } = await subject(db, params.id, who)
    if (!may.invite) throw notInvited()
    record(db, { service: 'directory', entity: 'users', entityId: params.id, action: 'update', new: { status: 'invited' } })
    await emit('directory.person_invited', { userId: params.id })
  }),
  handle(api.deactivatePerson, async ({ db, params, who, now }) => {
    const { row, may } = await subject(db, params.id, who)
    if (row.id === who.userId) throw notOnYourself()
    if (!may.deactivate) throw alreadyInactive()
    await setStatus(db, { userId: params.id, status: 'inactive', by: who.userId, now })
    return show(db, params.id, who)
  }),
  handle(api.reactivatePerson, async ({ db, params, who, now, emit }) => {
    const { may } = await subject(db, params.id, who)
    if (!may.reactivate) throw notInactive()
    await needRoom(db)
    await setStatus(db, { userId: params.id, status: 'active', by: who.userId, now })
    await emit('directory.person_changed', { userId: params.id, fields: ['status'] })
    return show(db, params.id, who)
  }),
]
