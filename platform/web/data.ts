import { notifications } from '@mantine/notifications'
import {
  keepPreviousData,
  onlineManager,
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
  useSuspenseInfiniteQuery,
  useSuspenseQuery,
} from '@tanstack/react-query'
import { useDeferredValue, useRef } from 'react'
import type { Endpoint, Input, Output, Problem } from '../contract.ts'
import { ApiError, type CallArguments, call } from './api.ts'
import { problemWords } from './words.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (count, error) => count < 2 && error instanceof ApiError && (error.problem.status === 0 || error.problem.status === 503),
    },
    // Without a connection a person hears at once that it failed; left waiting, it would happen some time after they gave up.
    mutations: { networkMode: 'always' },
  },
})

// Whoever was away may have missed more than what was already old.
onlineManager.subscribe((online) => void (online && queryClient.invalidateQueries()))

type DataOptions = {
  /** Topics of live events (`appointments` hears `appointments.booked`) that make this data out of date. */
  live?: readonly string[]
}
type AnyCall = (
  endpoint: Endpoint,
  input: unknown,
  options: { signal?: AbortSignal; idempotencyKey?: string; ifMatch?: number },
) => Promise<never>
const anyCall = call as unknown as AnyCall

/** The name of a query in the cache: method, path, then the input. */
export const queryKey = (endpoint: Endpoint, input: unknown = {}) => [`${endpoint.method} ${endpoint.path}`, input] as const

/**
 * The answer of a GET. Suspends on the first load (the page's frame shows the skeleton, then errors with retry);
 * when the input changes the former answer stays on screen and `isStale` is true.
 */
export function useData<E extends Endpoint>(endpoint: E, ...[input, options]: CallArguments<E, DataOptions>) {
  const wanted = JSON.stringify(input ?? {})
  const text = useDeferredValue(wanted)
  const query = useSuspenseQuery<Output<E>>({
    queryKey: queryKey(endpoint, JSON.parse(text)),
    queryFn: ({ signal }) => anyCall(endpoint, JSON.parse(text), { signal }),
    meta: { live: options?.live ?? [] },
  })
  return { data: query.data, isStale: wanted !== text, isFetching: query.isFetching, refetch: query.refetch }
}

/** A cursor list, page by page: `items` so far, `more()` while there is more. Suspends like `useData`. */
export function usePages<E extends Endpoint>(endpoint: E, ...[input, options]: CallArguments<E, DataOptions>) {
  type Item = Output<E> extends { items: (infer One)[] } ? One : never
  const wanted = JSON.stringify(input ?? {})
  const text = useDeferredValue(wanted)
  const query = useSuspenseInfiniteQuery({
    queryKey: [...queryKey(endpoint, JSON.parse(text)), 'pages'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }): Promise<Output<E> & { items: Item[]; next: string | null }> => {
      const given = JSON.parse(text) as { query?: object }
      return anyCall(endpoint, { ...given, query: { ...given.query, cursor: pageParam } }, { signal })
    },
    getNextPageParam: (last) => last.next ?? undefined,
    meta: { live: options?.live ?? [] },
  })
  return {
    items: query.data.pages.flatMap((page) => page.items),
    /** The answers themselves, for what stands beside `items`. */
    pages: query.data.pages,
    more: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    loadingMore: query.isFetchingNextPage,
    isStale: wanted !== text,
  }
}

/** A GET that never suspends, for pickers and panels; `null` as input asks nothing. `data` is undefined until it is there. */
export function useLookup<E extends Endpoint>(endpoint: E, input: Input<E> | null, options?: DataOptions) {
  const query = useQuery<Output<E>>({
    queryKey: queryKey(endpoint, input ?? {}),
    queryFn: ({ signal }) => anyCall(endpoint, input, { signal }),
    enabled: input !== null,
    placeholderData: keepPreviousData,
    meta: { live: options?.live ?? [] },
  })
  return {
    data: query.data, // Without a connection it waits, and is asked for as soon as there is one.
    isLoading: query.fetchStatus !== 'idle',
    problem: problemOf(query.error),
  }
}

