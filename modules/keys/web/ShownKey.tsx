import { Alert, Button, CopyButton, Group, Modal, Stack, TextInput } from '@mantine/core'
import { IconCopy, IconKey } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** A key, the only time it is seen. */
export function ShownKey({ of, onClose }: { of: string; onClose: () => void }) {
  const { t } = useTranslation('keys')
  return (
    <Modal opened onClose={onClose} title={t('shown.title')} closeOnClickOutside={false} centered>
      <Stack>
        <Alert variant="light" color="yellow" icon={<IconKey />}>
          {t('shown.hint')}
        </Alert>
        <TextInput label={t('shown.label')} value={of} readOnly ff="monospace" />
        <Group justify="flex-end" gap="xs">
          <CopyButton value={of}>
            {({ copied, copy }) => (
              <Button variant="default" leftSection={<IconCopy size={18} stroke={1.6} />} onClick={copy}>
                {copied ? t('shown.copied') : t('shown.copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{t('shown.done')}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
