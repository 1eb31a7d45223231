import { noteIntegration, openIntegration } from '#modules/tenancy/index.ts'
import type { Db } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { type OwnServer, sendThrough } from '#platform/mail.ts'
import type { JobContext, Tools } from '#platform/module.ts'
import { ask } from '#platform/outbound.ts'
import { type Kind, MailServer, TextService } from './contract.ts'

type Server = OwnServer['server']
/** The mail server of these settings; undefined where there is none, or it is not in use. */
async function mailOf(db: Db, how: { evenOff?: boolean } = {}): Promise<Server | undefined> {
  const found = await openIntegration(db, 'mail', how)
  const settings = MailServer.safeParse(found?.configuration)
  return found && settings.success ? { ...settings.data, password: found.secret } : undefined
}

/** What servers and the way to them complain of, in words. */
const words: readonly [RegExp, string][] = [
  [/ECONNREFUSED/, 'Nobody answers there.'],
  [/ECONNRESET|socket close/i, 'The connection was cut.'],
  [/timed? ?out|ETIMEDOUT/i, 'It took too long to answer.'],
  [/Invalid login|Missing credentials/i, 'It does not accept this user name and password.'],
  [/wrong version number/i, 'On this port the connection does not begin with TLS.'],
  [/STARTTLS/i, 'It does not offer a secured connection.'],
  [/certificate|self-signed/i, 'Its certificate is not one that can be trusted.'],
]
const inWords = (said: string) => words.find(([sign]) => sign.test(said))?.[1] ?? said

/** Keeps how using a service went; administrators hear of it when it is news, and of every test. */
export const noting =
  (tools: Tools, tenantId: string, kind: Kind, isTest = false) =>
  async (said: string | null) => {
    const now = tools.clock()
    // Whose letter it was is nobody's business here.
    const problem = (said === null ? null : inWords(said))?.replaceAll(/[^\s<>"']+@[^\s<>"']+/g, '…').slice(0, 500) ?? null
    await tools.inTenant({ tenantId, userId: null, now }, async (db) => {
      const isNews = await noteIntegration(db, { kind, problem, now })
      if (isNews || isTest) await emit(db, 'integrations.changed', {})
    })
  }

/** Fills the port of the platform's mail: through which server a tenant's letters leave. */
export async function mailServerOf(tools: Tools, tenantId: string): Promise<OwnServer | undefined> {
  const server = await tools.inTenant({ tenantId, userId: null, now: tools.clock() }, (db) => mailOf(db))
  return server && { server, note: noting(tools, tenantId, 'mail') }
}

type Text = { to: string; text: string }
async function sendText(tools: Tools, { url, account, from }: TextService, secret: string, { to, text }: Text): Promise<void> {
  const answer = await ask(tools.config, {
    url: `${url.replace(/\/$/, '')}/2010-04-01/Accounts/${account}/Messages.json`,
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${account}:${secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ From: from, To: to, Body: text }).toString(),
  })
  if (answer.status < 300) return
  const said = /"message":\s*"([^"]{1,200})"/.exec(answer.body.toString())?.[1]
  throw new Error(
    answer.status === 401 ? 'It does not know this account, or the secret is wrong.' : `It answered ${answer.status}. ${said ?? ''}`.trim(),
  )
}

async function textOf(db: Db, how: { evenOff?: boolean } = {}) {
  const found = await openIntegration(db, 'sms', how)
  const settings = TextService.safeParse(found?.configuration)
  return found?.secret && settings.success ? { settings: settings.data, secret: found.secret } : undefined
}

/** Has the tenant a text service in use? */
export const hasTextService = async (db: Db): Promise<boolean> => (await textOf(db)) !== undefined

/** How this tenant's text messages leave; undefined where it brought no service. What was wrong is kept, and thrown. */
export async function textServiceOf(tools: Tools, tenantId: string): Promise<{ send: (message: Text) => Promise<void> } | undefined> {
  const found = await tools.inTenant({ tenantId, userId: null, now: tools.clock() }, (db) => textOf(db))
  if (!found) return undefined
  const note = noting(tools, tenantId, 'sms')
  return {
    send: async (message) => {
      await sendText(tools, found.settings, found.secret, message).catch(async (error: Error) => {
        await note(error.message)
        throw error
      })
      await note(null)
    },
  }
}

/** Sends something to `to` through a service as it is saved, in use or not. Throws what was wrong. */
export async function trySending({ tools, tenantId, now }: JobContext, { kind, to }: { kind: Kind; to: string }): Promise<void> {
  const [mail, sms] = await tools.inTenant({ tenantId, userId: null, now }, (db) =>
    Promise.all([mailOf(db, { evenOff: true }), textOf(db, { evenOff: true })]),
  )
  if (kind === 'mail' && mail)
    return sendThrough(tools.config, mail, { to, subject: 'It works', text: 'Salus can send letters through this server.\n' })
  if (kind === 'sms' && sms)
    return sendText(tools, sms.settings, sms.secret, { to, text: 'Salus can send text messages through this service.' })
  throw new Error(unopened)
}
/** What is wrong where a secret is not there any more. */
export const unopened = 'Its secret is missing, or cannot be opened. Please enter it again.'
