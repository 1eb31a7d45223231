import { NumberInput, PasswordInput, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { type Integrations, readIntegrations, setMailServer } from '../contract.ts'
import { SetUp } from './SetUp.tsx'
import { Standing } from './Standing.tsx'

const fresh = { host: '', port: 587, isTls: false, user: '', from: '' }

/** The organisation's own mail server. */
export function MailCard({ of }: { of: Integrations['mail'] }) {
  const { t } = useTranslation('integrations')
  const settings = of ? { ...of.settings, user: of.settings.user ?? '' } : fresh
  const form = useContractForm(setMailServer.body, { settings, secret: '', isActive: of !== null && of.status !== 'inactive' })
  const save = useAction(setMailServer, { invalidates: [readIntegrations], success: t('page.saved') })
  return (
    <Card title={t('mail.title')} icon={IconMail}>
      <SetUp isThere={of !== null} hint={t('mail.hint')}>
        <Stack>
          {of && <Standing kind="mail" of={of} />}
          <Form
            form={form}
            action={save}
            input={({ settings: given, ...rest }) => ({ body: { ...rest, settings: { ...given, user: given.user || null } } })}
            onDone={() => form.setFieldValue('secret', '')}
          >
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <TextInput label={t('mail.host')} autoCapitalize="none" {...form.getInputProps('settings.host')} />
              <NumberInput label={t('mail.port')} min={1} max={65535} allowDecimal={false} {...form.getInputProps('settings.port')} />
              <TextInput label={t('mail.user')} autoComplete="off" {...form.getInputProps('settings.user')} />
              <PasswordInput
                label={t('mail.password')}
                description={of?.hasSecret ? t('page.keep') : t('page.once')}
                autoComplete="new-password"
                {...form.getInputProps('secret')}
              />
              <TextInput label={t('mail.from')} type="email" {...form.getInputProps('settings.from')} />
            </SimpleGrid>
            <Switch
              label={t('mail.isTls')}
              description={t('mail.tlsHint')}
              {...form.getInputProps('settings.isTls', { type: 'checkbox' })}
            />
            <Switch
              label={t('mail.isActive')}
              description={t('mail.activeHint')}
              {...form.getInputProps('isActive', { type: 'checkbox' })}
            />
          </Form>
        </Stack>
      </SetUp>
    </Card>
  )
}
