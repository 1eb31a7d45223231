import { useNotifications } from '@mantine/notifications'
import { IconMapQuestion } from '@tabler/icons-react'
import { Outlet, useMatches, useRouter, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorBoundary } from './boundary.tsx'
import { Offline } from './Offline.tsx'
import { Page, useRouteTitle } from './Page.tsx'
import { useSession } from './session.tsx'
import { EmptyState } from './states.tsx'

/** What only somebody signed in needs to load. */
export const loadShell = () => import('./Shell.tsx')
const Shell = lazy(loadShell)
const loadToasts = () => import('./Toasts.tsx')
const Toasts = lazy(loadToasts)

/** Around every page, signed in or not. */
export function Root() {
  const { t } = useTranslation()
  const { me } = useSession()
  const title = useRouteTitle()
  const { bare, may } = useMatches().at(-1)?.staticData ?? {}
  const loading = useRouterState({ select: (state) => state.isLoading })
  const toasts = useNotifications().notifications.length > 0
  const router = useRouter()
  const over = !me && may !== undefined && may !== 'public'
  const lentAs = useRef<'kiosk' | 'support'>(undefined)
  if (me) lentAs.current = me.lent?.as
  useEffect(() => {
    const { pathname, href } = router.state.location
    // Whoever helped somebody is in their own session again.
    if (over && lentAs.current) return location.replace(lentAs.current === 'kiosk' ? '/kiosk' : '/')
    if (over && pathname !== '/sign-in') void router.navigate({ to: '/sign-in', search: { next: href, ended: true } } as never)
  }, [over, router])
  // What says that a connection is cut must be here before it is.
  useEffect(() => void (me && loadToasts().catch(() => undefined)), [me])
  return (
    <>
      {loading && <div className="salus-progress" />}
      <div aria-live="polite" className="salus-unseen">
        {title && t('shell.went', { title })}
      </div>
      {bare || !me ? (
        <>
          <Offline />
          <Outlet />
        </>
      ) : (
        <Suspense fallback={null}>
          <Shell userId={me.id} />
        </Suspense>
      )}
      <section id="overlays" className="salus-overlays" aria-label={t('shell.overlays')} />
      {toasts && (
        <ErrorBoundary quiet>
          <Suspense fallback={null}>
            <Toasts />
          </Suspense>
        </ErrorBoundary>
      )}
    </>
  )
}

/** No page has this address. */
export function Missing() {
  const { t } = useTranslation()
  return (
    <Page title={t('state.missing')}>
      <EmptyState icon={IconMapQuestion} title={t('state.missingPage')} hint={t('state.missingHint')} />
    </Page>
  )
}
