import { Group, PasswordInput, Stack, Text } from '@mantine/core'
import { IconDeviceTablet } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { myPin, removeMyPin, setMyPin } from '../contract.ts'

/** My PIN for kiosks; nothing where there is no kiosk and no PIN. */
export default function MyPin() {
  const { t } = useTranslation('kiosks')
  const { data } = useData(myPin, {}, { live: ['kiosks'] })
  const form = useContractForm(setMyPin.body, { pin: '' })
  const set = useAction(setMyPin, { invalidates: [myPin], success: t('mine.saved') })
  const remove = useAction(removeMyPin, { invalidates: [myPin], success: t('mine.removed') })
  const { number, setAt, isUseful } = data
  if (!isUseful && !setAt) return null
  return (
    <Card title={t('mine.title')} icon={IconDeviceTablet}>
      <Stack>
        <Text c="dimmed">
          {number ? t('mine.none') : t('mine.noNumber')} {number && t('mine.number', { number })}
        </Text>
        {setAt && (
          <Group justify="space-between">
            <Text size="sm">
              {t('mine.set')} <DateTime at={setAt} />
            </Text>
            <ConfirmButton
              size="compact-sm"
              variant="subtle"
              question={t('mine.removeQuestion')}
              hint={t('mine.removeHint')}
              onConfirm={() => remove.run()}
            >
              {t('mine.remove')}
            </ConfirmButton>
          </Group>
        )}
        {number && (
          <Form form={form} action={set} input={(body) => ({ body })} onDone={() => form.reset()} submit={t('mine.save')} free>
            <PasswordInput
              label={t('mine.pin')}
              description={t('mine.pinHint')}
              inputMode="numeric"
              maxLength={6}
              autoComplete="off"
              {...form.getInputProps('pin')}
            />
          </Form>
        )}
      </Stack>
    </Card>
  )
}
