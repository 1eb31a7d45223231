import { Anchor, Button, Group, Text, Title } from '@mantine/core'
import { IconExternalLink, IconReceipt } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { href } from '#platform/web/api.ts'
import { DataTable } from '#platform/web/DataTable.tsx'
import { Download } from '#platform/web/Download.tsx'
import { useAction, usePages } from '#platform/web/data.ts'
import { EmptyState } from '#platform/web/states.tsx'
import { exportInvoices, type Invoice, invoicePdf, listInvoices, payInvoice } from '../contract.ts'
import { useInvoiceColumns } from './invoiceColumns.tsx'

/** Every invoice and credit note, with its PDF, and a way to pay what is open. */
export function Invoices({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation('billing')
  const { items, more, loadingMore } = usePages(listInvoices, {}, { live: ['billing'] })
  const columns = useInvoiceColumns((row) => (
    <Anchor href={href(invoicePdf, { params: { id: row.id } })} download>
      {row.number}
    </Anchor>
  ))
  return (
    <>
      <Group justify="space-between">
        <Title order={2} size="h4">
          {t('invoices.title')}
        </Title>
        {items.length > 0 && <Download of={exportInvoices} />}
      </Group>
      <DataTable
        caption={t('invoices.title')}
        rows={items}
        rowKey={(row) => row.id}
        columns={columns}
        actions={(row) => (mayWrite ? <Pay invoice={row} /> : null)}
        more={more}
        loadingMore={loadingMore}
        empty={<EmptyState icon={IconReceipt} title={t('invoices.none')} hint={t('invoices.noneHint')} />}
      />
    </>
  )
}

function Pay({ invoice: { id, number, paymentUrl, problem, may } }: { invoice: Invoice }) {
  const { t } = useTranslation('billing')
  const pay = useAction(payInvoice, { invalidates: ['billing'], success: t('invoices.asked') })
  if (paymentUrl)
    return (
      <Button
        component="a"
        href={paymentUrl}
        size="sm"
        rightSection={<IconExternalLink size={16} stroke={1.8} />}
        aria-label={t('invoices.continueOne', { number })}
      >
        {t('invoices.continue')}
      </Button>
    )
  if (!may.pay) return null
  return (
    <Group gap="xs" justify="flex-end">
      {problem && (
        <Text size="sm" c="red">
          {problem}
        </Text>
      )}
      <Button
        size="sm"
        variant="light"
        loading={pay.running}
        aria-label={t('invoices.payOne', { number })}
        onClick={() => void pay.run({ params: { id } })}
      >
        {t('invoices.pay')}
      </Button>
    </Group>
  )
}
