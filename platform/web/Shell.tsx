import { AppShell, Burger, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useNotifications } from '@mantine/notifications'
import { IconMapQuestion } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useMatches, useRouter, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { AccountMenu } from './AccountMenu.tsx'
import { Brand } from './Logo.tsx'
import { openLive } from './live.ts'
import { Navigation } from './Navigation.tsx'
import { Page, useRouteTitle } from './Page.tsx'
import { SearchButton } from './Search.tsx'
import { forgetSession, useSession } from './session.tsx'
import { Slot } from './slots.tsx'
import { EmptyState } from './states.tsx'

const Toasts = lazy(() => import('./Toasts.tsx'))

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
  useEffect(() => {
    const { pathname, href } = router.state.location
    if (over && pathname !== '/sign-in') void router.navigate({ to: '/sign-in', search: { next: href, ended: true } } as never)
  }, [over, router])
  return (
    <>
      {loading && <div className="salus-progress" />}
      <div aria-live="polite" className="salus-unseen">
        {title && t('shell.went', { title })}
      </div>
      {bare || !me ? <Outlet /> : <Shell userId={me.id} />}
      <section id="overlays" className="salus-overlays" aria-label={t('shell.overlays')} />
      {toasts && (
        <Suspense fallback={null}>
          <Toasts />
        </Suspense>
      )}
    </>
  )
}

/** Header, navigation and the place of the page, for somebody signed in. */
function Shell({ userId }: { userId: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [opened, { toggle, close }] = useDisclosure()
  const { pathname } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address closes the navigation of a phone
  useEffect(close, [pathname])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another person gets another stream
  useEffect(() => openLive(client, forgetSession), [userId, client])
  return (
    <AppShell header={{ height: 60 }} navbar={{ width: 256, breakpoint: 'md', collapsed: { mobile: !opened } }}>
      <a className="salus-skip" href="#content">
        {t('shell.skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px={{ base: 'sm', md: 'lg' }} justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap" miw={0}>
            <Burger opened={opened} onClick={toggle} hiddenFrom="md" size="sm" aria-label={t('shell.menu')} aria-expanded={opened} />
            <Link to="/" className="salus-brand">
              <Brand />
            </Link>
          </Group>
          <Group gap={6} wrap="nowrap">
            <SearchButton />
            <Slot name="header" with={{}} quiet />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar aria-label={t('shell.navigation')} className="salus-navbar">
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className="salus-main">
        <Outlet />
      </AppShell.Main>
    </AppShell>
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
