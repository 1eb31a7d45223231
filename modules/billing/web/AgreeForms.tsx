import { NumberInput, Select, SimpleGrid, Switch, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { useAction, useLookup } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { ProblemAlert } from '#platform/web/states.tsx'
import { creditInvoice, type Invoice, listPlans, type Overview, quoteForTenant, recordPayment, setSubscription } from '../contract.ts'
import { Price } from './Price.tsx'

type OfTenant = { tenantId: string; done: () => void }

/** Another plan for a tenant, at its price or another. */
export function Agree({ tenantId, current, done }: OfTenant & { current: Overview }) {
  const { t } = useTranslation('billing')
  const { data } = useLookup(listPlans, {})
  const form = useContractForm(setSubscription.body, { planId: '', autoRenew: true } as z.input<typeof setSubscription.body>)
  const save = useAction(setSubscription, { success: t('watch.agreed') })
  const plans = (data?.items ?? []).filter(({ currency }) => !current.details || currency === current.details.currency)
  const { planId, amount } = form.values
  const asked = useDebouncedValue(amount, 300)[0]
  const query = { planId, ...(asked === undefined ? {} : { amount: asked }) }
  const quote = useLookup(quoteForTenant, planId ? { params: { id: tenantId }, query: query as never } : null)
  const price = plans.find(({ id }) => id === form.values.planId)?.amount
  return (
    <Form
      form={form}
      action={save}
      input={(body) => ({ params: { id: tenantId }, body })}
      onDone={done}
      submit={t('watch.agree')}
      onCancel={done}
      free
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label={t('watch.plan')}
          data={plans.map(({ id, name, isActive }) => ({ value: id, label: isActive ? name : t('watch.retired', { name }) }))}
          {...form.getInputProps('planId')}
        />
        <NumberInput
          label={t('watch.amount')}
          {...(price === undefined ? {} : { placeholder: price.toFixed(2) })}
          min={0}
          decimalScale={2}
          {...form.getInputProps('amount')}
          onChange={(value) => form.setFieldValue('amount', value === '' ? undefined : Number(value))}
        />
      </SimpleGrid>
      {planId && <ProblemAlert of={quote.problem} />}
      {planId && !quote.problem && quote.data && <Price of={quote.data} />}
      <Switch label={t('watch.renews')} {...form.getInputProps('autoRenew', { type: 'checkbox' })} />
      <Text size="sm" c="dimmed">
        {t('watch.agreeHint')}
      </Text>
    </Form>
  )
}

/** A bank transfer that has come. */
export function Record({ tenantId, invoice, done }: OfTenant & { invoice: Invoice }) {
  const { t } = useTranslation('billing')
  const form = useContractForm(recordPayment.body, { amount: invoice.open, reference: '' })
  const save = useAction(recordPayment, { success: t('watch.recorded') })
  const params = { id: tenantId, invoiceId: invoice.id }
  return (
    <Form form={form} action={save} input={(body) => ({ params, body })} onDone={done} submit={t('watch.record')} onCancel={done} free>
      <Text>{t('watch.recordOne', { number: invoice.number })}</Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberInput label={t('watch.received')} min={0} decimalScale={2} fixedDecimalScale {...form.getInputProps('amount')} />
        <TextInput label={t('watch.reference')} {...form.getInputProps('reference')} />
      </SimpleGrid>
    </Form>
  )
}

/** Takes an invoice back whole. */
export function Credit({ tenantId, invoice, done }: OfTenant & { invoice: Invoice }) {
  const { t } = useTranslation('billing')
  const form = useContractForm(creditInvoice.body, { reason: '' })
  const save = useAction(creditInvoice, { success: t('watch.credited') })
  const params = { id: tenantId, invoiceId: invoice.id }
  return (
    <Form
      form={form}
      action={save}
      input={(body) => ({ params, body })}
      onDone={done}
      submit={t('watch.credit')}
      danger
      onCancel={done}
      free
    >
      <TextInput label={t('watch.reason', { number: invoice.number })} {...form.getInputProps('reason')} />
    </Form>
  )
}
