import { PasswordInput, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core'
import { IconMessage2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { type Integrations, readIntegrations, setTextService } from '../contract.ts'
import { SetUp } from './SetUp.tsx'
import { Standing } from './Standing.tsx'

const fresh = { url: 'https://api.twilio.com', account: '', from: '' }

/** The organisation's own text message service. */
export function TextCard({ of }: { of: Integrations['sms'] }) {
  const { t } = useTranslation('integrations')
  const initial = { settings: of?.settings ?? fresh, secret: '', isActive: of !== null && of.status !== 'inactive' }
  const form = useContractForm(setTextService.body, initial)
  const save = useAction(setTextService, { invalidates: [readIntegrations], success: t('page.saved') })
  return (
    <Card title={t('sms.title')} icon={IconMessage2}>
      <SetUp isThere={of !== null} hint={t('sms.hint')}>
        <Stack>
          {of && <Standing kind="sms" of={of} />}
          <Form form={form} action={save} input={(body) => ({ body })} onDone={() => form.setFieldValue('secret', '')}>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <TextInput label={t('sms.url')} description={t('sms.urlHint')} type="url" {...form.getInputProps('settings.url')} />
              <TextInput label={t('sms.from')} description={t('sms.fromHint')} {...form.getInputProps('settings.from')} />
              <TextInput
                label={t('sms.account')}
                description={t('sms.accountHint')}
                autoComplete="off"
                {...form.getInputProps('settings.account')}
              />
              <PasswordInput
                label={t('sms.token')}
                description={of?.hasSecret ? t('page.keep') : t('page.once')}
                autoComplete="new-password"
                {...form.getInputProps('secret')}
              />
            </SimpleGrid>
            <Switch label={t('sms.isActive')} {...form.getInputProps('isActive', { type: 'checkbox' })} />
          </Form>
        </Stack>
      </SetUp>
    </Card>
  )
}
