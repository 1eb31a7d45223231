import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { Link, type LinkProps, useLocation, useMatches } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from './session.tsx'
import { EmptyState } from './states.tsx'

export type Crumb = { label: string } & Pick<LinkProps, 'to' | 'params' | 'search'>

/** The title that `page({ title })` names, in the language in use. */
export function useRouteTitle(): string {
  const { t } = useTranslation()
  const matches = useMatches()
  const { module, title } = matches.at(-1)?.staticData ?? {}
  return title ? (t as (key: string) => string)(`${module}:pages.${title}`) : ''
}

type PageProps = {
  /** The route's title when left out. */
  title?: string
  subtitle?: ReactNode
  /** Buttons at the right of the title. */
  actions?: ReactNode
  /** The way here, without this page. */
  crumbs?: readonly Crumb[]
  /** As wide as the window: calendars, matrices. */
  wide?: boolean
  children: ReactNode
}

/** One page: heading, actions, content. Names the document and takes the focus after navigation. */
export function Page({ title, subtitle, actions, crumbs, wide, children }: PageProps) {
  const { t } = useTranslation()
  const routeTitle = useRouteTitle()
  const words = title ?? routeTitle
  const { tenant } = useSession()
  const { pathname } = useLocation()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = tenant ? `${words} · ${tenant.name}` : `${words} · Salus`
  }, [words, tenant])
  useEffect(() => {
    if (shouldFocus(pathname)) heading.current?.focus({ preventScroll: true })
  }, [pathname])
  return (
    <Stack gap="lg" className="salus-page" data-wide={wide || undefined}>
      <Stack gap={4}>
        {crumbs && crumbs.length > 0 && (
          <Breadcrumbs component="nav" aria-label={t('shell.crumbs')} separatorMargin={6} className="salus-crumbs">
            {crumbs.map(({ label, ...to }) => (
              <Anchor key={label} size="sm" renderRoot={(props) => <Link {...to} {...props} />}>
                {label}
              </Anchor>
            ))}
          </Breadcrumbs>
        )}
        <Group justify="space-between" align="flex-start" gap="sm">
          <Stack gap={4} flex="1 1 18rem" miw={0}>
            <Title order={1} size="h2" ref={heading} tabIndex={-1} className="salus-heading">
              {words}
            </Title>
            {subtitle && (
              <Text c="dimmed" maw="70ch">
                {subtitle}
              </Text>
            )}
          </Stack>
          {actions && (
            <Group gap="xs" className="salus-actions">
              {actions}
            </Group>
          )}
        </Group>
      </Stack>
      {children}
    </Stack>
  )
}

let visit = { pathname: '', moved: false, first: true }
/**
 * True when the address has changed, and again when what had the focus there has gone (the skeleton gave way to the page). Not for
 * the first page: there the browser starts at the top of the document.
 */
function shouldFocus(pathname: string) {
  const changed = visit.pathname !== pathname
  if (changed) visit = { pathname, moved: !visit.first, first: false }
  return visit.moved && (changed || document.activeElement === document.body)
}

/** The page exists, but not for this person; `off`: for nobody in their organisation. */
export function Forbidden({ off = false }: { off?: boolean }) {
  const { t } = useTranslation()
  return (
    <Page title={off ? t('state.off') : t('state.forbidden')}>
      <EmptyState icon={IconLock} title={t('state.forbiddenTitle')} hint={off ? t('state.offHint') : t('state.forbiddenHint')} />
    </Page>
  )
}
