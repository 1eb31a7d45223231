import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { href } from '#platform/web/api.ts'
import { DataTable } from '#platform/web/DataTable.tsx'
import { useAction, useLookup } from '#platform/web/data.ts'
import { Loading, ProblemAlert } from '#platform/web/states.tsx'
import { type Invoice, setDetails, watchBilling, watchedPdf } from '../contract.ts'
import { Agree, Credit, Record } from './AgreeForms.tsx'
import { DetailsForm } from './DetailsForm.tsx'
import { useInvoiceColumns } from './invoiceColumns.tsx'
import { Refund, TaxForm } from './MoneyForms.tsx'
import { useMoney } from './money.ts'

type Asking = { what: 'agree' | 'details' | 'tax' } | { what: 'record' | 'credit' | 'refund'; invoice: Invoice }

/** For the operator: what one tenant has, owes and was billed, and what can be done about it. */
export default function TenantBilling({ tenantId }: { tenantId: string }) {
  const { t } = useTranslation('billing')
  const money = useMoney()
  const params = { id: tenantId }
  const { data, problem } = useLookup(watchBilling, { params })
  const details = useAction(setDetails, { success: t('details.saved') })
  const [asking, setAsking] = useState<Asking | null>(null)
  const columns = useInvoiceColumns((row) => (
    <Anchor href={href(watchedPdf, { params: { id: tenantId, invoiceId: row.id } })} download>
      {row.number}
    </Anchor>
  ))
  const done = () => setAsking(null)
  if (!data) return problem ? <ProblemAlert of={problem} /> : <Loading rows={3} />
  const { subscription } = data
  const cycle = subscription?.billingCycle as 'monthly'
  return (
    <Stack component="section" gap="sm" aria-label={t('watch.title')}>
      <Title order={3} size="h5">
        {t('watch.title')}
      </Title>
      <Text>
        {subscription
          ? `${subscription.planName} · ${t(`price.${cycle}`, { amount: money(subscription.amount, subscription.currency) })} · ${t(`status.${subscription.status as 'active'}`)}`
          : t('watch.none')}
      </Text>
      {!asking && (
        <Group gap="xs">
          <Button variant="light" disabled={!data.details} onClick={() => setAsking({ what: 'agree' })}>
            {t('watch.agree')}
          </Button>
          <Button variant="light" onClick={() => setAsking({ what: 'details' })}>
            {t('details.title')}
          </Button>
          <Button variant="light" disabled={!data.details} onClick={() => setAsking({ what: 'tax' })}>
            {t('tax.title')}
          </Button>
        </Group>
      )}
      {asking?.what === 'details' && (
        <DetailsForm
          details={data.details}
          isFixed={subscription !== null}
          action={details}
          input={(body) => ({ params, body })}
          done={done}
        />
      )}
      {asking?.what === 'agree' && <Agree tenantId={tenantId} current={data} done={done} />}
      {asking?.what === 'tax' && data.details && <TaxForm tenantId={tenantId} details={data.details} done={done} />}
      {asking?.what === 'refund' && <Refund tenantId={tenantId} invoice={asking.invoice} done={done} />}
      {asking?.what === 'record' && <Record tenantId={tenantId} invoice={asking.invoice} done={done} />}
      {asking?.what === 'credit' && <Credit tenantId={tenantId} invoice={asking.invoice} done={done} />}
      {data.invoices.length > 0 && (
        <DataTable
          caption={t('invoices.title')}
          rows={data.invoices}
          rowKey={(row) => row.id}
          columns={columns}
          actions={(row) => (
            <Group gap={4} wrap="nowrap" justify="flex-end">
              {row.open > 0 && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  aria-label={t('watch.recordOne', { number: row.number })}
                  onClick={() => setAsking({ what: 'record', invoice: row })}
                >
                  {t('watch.record')}
                </Button>
              )}
              {row.refundable > 0 && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  aria-label={t('refund.giveOne', { number: row.number })}
                  onClick={() => setAsking({ what: 'refund', invoice: row })}
                >
                  {t('refund.give')}
                </Button>
              )}
              {row.kind === 'invoice' && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="red"
                  aria-label={t('watch.creditOne', { number: row.number })}
                  onClick={() => setAsking({ what: 'credit', invoice: row })}
                >
                  {t('watch.credit')}
                </Button>
              )}
            </Group>
          )}
        />
      )}
    </Stack>
  )
}
