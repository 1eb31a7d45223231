import { Button, Group, Stack, Text } from '@mantine/core'
import { IconDatabaseExport, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { href } from '#platform/web/api.ts'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { askDataExport, type DataExport, downloadDataExport, myDataExports } from '../contract.ts'

const tones = { waiting: 'wait', ready: 'good', expired: 'quiet' } as const

/** Copies of everything held about me. Whoever has a second factor shows it first. */
export function Copies() {
  const { t } = useTranslation('account')
  const { data, refetch } = useData(myDataExports, {}, { live: ['notifications'] })
  const ask = useAction(askDataExport, { invalidates: [myDataExports], success: t('copies.asked') })
  const [asking, setAsking] = useState(false)
  const { items, stepUp } = data
  const waits = items.some((one) => one.status === 'waiting')
  return (
    <Card title={t('copies.title')} icon={IconDatabaseExport}>
      <Stack>
        <Text c="dimmed">{t('copies.hint')}</Text>
        {items.map((one) => (
          <Copy key={one.id} of={one} locked={stepUp} unlock={() => setAsking(true)} />
        ))}
        <Group>
          <Button disabled={waits} loading={ask.running} onClick={() => (stepUp ? setAsking(true) : void ask.run())}>
            {t('copies.ask')}
          </Button>
        </Group>
        {stepUp && (
          <Text size="sm" c="dimmed">
            {t('copies.stepUp')}
          </Text>
        )}
      </Stack>
      <Slot
        name="stepUp"
        with={{
          opened: asking,
          onClose: () => {
            setAsking(false)
            void refetch()
          },
        }}
        quiet
      />
    </Card>
  )
}

function Copy({ of, locked, unlock }: { of: DataExport; locked: boolean; unlock: () => void }) {
  const { t } = useTranslation('account')
  const dates = useDates()
  const day = (at: string) => dates.instant(at, { look: 'date' })
  const icon = <IconDownload size={16} stroke={1.6} />
  const label = t('copies.download')
  return (
    <Group justify="space-between" gap="xs">
      <Stack gap={4}>
        <Text>{t('copies.of', { day: dates.instant(of.requestedAt) })}</Text>
        <StatusBadge tone={tones[of.status]}>
          {of.status === 'ready' && of.expiresAt ? t('copies.readyUntil', { day: day(of.expiresAt) }) : t(`copies.${of.status}`)}
        </StatusBadge>
      </Stack>
      {of.status === 'ready' &&
        (locked ? (
          <Button variant="default" leftSection={icon} onClick={unlock}>
            {label}
          </Button>
        ) : (
          <Button variant="default" leftSection={icon} component="a" href={href(downloadDataExport, { params: { id: of.id } })} download>
            {label}
          </Button>
        ))}
    </Group>
  )
}
