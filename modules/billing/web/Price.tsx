import { Stack, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useDates } from '#platform/web/dates.tsx'
import type { Quote } from '../contract.ts'
import { useMoney } from './money.ts'

/** What another plan costs from today on: what is credited, what is charged, tax, and what is left to pay. */
export function Price({ of }: { of: Quote }) {
  const { t } = useTranslation('billing')
  const dates = useDates()
  const money = useMoney()
  const day = dates.instant(of.nextBillingAt, { look: 'date' })
  if (of.isTrial) return <Text>{t('choose.trial', { day })}</Text>
  const row = (label: string, amount: number, weight = 400) => (
    <Table.Tr key={label}>
      <Table.Td fw={weight}>{label}</Table.Td>
      <Table.Td ta="right" fw={weight} style={{ whiteSpace: 'nowrap' }}>
        {money(amount, of.currency)}
      </Table.Td>
    </Table.Tr>
  )
  return (
    <Stack gap="xs">
      <Table aria-label={t('choose.price')}>
        <Table.Tbody>
          {of.lines.map(({ description, net }) => row(description, net))}
          {row(t('choose.vat', { rate: of.vatRate }), of.vat)}
          {row(of.total < 0 ? t('choose.credit') : t('choose.total'), of.total, 600)}
        </Table.Tbody>
      </Table>
      <Text c="dimmed" size="sm">
        {of.total < 0 ? t('choose.creditHint', { day }) : t('choose.nextHint', { day })}
      </Text>
    </Stack>
  )
}
