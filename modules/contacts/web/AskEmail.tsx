import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { askForEmail } from '../contract.ts'

/** A link to an address: to another one, or to the one known so far. */
export function AskEmail({ known, onDone }: { known: string | null; onDone: () => void }) {
  const { t } = useTranslation('contacts')
  const [sent, setSent] = useState(false)
  const form = useContractForm(askForEmail.body, { email: known ?? '', password: '' })
  const ask = useAction(askForEmail, { invalidates: [] })
  if (sent)
    return (
      <Stack>
        <Text role="status">{t('email.sent', { email: form.values.email })}</Text>
        <Button onClick={onDone}>{t('verify.on')}</Button>
      </Stack>
    )
  return (
    <Form form={form} action={ask} input={(body) => ({ body })} onDone={() => setSent(true)} submit={t('email.go')} free>
      <Text>{known ? t('email.same', { email: known }) : t('email.hint')}</Text>
      {!known && <TextInput label={t('email.email')} type="email" autoComplete="email" data-autofocus {...form.getInputProps('email')} />}
      <PasswordInput label={t('email.password')} autoComplete="current-password" {...form.getInputProps('password')} />
    </Form>
  )
}
