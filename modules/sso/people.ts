import { aboveYou, isAbove, takeMappedRoles } from '#modules/access/index.ts'
import { endAllSessions, usesPassword } from '#modules/auth/index.ts'
import { type Account, accountOf, setAuthProvider } from '#modules/directory/index.ts'
import { type Db, insert, remove } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { handle, type Session } from '#platform/module.ts'
import * as api from './contract.ts'
import { connectionOf, connectionsOf } from './kept.ts'

type Row = Awaited<ReturnType<typeof identitiesOf>>[number]
const identitiesOf = (db: Db, userId: string) =>
  db
    .selectFrom('sso.identities as i')
    .leftJoin('sso.connections as c', 'c.issuer', 'i.issuer')
    .select(['i.id', 'i.issuer', 'i.subject', 'i.origin', 'i.lastUsedAt', 'i.createdAt', 'c.name'])
    .where('i.userId', '=', userId)
    .orderBy('i.createdAt')
    .orderBy('i.id')
    .limit(50)
    .execute()
const shown = ({ name, ...row }: Row): api.Identity => ({ ...row, name: name ?? row.issuer })

async function ways(db: Db, account: Account, now: Temporal.Instant) {
  const [rows, mayUsePassword] = await Promise.all([identitiesOf(db, account.id), usesPassword(db, account, now)])
  return { provider: account.authProvider, mayUsePassword, identities: rows.map(shown) }
}

async function personOf(db: Db, userId: string): Promise<Account> {
  const account = await accountOf(db, userId)
  if (!account) throw notFound()
  return account
}

/** Whoever says who a person is could come in as them: so nobody does of somebody above them. Throws 404, 403. */
async function subject(db: Db, { id, who, now }: { id: string; who: Session; now: Temporal.Instant }): Promise<Account> {
  const account = await personOf(db, id)
  if (id !== who.userId && (await isAbove(db, { userId: id, by: who.userId, now }))) throw aboveYou()
  return account
}

export const peopleRoutes = [
  handle(api.myWays, async ({ db, who, now }) => ways(db, await personOf(db, who.userId), now)),
  handle(api.waysOfPerson, async ({ db, params, now }) => {
    const [account, connections] = await Promise.all([personOf(db, params.id), connectionsOf(db).execute()])
    return { ...(await ways(db, account, now)), connections: connections.map(({ id, name }) => ({ id, name })) }
  }),
  handle(api.setProvider, async ({ db, params, body, who, now }) => {
    const { id: userId } = await subject(db, { id: params.id, who, now })
    await setAuthProvider(db, { userId, provider: body.provider })
  }),
  handle(api.linkPerson, async ({ db, params, body, who, now }) => {
    const { id: userId } = await subject(db, { id: params.id, who, now })
    const { issuer } = await connectionOf(db, body.connectionId)
    const { id } = await insert(db, 'sso.identities', { userId, issuer, subject: body.subject, origin: 'administrator' })
    return shown((await identitiesOf(db, userId)).find((one) => one.id === id) as Row)
  }),
  handle(api.unlinkPerson, async ({ db, params, who, now }) => {
    const { id: userId } = await subject(db, { id: params.id, who, now })
    const known = await identitiesOf(db, userId)
    await remove(db, 'sso.identities', { id: params.identityId, userId })
    // What groups gave is what the provider said by which they came last.
    const [last] = known.toSorted((one, other) => (other.lastUsedAt ?? '').localeCompare(one.lastUsedAt ?? ''))
    if (last?.id === params.identityId) await takeMappedRoles(db, { userIds: [userId] })
    await endAllSessions(db, { userId, reason: 'revoked', by: who.userId, now })
  }),
]
