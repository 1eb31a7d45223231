import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type Props = { title: string; label: string; of: string; children: ReactNode; onClose: () => void }

/** A code, the only time it is seen: large enough to read out. */
export function ShownCode({ title, label, of, children, onClose }: Props) {
  const { t } = useTranslation('kiosks')
  return (
    <Modal opened onClose={onClose} title={title} closeOnClickOutside={false} centered>
      <Stack>
        <Text>{children}</Text>
        <Text component="output" aria-label={label} ff="monospace" fz={32} fw={650} ta="center" lts="0.04em">
          {of}
        </Text>
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('shown.done')}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
