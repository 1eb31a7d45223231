import { Alert, Button, Code, CopyButton, Group, MultiSelect, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { addWebhook, listWebhooks, webhookEvents } from '../contract.ts'

/** A system to be told; its signing secret is shown once. */
export function NewWebhook({ done }: { done: () => void }) {
  const { t } = useTranslation('webhooks')
  const words = t as (key: string) => string
  const form = useContractForm(addWebhook.body, { name: '', url: '', events: [] })
  const add = useAction(addWebhook, { invalidates: [listWebhooks] })
  const [secret, setSecret] = useState<string>()
  if (secret)
    return (
      <Stack>
        <Alert color="green" title={t('form.done')}>
          {t('form.secret')}
        </Alert>
        <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {secret}
        </Code>
        <Group justify="flex-end" gap="xs">
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? t('form.copied') : t('form.copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={done}>{t('form.kept')}</Button>
        </Group>
      </Stack>
    )
  return (
    <Form
      form={form}
      action={add}
      input={(body) => ({ body })}
      onDone={(made) => setSecret(made.secret)}
      submit={t('list.add')}
      onCancel={done}
      free
    >
      <TextInput label={t('form.name')} {...form.getInputProps('name')} />
      <TextInput label={t('form.url')} description={t('form.urlHint')} type="url" {...form.getInputProps('url')} />
      <MultiSelect
        label={t('form.events')}
        data={webhookEvents.map((value) => ({ value, label: words(`event.${value}`) }))}
        {...form.getInputProps('events')}
      />
    </Form>
  )
}
