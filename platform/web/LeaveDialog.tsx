import { Button, Group, Modal, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

export default function LeaveDialog({ stay, go }: { stay: () => void; go: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal opened onClose={stay} title={t('shell.leave')} centered>
      <Text>{t('shell.leaveHint')}</Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={go}>
          {t('shell.leaveGo')}
        </Button>
        <Button data-autofocus onClick={stay}>
          {t('shell.leaveStay')}
        </Button>
      </Group>
    </Modal>
  )
}
