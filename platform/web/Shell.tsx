import { AppShell, Burger, Group, ScrollArea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Notifications } from '@mantine/notifications'
import { IconMapQuestion } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useMatches } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { AccountMenu } from './AccountMenu.tsx'
import { Brand } from './Logo.tsx'
import { closeLive, openLive } from './live.ts'
import { Navigation } from './Navigation.tsx'
import { Page, useRouteTitle } from './Page.tsx'
import { SearchButton } from './Search.tsx'
import { forgetSession, useSession } from './session.tsx'
import { Slot } from './slots.tsx'
import { EmptyState } from './states.tsx'

/** Around every page, signed in or not. */
export function Root() {
  const title = useRouteTitle()
  const { t } = useTranslation()
  const { me } = useSession()
  const bare = useMatches().at(-1)?.staticData.bare || !me
  return (
    <>
      <div aria-live="polite" className="salus-unseen">
        {title && t('shell.went', { title })}
      </div>
      {bare ? <Outlet /> : <Shell />}
      <Notifications position="bottom-right" />
    </>
  )
}

/** Header, navigation and the place of the page, for somebody signed in. */
function Shell() {
  const { t } = useTranslation()
  const { me } = useSession()
  const client = useQueryClient()
  const [opened, { toggle, close }] = useDisclosure()
  const { pathname } = useLocation()
  const id = me?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address closes the navigation of a phone
  useEffect(close, [pathname])
  useEffect(() => {
    if (!id) return
    openLive(client, forgetSession)
    return closeLive
  }, [id, client])
  if (!me) return null
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 264, breakpoint: 'md', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', sm: 'xl' }}
    >
      <a className="salus-skip" href="#content">
        {t('shell.skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger opened={opened} onClick={toggle} hiddenFrom="md" size="sm" aria-label={t('shell.menu')} aria-expanded={opened} />
            <Link to="/" className="salus-brand" aria-label={t('shell.home')}>
              <Brand />
            </Link>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <SearchButton />
            <Slot name="header" with={{}} />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar aria-label={t('shell.navigation')}>
        <ScrollArea p="sm">
          <Navigation />
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
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
      <EmptyState icon={IconMapQuestion} title={t('state.missing')} hint={t('state.missingHint')} />
    </Page>
  )
}
