import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { handle, type Limit } from '#platform/module.ts'
import { unknownRole } from './ceiling.ts'
import * as api from './contract.ts'
import { factsOf, imagined, type NamedFacts } from './holdings.ts'
import { type Check, decide, explain, type Moment, momentOf, type Way, waysOf } from './policy.ts'
import { named, permissionList } from './roles.ts'

type Change = { add?: string | undefined; remove?: string | undefined }
type Ways = ReadonlyMap<string, readonly Way[]>
type Compared = { facts: NamedFacts; before: Ways; after: Ways; added: string | null; removed: string | null; name: string }

/** What a person holds, and what they would hold with the change. Throws 404, 422 for a role that does not exist. */
async function compare(db: Db, userId: string, { add, remove }: Change): Promise<Compared> {
  const roleOf = async (code: string | undefined, field: string) => {
    if (code === undefined) return null
    const role = await db.selectFrom('access.roles').select('id').where('code', '=', code).executeTakeFirst()
    if (!role) throw unknownRole(field)
    return role.id
  }
  const person = await db
    .selectFrom('directory.people')
    .select('name')
    .where('id', '=', userId)
    .where('removedAt', 'is', null)
    .executeTakeFirst()
  if (!person) throw notFound()
  const [added, removed] = await Promise.all([roleOf(add, 'add'), roleOf(remove, 'remove')])
  const facts = await factsOf(db, userId, added ? [added] : [])
  const more = added ? [{ ...imagined, roleId: added }] : []
  const holdings = [...facts.holdings.filter((holding) => holding.homeId !== null || holding.roleId !== removed), ...more]
  return { facts, before: waysOf(facts), after: waysOf({ ...facts, holdings }), added, removed, name: person.name ?? '' }
}
const circumstances: readonly Check[] = ['day', 'hour', 'network', 'second_factor']
const failed = (way: Way, moment: Moment) => explain(way, moment).filter(({ passed }) => !passed)

function answer(ways: readonly Way[] = [], moment: Moment): (typeof api.Answer)['_output'] {
  const reach = decide(ways, moment)
  if (reach !== null) return reach === 'all' ? 'yes' : 'some'
  return ways.some((way) => failed(way, moment).every(({ check }) => circumstances.includes(check))) ? 'depends' : 'no'
}

/** Names of the places that limits speak of. */
async function placeNames(db: Db): Promise<ReadonlyMap<string, string>> {
  const [departments, organizations] = await Promise.all([
    db.selectFrom('directory.department_list').select(['id', 'name']).execute(),
    db.selectFrom('directory.organization_list').select(['id', 'name']).execute(),
  ])
  return new Map([...departments, ...organizations].map((row) => [row.id, row.name]))
}

const earlier = (one: number | null, other: number | null) => (one === null || other === null ? (one ?? other) : Math.min(one, other))
const instant = (time: number | null) => (time ? Temporal.Instant.fromEpochMilliseconds(time).toString() : null)

function showWay(way: Way, { facts, added, removed }: Compared, names: ReadonlyMap<string, string>, moment: Moment) {
  const { holding, chain, grant, permission } = way
  // What is about one's own matters has nothing to narrow, and reaches nobody else's.
  const limits: readonly Limit[] = permission.scope === 'own' ? [{ to: 'self' }] : way.limits
  const [held, ...via] = chain.flatMap(({ id }) => facts.roles.get(id) ?? []).map(named) as [ReturnType<typeof named>]
  const isAdded = holding.id === imagined.id && added !== null
  const isRemoved = holding.roleId === removed && holding.homeId === null
  const checks = explain(way, moment)
  return {
    ...{ held, via, checks, counts: checks.every(({ passed }) => passed), constraints: grant?.constraints ?? {} },
    department: holding.homeId && (names.get(holding.homeId) ?? null),
    change: isAdded ? ('added' as const) : isRemoved ? ('removed' as const) : null,
    isCustom: grant === null,
    from: instant(Math.max(holding.from, grant?.from ?? 0)),
    until: instant(earlier(holding.until, grant?.until ?? null)),
    limits: limits.map((limit) => ({
      to: limit.to,
      name: 'id' in limit ? (names.get(limit.id ?? '') ?? null) : 'attribute' in limit ? limit.attribute : null,
      is: 'is' in limit ? limit.is : null,
      values: 'values' in limit ? [...limit.values] : [],
    })),
  }
}

/** Nobody knows from where the person will ask: places and second factors count as not there, and are told apart in the answer. */

export const explainRoutes = [
  handle(api.rightsOfPerson, async ({ db, params, query, now }) => {
    const { before, after, name } = await compare(db, params.id, query)
    const moment = momentOf(now)
    const items = (await permissionList(db)).map(({ code, says, category, group }) => ({
      ...{ code, says, category, group },
      answer: answer(before.get(code), moment),
      whatIf: answer(after.get(code), moment),
    }))
    return { name, items, next: null }
  }),
  handle(api.whyOfPerson, async ({ db, params, query, now }) => {
    const [compared, names] = [await compare(db, params.id, query), await placeNames(db)]
    const permission = compared.facts.permissions.get(params.permission)
    if (!permission) throw notFound()
    const moment = momentOf(now)
    const [before, after] = [compared.before.get(permission.code), compared.after.get(permission.code)]
    const all = [...(before ?? []), ...(after ?? []).filter((way) => way.holding.id === imagined.id)]
    return {
      ...{ code: permission.code, says: permission.name, answer: answer(before, moment), whatIf: answer(after, moment) },
      ways: all.map((way) => showWay(way, compared, names, moment)),
    }
  }),
]
