import { Modal, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useLookup } from '#platform/web/data.ts'
import { Loading } from '#platform/web/states.tsx'
import { secondFactor } from '../contract.ts'
import { AskFactor } from './AskFactor.tsx'

/** Asks for the second factor once more, before something that needs it fresh. */
export function StepUp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('factors')
  const { data } = useLookup(secondFactor, opened ? {} : null)
  return (
    <Modal opened={opened} onClose={onClose} title={t('stepUp.title')} centered>
      <Stack>
        <Text c="dimmed">{t('stepUp.hint')}</Text>
        {data ? <AskFactor methods={data.methods} onDone={onClose} /> : <Loading rows={2} />}
      </Stack>
    </Modal>
  )
}
