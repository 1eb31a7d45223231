import { Anchor, Button, Group, MantineProvider, Paper, Stack, Text, TextInput, Title, useComputedColorScheme } from '@mantine/core'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Theme } from '#platform/session.ts'
import { Mark } from '#platform/web/Logo.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { cssVariables, mantineTheme } from '#platform/web/theme.ts'
import { styleNonce } from '#platform/web/trusted.ts'

const id = 'preview'

/** A piece of Salus in the look that is being made, light or dark as the page is: one within the other would mix. */
export function ThemePreview({ theme }: { theme: Theme }) {
  const scheme = useComputedColorScheme('light')
  const { t } = useTranslation('tenancy')
  const root = useRef<HTMLDivElement>(null)
  const mantine = useMemo(() => mantineTheme(theme, { close: '' }), [theme])
  return (
    <section
      ref={root}
      id={id}
      data-mantine-color-scheme={scheme}
      aria-label={`${t('preview.title')}: ${t(`preview.${scheme}`)}`}
      style={{ flex: '1 1 300px' }}
    >
      <MantineProvider
        theme={mantine}
        forceColorScheme={scheme}
        cssVariablesSelector={`#${id}`}
        cssVariablesResolver={cssVariables}
        getRootElement={() => root.current ?? undefined}
        getStyleNonce={styleNonce}
      >
        <Paper bg="var(--salus-ground)" c="var(--mantine-color-text)" p="lg" radius="lg" h="100%" ff="var(--mantine-font-family)">
          <Stack gap="md">
            <Group gap="xs">
              {theme.logoUrl ? <img src={theme.logoUrl} alt="" height={32} /> : <Mark />}
              <Text fw={650}>{t(`preview.${scheme}`)}</Text>
            </Group>
            <Paper withBorder p="md">
              <Stack gap="sm">
                <Title order={2} size="h4">
                  {t('preview.heading')}
                </Title>
                <Text>{t('preview.text')}</Text>
                <Group>
                  <StatusBadge tone="good">{t('preview.badge')}</StatusBadge>
                </Group>
                <TextInput label={t('preview.field')} />
                <Group gap="xs">
                  <Button>{t('preview.go')}</Button>
                  <Button variant="light">{t('preview.later')}</Button>
                </Group>
                <Anchor component="button" type="button" ta="left" underline="always">
                  {t('preview.link')}
                </Anchor>
                <Button color="accent">{t('preview.go')}</Button>
              </Stack>
            </Paper>
          </Stack>
        </Paper>
      </MantineProvider>
    </section>
  )
}
