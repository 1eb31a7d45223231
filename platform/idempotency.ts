import type { Endpoint } from './contract.ts'
import { keyedHash, open, seal } from './crypto.ts'
import { boundOf, type Db } from './db.ts'
import { AppError } from './errors.ts'

type Once = { db: Db; endpoint: Endpoint; key: string; body: unknown; params: unknown; run: () => Promise<unknown> }

/**
 * Runs once per person and key: the same request again gets the first answer, without its secrets; another request under the
 * same key is refused with 422. A second one that arrives meanwhile waits for the first. Keys are kept 30 days.
 */
export async function onceByKey({ db, endpoint, key, body, params, run }: Once): Promise<unknown> {
  if (key.length < 8 || key.length > 200) throw new AppError(422, 'idempotency.key_length', 'An Idempotency-Key has 8 to 200 characters.')
  const { tenantId, userId, now, tools } = boundOf(db)
  const name = `${endpoint.method} ${endpoint.path}`
  // What was sent and answered may be clinical: kept as a keyed hash and under lock, so that the table alone tells nothing.
  const lock = tools.keys.derive('idempotency')
  const bound = [tenantId, userId, key].join('\0')
  const requestHash = keyedHash(lock, JSON.stringify([name, params, body ?? null]))
  const mine = await db
    .insertInto('platform.idempotency_keys')
    .values({ userId: userId as string, key, endpoint: name, requestHash, createdAt: now.toString() } as never)
    .onConflict((conflict) => conflict.columns(['tenantId', 'userId', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst()
  const row = () =>
    db
      .selectFrom('platform.idempotency_keys')
      .selectAll()
      .where('userId', '=', userId as string)
      .where('key', '=', key)
  if (!mine) {
    const first = await row().executeTakeFirstOrThrow()
    if (first.requestHash !== requestHash)
      throw new AppError(422, 'idempotency.other_request', 'This Idempotency-Key was used for another request.')
    return first.response === null ? undefined : JSON.parse(open(lock, Buffer.from(first.response as string, 'base64'), bound).toString())
  }
  const refused = async (refusal: unknown) => {
    // What a refusal commits is no answer to be given again.
    if (refusal instanceof AppError && refusal.commits)
      await db
        .deleteFrom('platform.idempotency_keys')
        .where('userId', '=', userId as string)
        .where('key', '=', key)
        .execute()
    throw refusal
  }
  const result = endpoint.returns.parse(await run().catch(refused))
  const kept =
    endpoint.secrets.length && result && typeof result === 'object'
      ? Object.fromEntries(Object.entries(result).map(([field, value]) => [field, endpoint.secrets.includes(field) ? null : value]))
      : result
  await db
    .updateTable('platform.idempotency_keys')
    .set({
      status: endpoint.status,
      response: kept ? JSON.stringify(seal(lock, Buffer.from(JSON.stringify(kept)), bound).toString('base64')) : null,
    } as never)
    .where('userId', '=', userId as string)
    .where('key', '=', key)
    .execute()
  return result
}
