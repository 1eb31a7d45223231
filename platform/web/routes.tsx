import type { Icon } from '@tabler/icons-react'
import {
  type AnyRoute,
  createRootRouteWithContext,
  createRoute,
  type ResolveParams,
  redirect,
  type StaticDataRouteOption,
} from '@tanstack/react-router'
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react'
import type { z } from 'zod'
import { ErrorBoundary } from './boundary.tsx'
import { late } from './late.ts'
import { Forbidden, Page } from './Page.tsx'
import { Missing, Root } from './Root.tsx'
import { hindrance, loadSession, type May, may, useSession } from './session.tsx'
import type { Fill } from './slots.tsx'
import { Loading } from './states.tsx'
import { loadWords } from './words.ts'

/** Sections of the navigation, in this order; named in platform/web/en.json. */
export const navGroups = ['home', 'health', 'learning', 'team', 'administration'] as const
type Nav = {
  group: (typeof navGroups)[number]
  icon: Icon
  order: number
  /** Key below `pages` when the navigation says it shorter than the title does. */
  label?: string
  /** Where it stands there for fewer people than may open it. */
  may?: May
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    module?: string
    feature?: string | undefined
    whileSuspended?: boolean
    title?: string
    may?: May
    nav?: Nav
    /** Stands alone, without header and navigation. */
    bare?: boolean
  }
}

export const rootRoute = createRootRouteWithContext()({ component: Root, notFoundComponent: Missing })

type PageSpec<Path extends string, Search extends z.ZodType> = {
  /** With `$name` for parameters: `/appointments/$id`. */
  path: Path
  /** Key in this module's words, below `pages`. */
  title: string
  may: May
  /** The page: a module with a default export. Typed `object` so that pages may use the router's types without a circle. */
  load: () => Promise<object>
  /** What may stand behind the `?`; every field optional or with a default. */
  search?: Search
  nav?: Nav
  /** Stands alone, without header and navigation: sign-in, verification. */
  bare?: boolean
  /** Open to administrators of a suspended tenant, who come to export and pay. */
  whileSuspended?: boolean
}
type PageRoute<Path extends string, Search extends z.ZodType> = ReturnType<
  typeof createRoute<unknown, typeof rootRoute, Path, Path, Path, Path, Search, ResolveParams<Path>>
>
type NoSearch = z.ZodObject<Record<never, never>>

/** One page of a module. Its code, and the module's words, are loaded when somebody goes there. */
export function page<const Path extends string, Search extends z.ZodType = NoSearch>(
  spec: PageSpec<Path, Search>,
): PageRoute<Path, Search> {
  const { path, search, load, ...data } = spec
  const staticData: StaticDataRouteOption = data
  const Content = late(async () => (await Promise.all([load(), loadWords(staticData.module ?? '')]))[0])
  const component = Object.assign(() => <Framed may={spec.may} part={staticData} Content={Content} />, {
    preload: () => Content.preload?.(),
  })
  const beforeLoad = async ({ location }: { location: { href: string } }) => {
    const { me } = await loadSession()
    if (me || spec.may === 'public') return
    throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } } as never)
  }
  const options = {
    getParentRoute: () => rootRoute,
    path,
    staticData,
    component,
    beforeLoad,
    ...(search ? { validateSearch: search } : {}),
  }
  return createRoute(options as never) as unknown as PageRoute<Path, Search>
}

const Suspended = lazy(() => import('./Suspended.tsx'))

type Part = { feature?: string | undefined; whileSuspended?: boolean | undefined; bare?: boolean | undefined }
function Framed({ may: rule, part, Content }: { may: May; part: Part; Content: ComponentType }) {
  const { me } = useSession()
  if (!me && rule !== 'public') return null
  // What is public stays so, the door that somebody has just come through among it.
  const hindered = rule === 'public' ? null : hindrance(me, part)
  if (hindered === 'suspended')
    return (
      <Suspense fallback={null}>
        <Suspended />
      </Suspense>
    )
  if (hindered) return <Forbidden off />
  if (!may(me, rule)) return <Forbidden />
  // Around a bare page stands no shell, whose landmark this would be in.
  const frame = (content: ReactNode) =>
    part.bare ? (
      <main className="salus-alone">
        <Page>{content}</Page>
      </main>
    ) : (
      <Page>{content}</Page>
    )
  return (
    <ErrorBoundary frame={frame}>
      <Suspense fallback={frame(<Loading />)}>
        <Content />
      </Suspense>
    </ErrorBoundary>
  )
}

export type WebModule = { name: string; pages: readonly AnyRoute[]; fills: readonly Fill[] }

/** What a module brings to the browser: the value of its `web/routes.tsx`, which only `app/web.tsx` imports. */
export function defineWeb<const Pages extends readonly AnyRoute[] = readonly []>(spec: {
  name: string
  /** The part of the system this belongs to, as in `module.ts`: hidden where the tenant has it not. */
  feature?: string
  pages?: Pages
  fills?: readonly ((module: string) => Fill)[]
}) {
  const pages = (spec.pages ?? []) as Pages
  const { name, feature } = spec
  for (const route of pages) Object.assign(route.options.staticData as StaticDataRouteOption, { module: name, feature })
  return { name, pages, fills: (spec.fills ?? []).map((one) => ({ ...one(name), feature })) }
}

/** The route tree of all modules; its type is what `<Link to>` checks against. */
export function routeTree<const Modules extends readonly WebModule[]>(modules: Modules) {
  return rootRoute.addChildren(modules.flatMap((module) => module.pages) as Modules[number]['pages'][number][])
}
