import { Alert, Button, Code, CopyButton, Group, MultiSelect, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { useAction } from '#platform/web/data.ts'
import { type ContractForm, Form, useContractForm } from '#platform/web/form.tsx'
import { addWebhook, changeWebhook, listWebhooks, type Webhook, webhookEvents } from '../contract.ts'

/** A system to be told; its signing secret is shown once. */
export function NewWebhook({ done }: { done: () => void }) {
  const { t } = useTranslation('webhooks')
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
      <Fields form={form} />
    </Form>
  )
}

/** Where and what a system is told, changed. */
export function EditWebhook({ webhook: { id, name, url, events }, done }: { webhook: Webhook; done: () => void }) {
  const { t } = useTranslation('webhooks')
  const form = useContractForm(addWebhook.body, { name, url, events: events as Values['events'] })
  const change = useAction(changeWebhook, { invalidates: [listWebhooks], success: t('form.saved') })
  const input = ({ isActive: _, ...body }: Values) => ({ params: { id }, body })
  return (
    <Form form={form} action={change} input={input} onDone={done} onCancel={done} free>
      <Fields form={form} />
    </Form>
  )
}

type Values = z.input<typeof addWebhook.body>
function Fields({ form }: { form: ContractForm<typeof addWebhook.body> }) {
  const { t } = useTranslation('webhooks')
  const words = t as (key: string) => string
  return (
    <>
      <TextInput label={t('form.name')} {...form.getInputProps('name')} />
      <TextInput label={t('form.url')} description={t('form.urlHint')} type="url" {...form.getInputProps('url')} />
      <MultiSelect
        label={t('form.events')}
        data={webhookEvents.map((value) => ({ value, label: words(`event.${value}`) }))}
        {...form.getInputProps('events')}
      />
    </>
  )
}
