import type pg from 'pg'
import { hashToken, newToken } from '#platform/crypto.ts'
import type { Tools } from '#platform/module.ts'

/** Makes the operator key where there is none; it is printed once and only its hash is kept. Undefined where one exists. */
export async function ensureOperatorKey(owner: pg.Pool): Promise<string | undefined> {
  const key = `salus_op_${newToken()}`
  const { rowCount } = await owner.query(
    'insert into platform.operator_keys (key_hash) select $1 where not exists (select from platform.operator_keys where revoked_at is null)',
    [hashToken(key).toString('base64')],
  )
  return rowCount ? key : undefined
}

/** Is this a valid operator key? */
export async function isOperator(key: string, { system }: Tools): Promise<boolean> {
  const found = await system
    .selectFrom('platform.operator_keys')
    .select('id')
    .where('keyHash', '=', hashToken(key).toString('base64'))
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  return found !== undefined
}
