import { isOperatorKey } from '#modules/auth/index.ts'
import type { Endpoint } from '#platform/contract.ts'
import { newToken } from '#platform/crypto.ts'
import { AppError } from '#platform/errors.ts'
import { handleOpen, type Tools } from '#platform/module.ts'
import { createTenant, operatorSession, signInOperator, signOutOperator } from './contract.ts'
import { hasFactor, showFactor } from './factor.ts'
import { noteRefused, noting, tokenHash } from './trail.ts'

const lasts = { hours: 1 }
const wrongKey = () => new AppError(401, 'operator.wrong_key', 'This is not the operator key.')

const open = (tools: Tools, token: string) =>
  tools.system
    .selectFrom('operator.sessions')
    .select('id')
    .where('tokenHash', '=', tokenHash(token))
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', tools.clock().toString())
    .executeTakeFirst()

/**
 * Is this the operator: by a session of the console, or by the key? Once the operator has a second factor, programs that hold only
 * the key make tenants and do nothing else.
 */
export async function isOperator(token: string, tools: Tools, { method, path }: Pick<Endpoint, 'method' | 'path'>): Promise<boolean> {
  if ((await open(tools, token)) !== undefined) return true
  if (!(await isOperatorKey(token, tools))) return false
  return (method === createTenant.method && path === createTenant.path) || !(await hasFactor(tools))
}

export const sessionRoutes = [
  handleOpen(operatorSession, async ({ client, tools }) => {
    const signedIn = client.token !== undefined && (await open(tools, client.token)) !== undefined
    return { signedIn, hasFactor: signedIn && (await hasFactor(tools)) }
  }),
  handleOpen(signInOperator, async ({ body, client, tools, now }) => {
    const id = crypto.randomUUID()
    const refuse = async (refusal: unknown): Promise<never> => {
      if (refusal instanceof AppError) await noteRefused({ tools, client, now }, refusal.code.replace(/^operator\./, ''))
      throw refusal
    }
    if (!(await isOperatorKey(body.key, tools))) return refuse(wrongKey())
    await showFactor(tools, body.code, now).catch(refuse)
    const token = newToken()
    const expiresAt = now.add(lasts)
    const did = { action: 'login', entity: 'sessions', entityId: id, sessionId: id } as const
    const system = await noting({ tools, client, now }, did)
    await system
      .insertInto('operator.sessions')
      .values({
        id,
        tokenHash: tokenHash(token),
        ipAddress: client.ip,
        createdAt: now.toString(),
        expiresAt: expiresAt.toString(),
      } as never)
      .execute()
    client.setSession(token, expiresAt)
  }),
  handleOpen(signOutOperator, async ({ client, tools, now }) => {
    const system = await noting({ tools, client, now }, { action: 'logout', entity: 'sessions' })
    await system
      .updateTable('operator.sessions')
      .set({ endedAt: now.toString() })
      .where('tokenHash', '=', tokenHash(client.token ?? ''))
      .execute()
    client.setSession(null)
  }),
]
