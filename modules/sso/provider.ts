import * as oidc from 'openid-client'
import type { Tools } from '#platform/module.ts'
import { ask } from '#platform/outbound.ts'
import { telling, Unusable } from './wording.ts'

/** What must be known to speak with a provider. */
export type Known = { id: string; version: number; issuer: string; clientId: string; secret: string | null; scopes: readonly string[] }
/** Every request to a provider: to the address that was looked up, which is never a private one, and without redirects. */
const outbound =
  (tools: Tools): oidc.CustomFetch =>
  async (url, { method, headers, body }) => {
    const text = body === undefined || body === null ? undefined : String(body)
    const answer = await ask(tools.config, { url, method, headers: { ...headers }, body: text })
    const given = Object.entries(answer.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const]))
    const isEmpty = answer.body.length === 0 || [204, 205, 304].includes(answer.status)
    return new Response(isEmpty ? null : new Uint8Array(answer.body), {
      status: answer.status,
      headers: new Headers(given.map(([a, b]) => [a, b])),
    })
  }

/** What providers said of themselves, for a while: keys that they change meanwhile are asked for anew. */
const described = new WeakMap<Tools, Map<string, { configuration: oidc.Configuration; until: Temporal.Instant }>>()
const goodFor = { minutes: 10 }

async function configurationOf(tools: Tools, known: Known, now: Temporal.Instant): Promise<oidc.Configuration> {
  const all = described.get(tools) ?? new Map()
  described.set(tools, all)
  const key = `${known.id} ${known.version}`
  const kept = all.get(key)
  if (kept && Temporal.Instant.compare(kept.until, now) > 0) return kept.configuration
  const configuration = await discover(tools, known)
  if (all.size > 1000) all.clear()
  all.set(key, { configuration, until: now.add(goodFor) })
  return configuration
}

async function discover(tools: Tools, { issuer, clientId, secret }: Known): Promise<oidc.Configuration> {
  if (secret === null) throw new Unusable('fails', 'The client secret cannot be opened. Please enter it again.')
  const execute = [oidc.enableNonRepudiationChecks, ...(tools.config.OUTBOUND_PRIVATE ? [oidc.allowInsecureRequests] : [])]
  const options = { [oidc.customFetch]: outbound(tools), execute, timeout: 10 }
  const found = await oidc.discovery(new URL(issuer), clientId, secret, undefined, options)
  const server = found.serverMetadata()
  // Some providers answer for many issuers at one address: only the one that was named is meant.
  if (server.issuer !== issuer) throw new Unusable('untrusted', `It calls itself ${server.issuer}, not ${issuer}.`)
  // Browsers go there: a script is no page.
  if (!/^https?:\/\//.test(server.authorization_endpoint ?? 'http://'))
    throw new Unusable('untrusted', 'Where it sends people to is no page.')
  const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  if (methods.includes('client_secret_post')) return found
  const configuration = new oidc.Configuration(server, clientId, secret, oidc.ClientSecretBasic(secret))
  configuration[oidc.customFetch] = outbound(tools)
  for (const one of execute) one(configuration)
  return configuration
}

type Visit = { nonce: string; verifier: string; redirectUri: string; state: string }

/** Where a browser goes to sign in. Throws `Unusable`. */
export const addressFor = (
  tools: Tools,
  known: Known,
  { nonce, verifier, redirectUri, state, hint }: Visit & { hint?: string | undefined },
) =>
  telling(async () => {
    const configuration = await configurationOf(tools, known, tools.clock())
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: [...new Set(['openid', ...known.scopes])].join(' '),
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...{ state, nonce, ...(hint ? { login_hint: hint } : {}) },
    })
    return url.href
  })

/** What the provider says of whoever came back, signed by it and meant for this visit. Throws `Unusable`. */
export const claimsOf = (tools: Tools, known: Known, { nonce, verifier, redirectUri, state, answer }: Visit & { answer: string }) =>
  telling(async () => {
    const configuration = await configurationOf(tools, known, tools.clock())
    const came = new URL(`${redirectUri}?${answer}`)
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }
    const tokens = await oidc.authorizationCodeGrant(configuration, came, checks)
    const claims = tokens.claims() as oidc.IDToken
    if (claims.iss !== known.issuer) throw new Unusable('untrusted', `It speaks for ${claims.iss}, not for ${known.issuer}.`)
    const more = configuration.serverMetadata().userinfo_endpoint
      ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub)
      : {}
    // What is signed counts more than what is told beside it, and alone where it is about how somebody signed in.
    return { ...more, amr: undefined, acr: undefined, auth_time: undefined, ...claims } as Record<string, unknown> & { sub: string }
  })

/** Is everything there that signing in takes, and are client and secret known? Null, or what is wrong in a sentence. */
export async function problemWith(tools: Tools, known: Known, redirectUri: string): Promise<string | null> {
  try {
    await telling(async () => {
      const configuration = await discover(tools, known)
      const server = configuration.serverMetadata()
      const lacks = (['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const).filter((one) => !server[one])
      if (lacks.length > 0) throw new Unusable('fails', `It does not say its ${lacks.join(', ')}.`)
      const methods = server.code_challenge_methods_supported
      if (methods && !methods.includes('S256')) throw new Unusable('fails', 'It does not know PKCE with S256.')
      await askWithWrongCode(configuration, redirectUri)
    })
    return null
  } catch (error) {
    if (error instanceof Unusable) return error.message
    throw error
  }
}

/** A code that was never given: a provider that knows the client says that the code is wrong, else that the client is. */
async function askWithWrongCode(configuration: oidc.Configuration, redirectUri: string): Promise<void> {
  const given = { code: 'salus-asks-whether-all-is-well', redirect_uri: redirectUri, code_verifier: oidc.randomPKCECodeVerifier() }
  await oidc.genericGrantRequest(configuration, 'authorization_code', given).catch((error: unknown) => {
    if (error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant') return
    throw error
  })
}
