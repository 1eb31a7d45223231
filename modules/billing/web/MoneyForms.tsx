import { Alert, NumberInput, Select, SimpleGrid, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { type Invoice, type Overview, refundInvoice, setTax } from '../contract.ts'
import { useMoney } from './money.ts'

type OfTenant = { tenantId: string; done: () => void }

/** Gives back what was paid for an invoice, or part of it. */
export function Refund({ tenantId, invoice, done }: OfTenant & { invoice: Invoice }) {
  const { t } = useTranslation('billing')
  const money = useMoney()
  const form = useContractForm(refundInvoice.body, { amount: invoice.refundable, reason: '', reference: '' })
  const give = useAction(refundInvoice, { success: t('refund.done') })
  const params = { id: tenantId, invoiceId: invoice.id }
  const input = ({ reference, ...body }: z.input<typeof refundInvoice.body>) => ({
    params,
    body: { ...body, ...(reference ? { reference } : {}) },
  })
  return (
    <Form form={form} action={give} input={input} onDone={done} submit={t('refund.give')} danger onCancel={done} free>
      <Text>{t('refund.hint', { number: invoice.number, most: money(invoice.refundable, invoice.currency) })}</Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberInput
          label={t('refund.amount')}
          min={0}
          max={invoice.refundable}
          decimalScale={2}
          fixedDecimalScale
          {...form.getInputProps('amount')}
        />
        <TextInput label={t('refund.reference')} description={t('refund.referenceHint')} {...form.getInputProps('reference')} />
      </SimpleGrid>
      <TextInput label={t('refund.reason')} {...form.getInputProps('reason')} />
    </Form>
  )
}

/** Whether a tenant pays tax. */
export function TaxForm({ tenantId, details, done }: OfTenant & { details: NonNullable<Overview['details']> }) {
  const { t } = useTranslation('billing')
  const { taxTreatment, taxNote, taxId, country } = details
  const form = useContractForm(setTax.body, { taxTreatment, taxNote })
  const save = useAction(setTax, { success: t('tax.saved') })
  return (
    <Form form={form} action={save} input={(body) => ({ params: { id: tenantId }, body })} onDone={done} onCancel={done} free>
      <Select
        label={t('tax.treatment')}
        description={taxId && country ? t('tax.known', { number: taxId, country }) : t('tax.unknown')}
        allowDeselect={false}
        data={(['standard', 'reverse_charge', 'exempt'] as const).map((value) => ({ value, label: t(`tax.is.${value}`) }))}
        {...form.getInputProps('taxTreatment')}
      />
      {form.values.taxTreatment === 'reverse_charge' && <Alert color="blue">{t('tax.check')}</Alert>}
      {form.values.taxTreatment === 'exempt' && (
        <TextInput label={t('tax.note')} description={t('tax.noteHint')} {...form.getInputProps('taxNote')} />
      )}
    </Form>
  )
}
