import { Select, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { Endpoint, Input } from '#platform/contract.ts'
import type { Action } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { currencies, type Overview, saveDetails } from '../contract.ts'

type DetailsProps<E extends Endpoint> = {
  details: Overview['details']
  /** A subscription runs: its currency stays. */
  isFixed: boolean
  action: Action<E>
  input: (body: z.input<typeof saveDetails.body>) => Input<E>
  done: () => void
}

/** Who is billed: the same form for the tenant and for the operator. */
export function DetailsForm<E extends Endpoint>({ details, isFixed, action, input, done }: DetailsProps<E>) {
  const { t } = useTranslation('billing')
  const form = useContractForm(saveDetails.body, {
    billingName: details?.billingName ?? '',
    billingEmail: details?.billingEmail ?? '',
    billingAddress: details?.billingAddress ?? '',
    taxId: details?.taxId ?? null,
    country: details?.country ?? null,
    currency: (details?.currency ?? 'GBP') as 'GBP',
  })
  return (
    <Form form={form} action={action} input={input} onDone={done} onCancel={done} free>
      <TextInput label={t('details.name')} autoComplete="organization" {...form.getInputProps('billingName')} />
      <Textarea label={t('details.address')} autosize minRows={3} {...form.getInputProps('billingAddress')} />
      <TextInput type="email" label={t('details.email')} description={t('details.emailHint')} {...form.getInputProps('billingEmail')} />
      <TextInput
        label={t('details.country')}
        description={t('details.countryHint')}
        maxLength={2}
        maw={240}
        {...form.getInputProps('country')}
      />
      <TextInput label={t('details.taxId')} description={t('details.taxIdHint')} {...form.getInputProps('taxId')} />
      <Select
        label={t('details.currency')}
        data={[...currencies]}
        allowDeselect={false}
        disabled={isFixed}
        {...(isFixed ? { description: t('details.currencyHint') } : {})}
        {...form.getInputProps('currency')}
      />
    </Form>
  )
}
