import { Text, TextInput } from '@mantine/core'
import { IconMailFast } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alone } from '#platform/web/Alone.tsx'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { AnchorLink } from '#platform/web/links.tsx'
import { useSession } from '#platform/web/session.tsx'
import { forgotPassword } from '../contract.ts'

export default function ForgottenPassword() {
  const { t } = useTranslation('auth')
  const { tenant } = useSession()
  const [sent, setSent] = useState(false)
  const form = useContractForm(forgotPassword.body, { tenant: '', identifier: '' })
  const ask = useAction(forgotPassword, { invalidates: [] })
  const back = <AnchorLink to="/sign-in">{t('forgotten.back')}</AnchorLink>
  if (sent)
    return (
      <Alone title={t('forgotten.sentTitle')}>
        <IconMailFast size={48} stroke={1.4} className="salus-tint" aria-hidden />
        <Text role="status">{t('forgotten.sent', { identifier: form.values.identifier })}</Text>
        {back}
      </Alone>
    )
  return (
    <Alone title={t('pages.forgotten')} hint={t('forgotten.hint')}>
      <Form form={form} action={ask} input={(body) => ({ body })} onDone={() => setSent(true)} submit={t('forgotten.go')} free wide>
        {!tenant && (
          <TextInput
            label={t('signIn.tenant')}
            description={t('signIn.tenantHint')}
            autoCapitalize="none"
            autoComplete="organization"
            {...form.getInputProps('tenant')}
            withAsterisk
          />
        )}
        <TextInput label={t('signIn.identifier')} autoCapitalize="none" autoComplete="username" {...form.getInputProps('identifier')} />
      </Form>
      {back}
    </Alone>
  )
}
