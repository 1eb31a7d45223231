import type { Endpoint, Input, Output } from '../contract.ts'
import { Problem } from '../contract.ts'
import { isByItself } from './touch.ts'

/** An answer that is not a success, as a problem document; `status` 0 and code `network` when no answer came. */
export class ApiError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.title)
    this.name = 'ApiError'
    this.problem = problem
  }
}

export type CallOptions = {
  signal?: AbortSignal
  /** One per action of a person; kept when the same action is tried again. A POST without one gets a fresh one. */
  idempotencyKey?: string
  /** The `version` the person saw: a stale one is refused with 412. */
  ifMatch?: number
  /** Goes out even when the tab closes behind it (64 kB at most). */
  keepalive?: boolean
}
/** The input may be left out where the endpoint needs none. */
export type CallArguments<E extends Endpoint, Options> =
  Record<never, never> extends Input<E> ? [input?: Input<E>, options?: Options] : [input: Input<E>, options?: Options]

type AnyInput = { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown }

const endings = new Set<() => void>()
/** Calls `then` when the server no longer knows the session; returns the way to stop listening. */
export function onSessionEnd(then: () => void) {
  endings.add(then)
  return () => endings.delete(then)
}

/**
 * Writes on their way. The answer of one may replace the session's cookie (after a second factor), and live events of it may be
 * here before it: what they fetch anew still carries the cookie of before.
 */
const writing = new Set<Promise<unknown>>()
function written<T>(answer: Promise<T>): Promise<T> {
  const done = () => void writing.delete(settled)
  const settled: Promise<unknown> = answer.then(done, done)
  writing.add(settled)
  return answer
}
/** Until the writes of this tab have their answers. */
export const writesAnswered = () => Promise.all(writing)
/** And those of another tab had a moment for theirs. */
export const cookieSettled = () => Promise.all([...writing, new Promise((resume) => setTimeout(resume, 300))])

/** The address of an endpoint below /api: for downloads, a plain `<a href download>`. */
export function href<E extends Endpoint>(endpoint: E, ...[input]: CallArguments<E, never>): string {
  const { params = {}, query = {} } = (input ?? {}) as AnyInput
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== null && one !== '') search.append(key, String(one))
  }
  return `/api${path}${search.size > 0 ? `?${search}` : ''}`
}

/** Calls one endpoint of the contract. Throws `ApiError` for everything that is not a success. */
export async function call<E extends Endpoint>(endpoint: E, ...[input, options = {}]: CallArguments<E, CallOptions>): Promise<Output<E>> {
  const body = (input as AnyInput | undefined)?.body
  const headers = headersOf(endpoint, options)
  if (body !== undefined) headers.set('content-type', 'application/json')
  const send = () =>
    fetch(href(endpoint, ...([input] as unknown as CallArguments<E, never>)), {
      method: endpoint.method,
      credentials: 'same-origin',
      headers,
      keepalive: options.keepalive ?? false,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    }).catch((reason: unknown) => {
      if (options.signal?.aborted) throw reason
      throw new ApiError(silence)
    })
  const first = endpoint.method === 'GET' ? send() : written(send())
  const outdated = endpoint.method === 'GET' && endpoint.permission !== 'public' && (await first).status === 401
  if (outdated) await cookieSettled()
  const answer = await (outdated ? send() : first)
  const text = await answer.text()
  if (answer.ok) return (text === '' ? undefined : JSON.parse(text)) as Output<E>
  throw refusal(endpoint, answer.status, text)
}

/**
 * Sends one file as multipart/form-data (field `file`); `onProgress` hears the part sent, 0 to 1.
 * XMLHttpRequest, because fetch tells nothing about what has been sent.
 */
export function upload<E extends Endpoint & { carries: 'upload' }>(
  endpoint: E,
  input: { file: File } & Input<E>,
  onProgress?: (part: number) => void,
  options: CallOptions = {},
): Promise<Output<E>> {
  const { file, ...rest } = input
  const form = new FormData()
  form.append('file', file, file.name)
  const { promise, resolve, reject } = Promise.withResolvers<Output<E>>()
  const request = new XMLHttpRequest()
  request.open(endpoint.method, href(endpoint, ...([rest] as unknown as CallArguments<E, never>)))
  for (const [name, value] of headersOf(endpoint, options)) request.setRequestHeader(name, value)
  request.upload.onprogress = (event) => event.lengthComputable && onProgress?.(event.loaded / event.total)
  request.onload = () => {
    if (request.status < 300) resolve((request.responseText === '' ? undefined : JSON.parse(request.responseText)) as Output<E>)
    else reject(refusal(endpoint, request.status, request.responseText))
  }
  request.onerror = () => reject(new ApiError(silence))
  request.onabort = () => reject(new DOMException('Aborted', 'AbortError'))
  options.signal?.addEventListener('abort', () => request.abort())
  request.send(form)
  return promise
}

/** No answer came. */
export const silence: Problem = { type: 'about:blank', title: 'No answer from the server', status: 0, code: 'network' }

function headersOf(endpoint: Endpoint, options: CallOptions) {
  const headers = new Headers({ accept: 'application/json' })
  if (endpoint.method === 'POST') headers.set('idempotency-key', options.idempotencyKey ?? crypto.randomUUID())
  if (isByItself()) headers.set('salus-quiet', '1')
  if (options.ifMatch !== undefined) headers.set('if-match', `"${options.ifMatch}"`)
  return headers
}

function refusal(endpoint: Endpoint, status: number, text: string) {
  if (status === 401 && endpoint.permission !== 'public') for (const tell of endings) tell()
  const parsed = Problem.safeParse(parseJson(text))
  return new ApiError(parsed.success ? parsed.data : { type: 'about:blank', title: `Error ${status}`, status, code: `http.${status}` })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
