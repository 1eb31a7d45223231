import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'
import Provider, { type Context } from 'oidc-provider'
import { type Visitor, visitor } from './visitor.ts'
import type { World } from './world.ts'

type Somebody = { sub: string; email?: string; email_verified?: boolean; groups?: string[]; amr?: string[] } & Record<string, unknown>
export const clientSecret = 'a secret that only this provider and we know'

/**
 * A real OpenID Connect provider on a port of its own, which lets `who` in without asking. `walk` goes there as a browser would
 * and answers what stands behind the ? when it is sent back.
 */
export async function signInProvider(redirectUri = 'http://localhost:3000/sso/callback') {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const known = new Map<string, Somebody>()
  const state: { who: Somebody; asked: number; meanwhile?: (() => Promise<unknown>) | undefined } = { who: { sub: 'nobody' }, asked: 0 }
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'salus', client_secret: clientSecret, redirect_uris: [redirectUri] }],
    findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => known.get(sub) }),
    claims: {
      openid: ['sub', 'amr', 'acr'],
      email: ['email', 'email_verified'],
      profile: ['given_name', 'family_name', 'name', 'groups', 'staff_number', 'unit'],
    },
    ttl: Object.fromEntries(['Interaction', 'Grant', 'Session', 'AccessToken', 'IdToken', 'AuthorizationCode'].map((kind) => [kind, 600])),
    cookies: { keys: ['a key for its cookies'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    loadExistingGrant: async ({ oidc }: Context) => {
      const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
    renderError: (context: { body: string }, out: object) => {
      context.body = JSON.stringify(out)
    },
  })
  const answer = provider.callback()
  server.on('request', async (request, reply) => {
    state.asked++
    const { meanwhile } = state
    if (meanwhile && request.url === '/token') {
      state.meanwhile = undefined
      await meanwhile()
    }
    if (!request.url?.startsWith('/interaction/')) return answer(request, reply)
    const { sub, amr } = state.who
    const result = sub === 'nobody' ? { error: 'access_denied', error_description: 'Not today.' } : { login: { accountId: sub, amr } }
    void provider.interactionFinished(request, reply, result)
  })
  after(() => server.close())
  return {
    issuer,
    /** Nobody answers there any more. */
    close: () => server.close().closeAllConnections(),
    asked: () => state.asked,
    /** What happens here while it is asked for the next token. */
    meanwhile: (work: () => Promise<unknown>) => {
      state.meanwhile = work
    },
    /** Whom it lets in from now on, for a browser that goes there by itself. */
    expect: (who: Somebody) => {
      state.who = who
      known.set(who.sub, who)
    },
    walk: async (address: string, who?: Somebody): Promise<string> => {
      state.who = who ?? { sub: 'nobody' }
      if (who) known.set(who.sub, who)
      const cookies = new Map<string, string>()
      for (let url = address; ; ) {
        if (url.startsWith(redirectUri)) return url.slice(url.indexOf('?') + 1)
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const page = await fetch(url, { redirect: 'manual', headers: { cookie } })
        for (const one of page.headers.getSetCookie()) {
          const [name, value] = (one.split(';')[0] as string).split('=') as [string, string]
          cookies.set(name, value)
        }
        const next = page.headers.get('location')
        if (!next) throw new Error(`the provider answered ${page.status}: ${await page.text()}`)
        url = new URL(next, url).href
      }
    },
  }
}
export type SignInProvider = Awaited<ReturnType<typeof signInProvider>>

type Come = { v?: Visitor; through?: SignInProvider } & Record<string, unknown>
/** Signing in through a provider: `begin` at our door, `end` with its answer, `come` all the way in a browser of one's own. */
export function arriving(w: Pick<World, 'server' | 'owner'>, provider: SignInProvider, where: { tenant: string; connectionId: string }) {
  const begin = async (v: Visitor, more: object = {}): Promise<string> => {
    const answer = await v.send('POST', '/sso/visits', { ...where, ...more })
    if (answer.statusCode !== 201) throw new Error(answer.body)
    return answer.json().url
  }
  const end = (v: Visitor, answer: string) => v.send('POST', '/sso/visits/completion', { answer })
  const come = async (who: Somebody | undefined, { v = visitor(w), through = provider, ...more }: Come = {}) => {
    const answer = await end(v, await through.walk(await begin(v, more), who))
    return { v, status: answer.statusCode, ...answer.json() }
  }
  return { begin, end, come }
}
