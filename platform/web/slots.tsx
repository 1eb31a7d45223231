import { createContext, Suspense, use, useMemo } from 'react'
import type { Me } from '../session.ts'
import { ErrorBoundary } from './boundary.tsx'
import { type Late, late } from './late.ts'
import { hindrance, type May, may, useSession } from './session.tsx'
import { Loading } from './states.tsx'
import { loadWords } from './words.ts'

/** Names of the places that other modules fill, with the properties each gives. A module that publishes one adds it to this interface. */
export interface Slots {
  /** Cards of the home page: what is next for me today. */
  home: object
  /** Cards of "My account": preferences, consents. */
  account: object
  /** Above every page: in whose session this is, and for how long. */
  banner: object
  /** Right side of the header. */
  header: object
  /** Rows below the fields of the search dialog: people, courses … */
  search: { query: string; close: () => void }
}
export type SlotName = keyof Slots
export type SlotProps<Name extends SlotName> = Slots[Name]
export type Fill = {
  slot: SlotName
  module: string
  feature?: string | undefined
  order: number
  may: May
  wide: boolean
  whileSuspended?: boolean | undefined
  Content: Late<object>
}

/** Fills a slot of a lower module or of the shell; its code is loaded when it is first shown. */
export function fill<Name extends SlotName>(
  slot: Name,
  spec: {
    /** A module whose default export takes `SlotProps<Name>`. Typed `object` for the reason given at `page`. */
    load: () => Promise<object>
    may: May
    order?: number
    /** home: the whole row. */
    wide?: boolean
    /** Also shown to administrators of a suspended tenant. */
    whileSuspended?: true
  },
) {
  return (module: string): Fill => ({
    slot,
    module,
    order: spec.order ?? 50,
    may: spec.may,
    wide: spec.wide ?? false,
    whileSuspended: spec.whileSuspended,
    Content: late(async () => (await Promise.all([spec.load(), loadWords(module)]))[0]),
  })
}

export const FillsContext = createContext<readonly Fill[]>([])

/** What this person sees in a slot, in order. */
export function useFills(slot: SlotName): readonly Fill[] {
  const all = use(FillsContext)
  const { me } = useSession()
  return useMemo(() => fillsOf(all, slot, me), [all, me, slot])
}

/** What this person, or a stranger, sees in a slot, in order. */
export const fillsOf = (all: readonly Fill[], slot: SlotName, me: Me | null): readonly Fill[] =>
  all.filter((one) => one.slot === slot && !hindrance(me, one) && may(me, one.may)).sort((a, b) => a.order - b.order)

type SlotSpec<Name extends SlotName> = {
  name: Name
  with: Slots[Name]
  /** Shows nothing instead of shapes and errors: for parts of the header. */
  quiet?: boolean
}
/** `<Slot name="person" with={{ userId }} />`: everything higher modules put here. A part that fails leaves the others standing. */
export function Slot<Name extends SlotName>({ name, with: given, quiet = false }: SlotSpec<Name>) {
  return useFills(name).map((one) => <Filled key={`${one.module} ${one.order}`} one={one} given={given} quiet={quiet} />)
}

export function Filled({ one, given, quiet = false }: { one: Fill; given: object; quiet?: boolean }) {
  const { Content } = one
  return (
    <ErrorBoundary quiet={quiet}>
      <Suspense fallback={quiet ? null : <Loading rows={2} />}>
        <Content {...given} />
      </Suspense>
    </ErrorBoundary>
  )
}