/** Every row of a list, for a choice among them: empty until they are there; `null` as input asks nothing. Up to 5,000. */
export function useAll<E extends Endpoint>(endpoint: E, input: Input<E> | null, options?: DataOptions) {
  type Item = Output<E> extends { items: (infer One)[] } ? One : never
  const { data } = useQuery({
    queryKey: [...queryKey(endpoint, input ?? {}), 'all'],
    queryFn: async ({ signal }) => {
      const given = input as { query?: object }
      const items: Item[] = []
      let cursor: string | null | undefined
      do {
        const query = { ...given.query, limit: 200, ...(cursor ? { cursor } : {}) }
        const page: { items: Item[]; next: string | null } = await anyCall(endpoint, { ...given, query }, { signal })
        items.push(...page.items)
        cursor = page.next
      } while (cursor && items.length < 5_000)
      return items
    },
    enabled: input !== null,
    placeholderData: keepPreviousData,
    meta: { live: options?.live ?? [] },
  })
  return data ?? []
}

type ActionOptions<E extends Endpoint> = {
  /** What is out of date afterwards: endpoints, or live topics. Everything on screen when left out. */
  invalidates?: readonly (Endpoint | string)[]
  /** Words of the toast after success. */
  success?: string | ((answer: Output<E>) => string)
}
export type RunOptions = {
  ifMatch?: number
  /** No toast on failure: the caller shows `problem` itself. */
  quiet?: boolean
}
export type Answer<E extends Endpoint> = { ok: true; data: Output<E> } | { ok: false; problem: Problem }
export type CallRun<E extends Endpoint> = CallArguments<E, RunOptions>
export type Action<E extends Endpoint> = {
  run: (...args: CallRun<E>) => Promise<Answer<E>>
  running: boolean
  problem: Problem | null
  clear: () => void
}

/**
 * A write. `run` never throws: it answers `{ ok, data }` or `{ ok: false, problem }`, shows a toast either way, and refreshes
 * what the write made out of date. The same input tried again after a lost answer carries the same Idempotency-Key.
 */
export function useAction<E extends Endpoint>(endpoint: E, options: ActionOptions<E> = {}): Action<E> {
  const client = useQueryClient()
  const attempt = useRef<{ text: string; key: string } | null>(null)
  const mutation = useMutation({
    mutationFn: ({ input, ifMatch }: { input: unknown; ifMatch?: number }): Promise<Output<E>> => {
      const text = JSON.stringify(input ?? {})
      if (attempt.current?.text !== text) attempt.current = { text, key: crypto.randomUUID() }
      return anyCall(endpoint, input, { idempotencyKey: attempt.current.key, ...(ifMatch === undefined ? {} : { ifMatch }) })
    },
    retry: (count, error) => endpoint.method === 'POST' && count < 2 && isLost(error),
  })
  return {
    running: mutation.isPending,
    problem: problemOf(mutation.error),
    clear: mutation.reset,
    run: async (...[input, run = {}]) => {
      try {
        const data = await mutation.mutateAsync({ input, ...(run.ifMatch === undefined ? {} : { ifMatch: run.ifMatch }) })
        attempt.current = null
        await refresh(client, options.invalidates)
        const words = typeof options.success === 'function' ? options.success(data) : options.success
        if (words) notifications.show({ message: words, color: 'teal' })
        return { ok: true, data }
      } catch (error) {
        if (!isLost(error)) attempt.current = null
        const problem = problemOf(error)
        if (!problem) throw error
        if (!run.quiet) notifications.show({ message: problemWords(problem), color: 'red', autoClose: 8000 })
        return { ok: false, problem }
      }
    },
  }
}

/** Marks queries as out of date: of these endpoints and live topics, or all. Those on screen are fetched again. */
export function refresh(client: QueryClient, what?: readonly (Endpoint | string)[]) {
  if (!what) return client.invalidateQueries()
  const keys = new Set(what.map((one) => (typeof one === 'string' ? '' : `${one.method} ${one.path}`)))
  const topics = what.filter((one) => typeof one === 'string')
  return client.invalidateQueries({
    predicate: ({ queryKey: [first], meta }) =>
      keys.has(String(first)) || topics.some((topic) => (meta?.live as string[] | undefined)?.includes(topic)),
  })
}

export const isLost = (error: unknown) => error instanceof ApiError && (error.problem.status === 0 || error.problem.status >= 500)
const problemOf = (error: unknown): Problem | null =>
  error instanceof ApiError ? error.problem : error ? { type: 'about:blank', title: String(error), status: 0, code: 'browser' } : null
