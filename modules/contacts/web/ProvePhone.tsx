import { Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { askForPhone, myContact, verifyPhone } from '../contract.ts'

/** A number, and the code that was sent there. */
export function ProvePhone({ known, onDone }: { known: string | null; onDone: () => void }) {
  const { t } = useTranslation('contacts')
  const [sentTo, setSentTo] = useState<string | null>(null)
  const number = useContractForm(askForPhone.body, { phone: known ?? '' })
  const code = useContractForm(verifyPhone.body, { code: '' })
  const ask = useAction(askForPhone, { invalidates: [] })
  const verify = useAction(verifyPhone, { invalidates: [myContact], success: t('phone.done') })
  if (sentTo === null)
    return (
      <Form
        form={number}
        action={ask}
        input={(body) => ({ body })}
        onDone={() => setSentTo(number.values.phone)}
        submit={t('phone.go')}
        free
      >
        <Text>{t('phone.hint')}</Text>
        <TextInput label={t('phone.phone')} type="tel" autoComplete="tel" data-autofocus {...number.getInputProps('phone')} />
      </Form>
    )
  return (
    <Form form={code} action={verify} input={(body) => ({ body })} onDone={onDone} submit={t('phone.check')} free>
      <Text role="status">{t('phone.sent', { phone: sentTo })}</Text>
      <TextInput
        label={t('phone.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={6}
        data-autofocus
        {...code.getInputProps('code')}
      />
    </Form>
  )
}
