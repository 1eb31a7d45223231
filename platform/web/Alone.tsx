import { Anchor, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './Alone.module.css'
import { Brand, Snake } from './Logo.tsx'
import { useSession } from './session.tsx'

/** A page without navigation: a form at one side, Salus at the other. */
export function Alone({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  const { t } = useTranslation()
  const support = useSession().theme.supportEmail
  useEffect(() => {
    document.title = `${title} · Salus`
  }, [title])
  return (
    <div className={classes.both}>
      <main className={classes.form}>
        <Brand />
        <Stack gap="lg" className={classes.content}>
          <Stack gap={6}>
            <Title order={1} size="h2" className="salus-heading">
              {title}
            </Title>
            {hint && <Text c="dimmed">{hint}</Text>}
          </Stack>
          {children}
          {support && (
            <Text size="sm" c="dimmed">
              {t('alone.support')} <Anchor href={`mailto:${support}`}>{support}</Anchor>
            </Text>
          )}
        </Stack>
      </main>
      <aside className={classes.picture}>
        <Snake className={classes.snake} />
        <p className={classes.claim}>{t('alone.claim')}</p>
        <p className={classes.claimHint}>{t('alone.claimHint')}</p>
      </aside>
    </div>
  )
}
