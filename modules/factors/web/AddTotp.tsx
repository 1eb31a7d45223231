import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconDeviceMobile } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '#platform/contract.ts'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { KeyByHand, Qr } from '#platform/web/Qr.tsx'
import { beginTotp, confirmTotp } from '../contract.ts'

type AddProps = { onDone: (recoveryCodes: string[] | null) => void; onCancel?: () => void }

/** Asks the server for a secret, then shows it to the authenticator app. */
export function AddTotp({ onDone, onCancel }: AddProps) {
  const { t } = useTranslation('factors')
  const [begun, setBegun] = useState<Output<typeof beginTotp> | null>(null)
  const begin = useAction(beginTotp, { invalidates: [] })
  const go = async () => {
    const answer = await begin.run()
    if (answer.ok) setBegun(answer.data)
  }
  if (begun?.secret && begun.qr)
    return <Confirm id={begun.id} secret={begun.secret} qr={begun.qr} onDone={onDone} {...(onCancel ? { onCancel } : {})} />
  return (
    <Stack>
      <Text>{t('totp.what')}</Text>
      <Group justify="flex-end" gap="xs">
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            {t('add.back')}
          </Button>
        )}
        <Button leftSection={<IconDeviceMobile size={18} stroke={1.6} />} loading={begin.running} onClick={() => void go()}>
          {t('totp.begin')}
        </Button>
      </Group>
    </Stack>
  )
}

type Begun = { id: string; secret: string; qr: { side: number; path: string } }
function Confirm({ id, secret, qr, onDone, onCancel }: AddProps & Begun) {
  const { t } = useTranslation('factors')
  const form = useContractForm(confirmTotp.body, { name: t('totp.name'), code: '' })
  const confirm = useAction(confirmTotp, { invalidates: [] })
  const input = (body: { name: string; code: string }) => ({ params: { id }, body })
  const done = { onDone: ({ recoveryCodes }: Output<typeof confirmTotp>) => onDone(recoveryCodes), ...(onCancel ? { onCancel } : {}) }
  return (
    <Stack>
      <Text>{t('totp.scan')}</Text>
      <Group justify="center">
        <Qr of={qr} label={t('totp.qr')} />
      </Group>
      <KeyByHand secret={secret} words={t('totp.byHand')} />
      <Form form={form} action={confirm} input={input} submit={t('totp.confirm')} free {...done}>
        <TextInput label={t('totp.code')} inputMode="numeric" autoComplete="one-time-code" maxLength={6} {...form.getInputProps('code')} />
        <TextInput label={t('add.name')} description={t('add.nameHint')} {...form.getInputProps('name')} />
      </Form>
    </Stack>
  )
}
