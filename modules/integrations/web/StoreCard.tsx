import { PasswordInput, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core'
import { IconDatabase } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { type Integrations, readIntegrations, setFileStore } from '../contract.ts'
import { SetUp } from './SetUp.tsx'
import { Standing } from './Standing.tsx'

const fresh = { endpoint: '', region: 'eu-west-2', bucket: '', accessKeyId: '' }

/** The organisation's own file store. One that holds files keeps its place. */
export function StoreCard({ of }: { of: Integrations['storage'] }) {
  const { t } = useTranslation('integrations')
  const initial = { settings: of?.settings ?? fresh, secret: '', isActive: of !== null && of.status !== 'inactive' }
  const form = useContractForm(setFileStore.body, initial)
  const save = useAction(setFileStore, { invalidates: [readIntegrations], success: t('page.saved') })
  const isHeld = of !== null && of.files > 0
  return (
    <Card title={t('storage.title')} icon={IconDatabase}>
      <SetUp isThere={of !== null} hint={t('storage.hint')}>
        <Stack>
          {of && <Standing kind="storage" of={of} note={isHeld ? t('storage.files', { count: of.files }) : undefined} />}
          <Form form={form} action={save} input={(body) => ({ body })} onDone={() => form.setFieldValue('secret', '')}>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <TextInput
                label={t('storage.endpoint')}
                description={isHeld ? t('storage.stays') : t('storage.endpointHint')}
                type="url"
                readOnly={isHeld}
                {...form.getInputProps('settings.endpoint')}
              />
              <TextInput
                label={t('storage.bucket')}
                description={isHeld ? t('storage.stays') : t('storage.bucketHint')}
                autoCapitalize="none"
                readOnly={isHeld}
                {...form.getInputProps('settings.bucket')}
              />
              <TextInput label={t('storage.region')} autoCapitalize="none" {...form.getInputProps('settings.region')} />
              <TextInput label={t('storage.accessKeyId')} autoComplete="off" {...form.getInputProps('settings.accessKeyId')} />
              <PasswordInput
                label={t('storage.secret')}
                description={of?.hasSecret ? t('page.keep') : t('page.once')}
                autoComplete="new-password"
                {...form.getInputProps('secret')}
              />
            </SimpleGrid>
            <Switch
              label={t('storage.isActive')}
              description={t('storage.activeHint')}
              {...form.getInputProps('isActive', { type: 'checkbox' })}
            />
          </Form>
        </Stack>
      </SetUp>
    </Card>
  )
}
