import { Text, TextInput } from '@mantine/core'
import { IconLifebuoy } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { unheard } from '#platform/web/live.ts'
import { Page } from '#platform/web/Page.tsx'
import { beginSupport } from '../contract.ts'

/** Into somebody's account, with their code. */
export default function SupportPage() {
  const { t } = useTranslation('support')
  const form = useContractForm(beginSupport.body, { code: '' })
  const client = useQueryClient()
  const action = useAction(beginSupport, { invalidates: [] })
  const begin: typeof action = { ...action, run: (...input) => unheard(client, () => action.run(...input)) }
  return (
    <Page subtitle={t('begin.subtitle')}>
      <Card title={t('begin.title')} icon={IconLifebuoy}>
        <Text mb="md" maw="70ch">
          {t('begin.steps')}
        </Text>
        {/* Another person's pages: nothing of one's own stays in memory. */}
        <Form form={form} action={begin} input={(body) => ({ body })} onDone={() => location.replace('/')} submit={t('begin.go')} free>
          <TextInput label={t('begin.code')} autoComplete="off" autoCapitalize="characters" maw={320} {...form.getInputProps('code')} />
        </Form>
      </Card>
    </Page>
  )
}
