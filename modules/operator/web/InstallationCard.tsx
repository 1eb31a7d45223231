import { Textarea, TextInput } from '@mantine/core'
import { IconSpeakerphone } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import type { SystemSettings } from '#modules/settings/contract.ts'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { readSystemSettings, saveSystem } from '../contract.ts'

/** What everybody on this installation reads: an announcement until a day, and who helps. Empty fields say nothing. */
const Fields = z.object({
  text: z.string().trim().max(300).optional(),
  until: z.iso.date().or(z.literal('')).optional(),
  help: z.string().trim().max(300).optional(),
  email: z.email().or(z.literal('')).optional(),
})

export function InstallationCard() {
  const { t } = useTranslation('operator')
  const { data } = useData(readSystemSettings, {})
  return <Editing key={JSON.stringify(data)} known={data} title={t('installation.title')} />
}

function Editing({ known: { announcement, help }, title }: { known: SystemSettings; title: string }) {
  const { t } = useTranslation('operator')
  const initial = {
    ...{ text: announcement?.text ?? '', until: announcement?.until?.slice(0, 10) ?? '' },
    ...{ help: help?.text ?? '', email: help?.email ?? '' },
  }
  const form = useContractForm(Fields, initial)
  const save = useAction(saveSystem, { invalidates: [readSystemSettings], success: t('installation.saved') })
  const input = (values: z.input<typeof Fields>) => ({
    body: {
      announcement: values.text ? { text: values.text, until: values.until ? `${values.until}T23:59:59Z` : null } : null,
      help: values.help ? { text: values.help, email: values.email || null } : null,
    },
  })
  return (
    <Card title={title} icon={IconSpeakerphone}>
      <Form form={form} action={save} input={input} submit={t('installation.save')} free>
        <Textarea
          label={t('installation.announcement')}
          description={t('installation.announcementHint')}
          autosize
          minRows={2}
          {...form.getInputProps('text')}
        />
        <TextInput
          type="date"
          label={t('installation.until')}
          description={t('installation.untilHint')}
          maw={240}
          {...form.getInputProps('until')}
        />
        <Textarea
          label={t('installation.help')}
          description={t('installation.helpHint')}
          autosize
          minRows={2}
          {...form.getInputProps('help')}
        />
        <TextInput label={t('installation.email')} type="email" {...form.getInputProps('email')} />
      </Form>
    </Card>
  )
}
