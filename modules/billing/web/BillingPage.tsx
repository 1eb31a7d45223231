import { Alert, SimpleGrid } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useData } from '#platform/web/data.ts'
import { Page } from '#platform/web/Page.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { readBilling } from '../contract.ts'
import { DetailsCard } from './DetailsCard.tsx'
import { Invoices } from './Invoices.tsx'
import { PaymentCard } from './PaymentCard.tsx'
import { PlanCard } from './PlanCard.tsx'
import { UseCard } from './UseCard.tsx'

/** The plan in force and its use, who is billed, how it is paid, and every invoice; also for whoever must pay to work again. */
export default function BillingPage() {
  const { t } = useTranslation('billing')
  const { suspension } = useSession()
  const { data } = useData(readBilling, {}, { live: ['billing', 'tenancy'] })
  const mayWrite = useCan()('billing:write')
  return (
    <Page subtitle={t('page.hint')}>
      {suspension && (
        <Alert color="red" icon={<IconAlertTriangle />} title={suspension}>
          {data.owed > 0 ? t('page.payToWork') : data.may.choose ? t('page.chooseToWork') : t('page.askOperator')}
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <PlanCard of={data} mayWrite={mayWrite} />
        <UseCard of={data} />
        <DetailsCard details={data.details} isFixed={data.subscription !== null} mayWrite={mayWrite} />
        <PaymentCard of={data} mayWrite={mayWrite} />
      </SimpleGrid>
      <Invoices mayWrite={mayWrite} />
    </Page>
  )
}
