import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '#platform/web/DataTable.tsx'
import { DateTime } from '#platform/web/dates.tsx'
import { StatusBadge, type Tone } from '#platform/web/StatusBadge.tsx'
import type { Invoice } from '../contract.ts'
import { useMoney } from './money.ts'

const tones: Record<Invoice['status'], Tone> = { open: 'wait', overdue: 'bad', paid: 'good', credit: 'info', settled: 'good' }

/** Columns of a list of invoices; `file` shows its number as a way to the PDF. */
export function useInvoiceColumns(file: (row: Invoice) => ReactNode): Column<Invoice>[] {
  const { t } = useTranslation('billing')
  const money = useMoney()
  return [
    { key: 'number', label: t('invoices.number'), cell: file },
    { key: 'issued', label: t('invoices.issued'), cell: (row) => <DateTime at={row.issuedAt} look="date" /> },
    { key: 'total', label: t('invoices.total'), align: 'right', cell: (row) => money(row.total, row.currency) },
    { key: 'open', label: t('invoices.open'), align: 'right', cell: (row) => (row.open === 0 ? '–' : money(row.open, row.currency)) },
    { key: 'due', label: t('invoices.due'), cell: (row) => (row.open > 0 ? <DateTime at={row.dueAt} look="date" /> : '–') },
    {
      key: 'status',
      label: t('invoices.status'),
      cell: (row) => <StatusBadge tone={tones[row.status]}>{t(`invoices.is.${row.status}`)}</StatusBadge>,
    },
  ]
}
