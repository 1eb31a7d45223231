import { isOperatorKey } from '#modules/auth/index.ts'
import { hashToken, newToken } from '#platform/crypto.ts'
import { unauthenticated } from '#platform/errors.ts'
import { handleOpen, type Tools } from '#platform/module.ts'
import { operatorSession, signInOperator, signOutOperator } from './contract.ts'

const lasts = { hours: 1 }
const hashOf = (token: string) => hashToken(token).toString('base64')

const open = (tools: Tools, token: string) =>
  tools.system
    .selectFrom('operator.sessions')
    .select('id')
    .where('tokenHash', '=', hashOf(token))
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', tools.clock().toString())
    .executeTakeFirst()

/** Is this the operator: by the key (programs), or by a session of the console? */
export async function isOperator(token: string, tools: Tools): Promise<boolean> {
  return (await isOperatorKey(token, tools)) || (await open(tools, token)) !== undefined
}

export const sessionRoutes = [
  handleOpen(operatorSession, async ({ client, tools }) => ({
    signedIn: client.token !== undefined && (await isOperator(client.token, tools)),
  })),
  handleOpen(signInOperator, async ({ body, client, tools, now }) => {
    if (!(await isOperatorKey(body.key, tools))) throw unauthenticated()
    const token = newToken()
    const expiresAt = now.add(lasts)
    await tools.system
      .insertInto('operator.sessions')
      .values({ tokenHash: hashOf(token), ipAddress: client.ip, createdAt: now.toString(), expiresAt: expiresAt.toString() } as never)
      .execute()
    client.setSession(token, expiresAt)
  }),
  handleOpen(signOutOperator, async ({ client, tools, now }) => {
    await tools.system
      .updateTable('operator.sessions')
      .set({ endedAt: now.toString() })
      .where('tokenHash', '=', hashOf(client.token ?? ''))
      .execute()
    client.setSession(null)
  }),
]
