import { Anchor, Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconCloudCheck, IconCloudOff, IconCloudUpload, IconDevices, IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { QueueState } from './answerQueue.ts'

const marks = {
  saved: IconCloudCheck,
  saving: IconCloudUpload,
  offline: IconCloudOff,
  closed: IconLock,
  refused: IconAlertTriangle,
  outdated: IconDevices,
}

/** Whether the server has what was answered. Read out when it changes. */
export function SaveState({ state, retry }: { state: QueueState; retry: () => void }) {
  const { t } = useTranslation('assessments')
  const Mark = marks[state]
  return (
    <Group gap={6} wrap="nowrap" role="status">
      <Mark size={18} stroke={1.6} aria-hidden />
      <Text size="sm">{t(`take.${state}`)}</Text>
      {state === 'offline' && (
        <Anchor component="button" type="button" size="sm" onClick={retry}>
          {t('take.retry')}
        </Anchor>
      )}
    </Group>
  )
}
