/** A provider's answer that cannot be had, or cannot be trusted; the message is a sentence for people. */
export class Unusable extends Error {
  readonly kind: 'fails' | 'denied' | 'untrusted'
  constructor(kind: Unusable['kind'], message: string, cause?: unknown) {
    super(message, { cause })
    this.kind = kind
  }
}

/** Runs what speaks with a provider, and says in a sentence what went wrong. */
export async function telling<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof Unusable ? error : worded(error)
  }
}
function worded(error: unknown): Unusable {
  const chain: (Error & { code?: string; error?: string; error_description?: string })[] = []
  for (let one = error as Error | undefined; one instanceof Error; one = one.cause as Error | undefined) chain.push(one)
  const said = chain.find((one) => typeof one.error === 'string')
  const code = chain.map((one) => one.code).find((one) => one !== undefined) ?? ''
  if (code === 'OAUTH_AUTHORIZATION_RESPONSE_ERROR') return new Unusable('denied', said?.error_description ?? said?.error ?? '', error)
  if (said?.error === 'invalid_client' || said?.error === 'unauthorized_client')
    return new Unusable('fails', 'It does not know this client, or the client secret is wrong.', error)
  if (said) return new Unusable('fails', `It answered "${said.error}".`, error)
  const sentence =
    chain.map((one) => sentences[one.code ?? '']).find(Boolean) ?? chain.map((one) => one.message).find((one) => /^[A-Z].*\.$/.test(one))
  const isUntrusted = chain.some((one) => untrusted.has(one.code ?? ''))
  return new Unusable(isUntrusted ? 'untrusted' : 'fails', sentence ?? 'It answered something else than expected.', error)
}
const untrusted = new Set([
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
  'OAUTH_INVALID_RESPONSE',
])
const sentences: Record<string, string> = {
  ECONNREFUSED: 'Nobody answers at its address.',
  ECONNRESET: 'It broke off the connection.',
  ABORT_ERR: 'It did not answer within ten seconds.',
  CERT_HAS_EXPIRED: 'Its certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Nobody vouches for its certificate.',
  OAUTH_HTTP_REQUEST_FORBIDDEN: 'Only https is allowed.',
  OAUTH_RESPONSE_IS_NOT_CONFORM: 'There is no description of a provider at this address. Is the issuer right?',
  OAUTH_RESPONSE_IS_NOT_JSON: 'There is no description of a provider at this address. Is the issuer right?',
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: 'It calls itself otherwise. Copy the issuer to the letter.',
  OAUTH_JWT_CLAIM_COMPARISON_FAILED: 'What it signed was not meant for this sign-in.',
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: 'What it signed is too old, or its clock is wrong.',
}
