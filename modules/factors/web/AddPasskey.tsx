import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAction } from '#platform/web/data.ts'
import { PlainForm, useContractForm } from '#platform/web/form.tsx'
import { addPasskey, beginPasskey } from '../contract.ts'
import { usePasskey } from './usePasskey.ts'

type AddProps = { onDone: (recoveryCodes: string[] | null) => void; onCancel?: () => void }

/** Names a passkey, then lets the browser make it. */
export function AddPasskey({ onDone, onCancel }: AddProps) {
  const { t } = useTranslation('factors')
  const form = useContractForm(addPasskey.body.pick({ name: true }), { name: t('passkey.name') })
  const begin = useAction(beginPasskey, { invalidates: [] })
  const add = useAction(addPasskey, { invalidates: [] })
  const { answering, create } = usePasskey()
  const make = async ({ name }: { name: string }) => {
    const asked = await begin.run()
    if (!asked.ok) return
    const made = await create(asked.data)
    if (!made) return
    const added = await add.run({ body: { ...made, name } })
    if (added.ok) onDone(added.data.recoveryCodes)
  }
  return (
    <PlainForm onSend={form.onSubmit(make)}>
      <Stack>
        <Text>{t('passkey.what')}</Text>
        <TextInput label={t('add.name')} description={t('add.nameHint')} {...form.getInputProps('name')} />
        <Group justify="flex-end" gap="xs">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {t('add.back')}
            </Button>
          )}
          <Button
            type="submit"
            leftSection={<IconFingerprint size={18} stroke={1.6} />}
            loading={begin.running || answering || add.running}
          >
            {t('passkey.begin')}
          </Button>
        </Group>
      </Stack>
    </PlainForm>
  )
}
