import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlayerItem } from './items.ts'

type Steps = { previous: PlayerItem | undefined; next: PlayerItem | undefined; go: (id: string | undefined) => void }
let visited: string | undefined

/** Around one item: where it stands, its title, and the way back and on. The heading takes the focus when the item changes. */
export function ItemFrame({ item, steps, children }: { item: PlayerItem; steps: Steps; children: ReactNode }) {
  const { t } = useTranslation('enrollments')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const moved = visited !== undefined && visited !== item.id
    visited = item.id
    if (!moved) return
    heading.current?.focus({ preventScroll: true })
    heading.current?.scrollIntoView({ block: 'start' })
  }, [item.id])
  const { previous, next, go } = steps
  return (
    <Paper withBorder p={{ base: 'md', sm: 'xl' }} component="article" aria-labelledby="item-title">
      <Stack gap="lg">
        <div>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {item.module.title} · {item.unit.title}
          </Text>
          <Title
            order={2}
            size="h3"
            id="item-title"
            ref={heading}
            tabIndex={-1}
            style={{ outline: 'none', overflowWrap: 'anywhere', scrollMarginTop: 90 }}
          >
            {item.title}
          </Title>
        </div>
        {children}
        <Group justify="space-between" component="nav" aria-label={t('player.steps')}>
          <Button
            variant="subtle"
            disabled={!previous}
            onClick={() => go(previous?.id)}
            leftSection={<IconArrowLeft size={18} stroke={1.6} aria-hidden />}
          >
            {t('player.previous')}
          </Button>
          <Button
            variant="subtle"
            disabled={!next}
            onClick={() => go(next?.id)}
            rightSection={<IconArrowRight size={18} stroke={1.6} aria-hidden />}
          >
            {t('player.next')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}
