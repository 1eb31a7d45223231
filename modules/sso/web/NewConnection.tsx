import { PasswordInput, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { addConnection, listConnections } from '../contract.ts'
import { RedirectUris } from './RedirectUris.tsx'

/** A provider, with what it gave us to know us by. */
export function NewConnection({ redirectUris, done }: { redirectUris: readonly string[]; done: () => void }) {
  const { t } = useTranslation('sso')
  const form = useContractForm(addConnection.body, { name: '', issuer: '', clientId: '', clientSecret: '' })
  const add = useAction(addConnection, { invalidates: [listConnections], success: t('list.added') })
  return (
    <Form form={form} action={add} input={(body) => ({ body })} onDone={done} onCancel={done} submit={t('list.add')} free>
      <RedirectUris of={redirectUris} />
      <TextInput label={t('form.name')} description={t('form.nameHint')} data-autofocus {...form.getInputProps('name')} />
      <TextInput label={t('form.issuer')} description={t('form.issuerHint')} type="url" {...form.getInputProps('issuer')} />
      <TextInput label={t('form.clientId')} autoComplete="off" {...form.getInputProps('clientId')} />
      <PasswordInput
        label={t('form.secret')}
        description={t('form.secretHint')}
        autoComplete="off"
        {...form.getInputProps('clientSecret')}
      />
    </Form>
  )
}
