import { useTranslation } from 'react-i18next'
import { useData } from '#platform/web/data.ts'
import { Page } from '#platform/web/Page.tsx'
import { readIntegrations } from '../contract.ts'
import { MailCard } from './MailCard.tsx'
import { TextCard } from './TextCard.tsx'

/** The services that the organisation brought along. */
export default function IntegrationsPage() {
  const { t } = useTranslation('integrations')
  const { data } = useData(readIntegrations, {}, { live: ['integrations'] })
  return (
    <Page subtitle={t('page.hint')}>
      <MailCard of={data.mail} />
      <TextCard of={data.sms} />
    </Page>
  )
}
