import { SimpleGrid, Stack, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useData } from '#platform/web/data.ts'
import { Page } from '#platform/web/Page.tsx'
import { Slot, useFills } from '#platform/web/slots.tsx'
import { readIntegrations } from '../contract.ts'
import { MailCard } from './MailCard.tsx'
import { StoreCard } from './StoreCard.tsx'
import { TextCard } from './TextCard.tsx'

/** The services that the organisation brought along, and how those stand that have pages of their own. */
export default function IntegrationsPage() {
  const { t } = useTranslation('integrations')
  const { data } = useData(readIntegrations, {}, { live: ['integrations'] })
  const others = useFills('integrations').length > 0
  return (
    <Page subtitle={t('page.hint')}>
      <MailCard of={data.mail} />
      <TextCard of={data.sms} />
      <StoreCard of={data.storage} />
      {others && (
        <Stack component="section" aria-labelledby="other-integrations" gap="sm">
          <Title order={2} size="h4" id="other-integrations">
            {t('page.others')}
          </Title>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
            <Slot name="integrations" with={{}} />
          </SimpleGrid>
        </Stack>
      )}
    </Page>
  )
}
