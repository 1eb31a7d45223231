import { Alert, Button, Code, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { createTenant, listTenants } from '../contract.ts'

/** A new tenant with its administrator; its API key is shown once. */
export function NewTenant({ done }: { done: () => void }) {
  const { t } = useTranslation('operator')
  const form = useContractForm(createTenant.body, { code: '', name: '', administrator: { email: '', firstName: '', lastName: '' } })
  const create = useAction(createTenant, { invalidates: [listTenants] })
  const [apiKey, setApiKey] = useState<string>()
  if (apiKey)
    return (
      <Stack>
        <Alert color="green" title={t('new.done')}>
          {t('new.key')}
        </Alert>
        <Code block>{apiKey}</Code>
        <Button onClick={done}>{t('new.close')}</Button>
      </Stack>
    )
  return (
    <Form
      form={form}
      action={create}
      input={(body) => ({ body })}
      onDone={(made) => setApiKey(made.apiKey)}
      submit={t('new.go')}
      onCancel={done}
      free
    >
      <TextInput label={t('new.name')} {...form.getInputProps('name')} />
      <TextInput label={t('new.code')} description={t('new.codeHint')} autoCapitalize="none" {...form.getInputProps('code')} />
      <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: 'end' }}>
        <TextInput label={t('new.firstName')} {...form.getInputProps('administrator.firstName')} />
        <TextInput label={t('new.lastName')} {...form.getInputProps('administrator.lastName')} />
      </SimpleGrid>
      <TextInput type="email" label={t('new.email')} {...form.getInputProps('administrator.email')} />
      <Text size="sm" c="dimmed">
        {t('new.invite')}
      </Text>
    </Form>
  )
}
