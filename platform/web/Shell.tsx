import { Burger, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { AccountMenu } from './AccountMenu.tsx'
import { Brand } from './Logo.tsx'
import { openLive } from './live.ts'
import { Navigation } from './Navigation.tsx'
import { Offline } from './Offline.tsx'
import { SearchButton } from './Search.tsx'
import { forgetSession } from './session.tsx'
import { Slot } from './slots.tsx'

/** Header, navigation and the place of the page, for somebody signed in. */
export default function Shell({ userId }: { userId: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [opened, { toggle, close }] = useDisclosure()
  const { pathname } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address closes the navigation of a phone
  useEffect(close, [pathname])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another person gets another stream
  useEffect(() => openLive(client, forgetSession), [userId, client])
  return (
    <>
      <a className="salus-skip" href="#content">
        {t('shell.skip')}
      </a>
      {/* The second class keeps the header in place while a dialog hides the scroll bar (react-remove-scroll). */}
      <header className="salus-header right-scroll-bar-position">
        <Group gap="xs" wrap="nowrap" miw={0}>
          <Burger
            opened={opened}
            onClick={toggle}
            hiddenFrom="md"
            size="sm"
            aria-label={t('shell.menu')}
            aria-expanded={opened}
            aria-controls="navigation"
          />
          <Link to="/" className="salus-brand">
            <Brand />
          </Link>
        </Group>
        <Group gap={6} wrap="nowrap">
          <SearchButton />
          <Slot name="header" with={{}} quiet />
          <AccountMenu />
        </Group>
      </header>
      <nav id="navigation" className="salus-navbar" data-opened={opened || undefined} aria-label={t('shell.navigation')}>
        <Navigation />
      </nav>
      <main id="content" tabIndex={-1} className="salus-main">
        <Offline />
        <Slot name="banner" with={{}} quiet />
        <Outlet />
      </main>
    </>
  )
}
