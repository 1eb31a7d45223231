import { boundOf, change, compiled, type Db, insert, remove } from '#platform/db.ts'
import { AppError, invalid } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { memory } from '#platform/memory.ts'
import type { Tools } from '#platform/module.ts'
import { type FeatureConfiguration, type FeatureKey, features } from './contract.ts'
import { isFeatureOn } from './policy.ts'
import { agreedOf } from './subscriptions.ts'

const keys = Object.keys(features) as FeatureKey[]
/** Even if nothing is heard of it, it is looked up again after this long. */
const trustedFor = { minutes: 10 }

const flagsOf = compiled('tenancy.feature_flags', (db, _: Record<string, never>) =>
  db.selectFrom('tenancy.tenant_features').select(['featureKey', 'isEnabled', 'enabledAt', 'expiresAt']),
)
/** Plan, agreement and flags of the tenant, as the rule asks for them. */
async function saidOf(db: Db) {
  const [agreed, flags] = await Promise.all([agreedOf(db), flagsOf(db, {})])
  return { agreed: agreed.features, agreedUntil: agreed.endsAt, flags }
}

const onIn = ({ agreed, flags }: Awaited<ReturnType<typeof saidOf>>, now: Temporal.Instant): FeatureKey[] =>
  keys.filter((key) =>
    isFeatureOn({ agreed: agreed[key], flag: flags.find((one) => one.featureKey === key), byDefault: features[key].byDefault }, now),
  )

/** The features that are on now. */
export const featuresOf = async (db: Db, now: Temporal.Instant): Promise<FeatureKey[]> => onIn(await saidOf(db), now)

type Known = { tenantId: string; on: ReadonlySet<string>; until: Temporal.Instant }
const seen = memory<Known>(20_000)

/** Has the tenant this feature now? The one place that answers; kept in the process until told otherwise, or until one begins or ends. */
export async function hasFeature(feature: string, of: { tenantId: string; now: Temporal.Instant; tools: Tools }): Promise<boolean> {
  const { tenantId, now, tools } = of
  const known = seen(tools).recall(tenantId)
  if (known && Temporal.Instant.compare(now, known.until) < 0) return known.on.has(feature)
  const read = () =>
    tools.inTenant({ tenantId, userId: null, now }, async (db) => {
      const said = await saidOf(db)
      const turns = [said.agreedUntil, ...said.flags.flatMap((flag) => [flag.enabledAt, flag.expiresAt])].filter((at) => at !== null)
      const coming = turns.map((at) => Temporal.Instant.from(at)).filter((at) => Temporal.Instant.compare(at, now) > 0)
      const until = [now.add(trustedFor), ...coming].sort(Temporal.Instant.compare)[0] as Temporal.Instant
      return { tenantId, on: new Set<string>(onIn(said, now)), until }
    })
  return (await seen(tools).learn(tenantId, read)).on.has(feature)
}

export type FeatureFlag = {
  key: FeatureKey
  isEnabled: boolean
  configuration?: object | undefined
  usageLimits?: Record<string, number> | undefined
  expiresAt?: string | null | undefined
}
/** Turns a feature on or off, with its configuration, limits and end; everybody knows with the commit. Throws 422 for what it cannot be configured with. */
export async function setFeature(db: Db, { key, ...said }: FeatureFlag): Promise<void> {
  const { error } = features[key].configuration.safeParse(said.configuration ?? {})
  const [wrong] = error?.issues ?? []
  if (wrong) throw invalid(['configuration', ...wrong.path].join('.'), wrong.message)
  const flag = await db.selectFrom('tenancy.tenant_features').select(['id', 'isEnabled']).where('featureKey', '=', key).executeTakeFirst()
  const now = boundOf(db).now.toString()
  const values = { ...said, ...(said.isEnabled && !flag?.isEnabled ? { enabledAt: now } : {}) }
  if (flag) await change(db, 'tenancy.tenant_features', { id: flag.id }, values)
  else await insert(db, 'tenancy.tenant_features', { featureKey: key, ...values })
  await emit(db, 'tenancy.tenant_changed', {})
}

const configurationIn = <Key extends FeatureKey>(key: Key, kept: unknown): FeatureConfiguration<Key> => {
  const { configuration } = features[key]
  return (configuration.safeParse(kept).data ?? configuration.parse({})) as FeatureConfiguration<Key>
}
/** What was agreed about a feature; where nothing was, or what no longer fits, its defaults. */
export async function featureConfigurationOf<Key extends FeatureKey>(db: Db, key: Key): Promise<FeatureConfiguration<Key>> {
  const flag = await db.selectFrom('tenancy.tenant_features').select('configuration').where('featureKey', '=', key).executeTakeFirst()
  return configurationIn(key, flag?.configuration ?? {})
}

/** The tenant has no flag of its own any more: what was agreed decides. Throws 404 where it had none. */
export async function dropFeature(db: Db, key: FeatureKey): Promise<void> {
  await remove(db, 'tenancy.tenant_features', { featureKey: key })
  await emit(db, 'tenancy.tenant_changed', {})
}

/** Every feature as it stands, for whoever manages the tenant. */
export async function featureStates(db: Db, now: Temporal.Instant) {
  const [on, { features: agreed }, flags] = await Promise.all([
    featuresOf(db, now),
    agreedOf(db),
    db.selectFrom('tenancy.tenant_features').select(['featureKey', 'configuration', 'expiresAt', 'usageLimits', 'usageStats']).execute(),
  ])
  return keys.map((key) => {
    const flag = flags.find((one) => one.featureKey === key)
    const { month, ...used } = (flag?.usageStats ?? {}) as Record<string, number>
    const isThisMonth = String(month) === now.toString().slice(0, 7)
    const usageLimits = (flag?.usageLimits ?? {}) as Record<string, number>
    const said = {
      isOn: on.includes(key),
      agreed: typeof agreed[key] === 'boolean' ? (agreed[key] as boolean) : null,
      isSet: flag !== undefined,
    }
    const configuration = configurationIn(key, flag?.configuration ?? {})
    return { key, ...said, configuration, expiresAt: flag?.expiresAt ?? null, usageLimits, used: isThisMonth ? used : {} }
  })
}

/**
 * Counts a use of a feature against its limit of the calendar month (UTC), exactly: whoever counts holds the flag's row until
 * they commit. What has no limit is not counted. Throws 403 where the limit is reached, before anything is counted.
 */
export async function countUse(db: Db, use: { feature: FeatureKey; name: string; times: number; now: Temporal.Instant }): Promise<void> {
  const { feature, name, times, now } = use
  const row = await db
    .selectFrom('tenancy.tenant_features')
    .select(['id', 'usageLimits', 'usageStats'])
    .where('featureKey', '=', feature)
    .forNoKeyUpdate()
    .executeTakeFirst()
  const most = (row?.usageLimits as Record<string, number> | undefined)?.[name]
  if (!row || most === undefined) return
  const month = now.toString().slice(0, 7)
  const { month: counted, ...before } = row.usageStats as Record<string, number | string>
  const stats = counted === month ? before : {}
  const next = Number(stats[name] ?? 0) + times
  if (next > most) throw usedUp()
  // A counter, not a change that somebody made: what it counts is on record itself.
  await db
    .updateTable('tenancy.tenant_features')
    .set({ usageStats: JSON.stringify({ ...stats, [name]: next, month }) as never })
    .where('id', '=', row.id)
    .execute()
}

const usedUp = () =>
  new AppError(403, 'feature_limit', 'Your organisation has used all of this month’s allowance. Ask your administrator for a larger one.')
