import { NumberInput, Select, SimpleGrid, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { features } from '#modules/tenancy/contract.ts'
import { useAction } from '#platform/web/data.ts'
import { type ContractForm, Form, useContractForm } from '#platform/web/form.tsx'
import { addPlan, BillingCycle, changePlan, currencies, listPlans, type Plan } from '../contract.ts'

const keys = Object.keys(features) as (keyof typeof features)[]
const byDefault = Object.fromEntries(keys.map((key) => [key, true]))

/** A plan that tenants can choose from now on. */
export function NewPlan({ done }: { done: () => void }) {
  const { t } = useTranslation('billing')
  const form = useContractForm(addPlan.body, {
    ...{ code: '', name: '', description: null, amount: 0, currency: 'GBP', billingCycle: 'monthly', trialDays: 0 },
    features: byDefault,
    usageLimits: { max_users: null, max_storage_gb: null },
  })
  const add = useAction(addPlan, { invalidates: [listPlans], success: t('plans.added') })
  return (
    <Form form={form} action={add} input={(body) => ({ body })} onDone={done} onCancel={done} free>
      <TextInput label={t('plans.code')} description={t('plans.codeHint')} autoCapitalize="none" {...form.getInputProps('code')} />
      <PlanFields form={form as never}>
        <Select label={t('plans.currency')} data={[...currencies]} allowDeselect={false} {...form.getInputProps('currency')} />
      </PlanFields>
    </Form>
  )
}

/** What a plan is from now on; prices agreed before stay. */
export function ChangePlan({ plan, done }: { plan: Plan; done: () => void }) {
  const { t } = useTranslation('billing')
  const { id, code: _, currency: __, features: on, usageLimits, ...same } = plan
  const { max_users = null, max_storage_gb = null } = usageLimits
  const values = { ...same, features: { ...byDefault, ...on }, usageLimits: { max_users, max_storage_gb } }
  const form = useContractForm(changePlan.body, values as z.input<typeof changePlan.body>)
  const change = useAction(changePlan, { invalidates: [listPlans], success: t('plans.changed') })
  return (
    <Form form={form} action={change} input={(body) => ({ params: { id }, body })} onDone={done} onCancel={done} free>
      <PlanFields form={form as never} />
      <Switch
        label={t('plans.isOffered')}
        description={t('plans.isOfferedHint')}
        {...form.getInputProps('isActive', { type: 'checkbox' })}
      />
    </Form>
  )
}

function PlanFields({ form, children }: { form: ContractForm<typeof addPlan.body>; children?: ReactNode }) {
  const { t } = useTranslation('billing')
  const limit = (name: 'max_users' | 'max_storage_gb', label: string) => (
    <NumberInput
      label={label}
      min={1}
      {...form.getInputProps(`usageLimits.${name}`)}
      onChange={(value) => form.setFieldValue(`usageLimits.${name}`, value === '' ? null : Number(value))}
    />
  )
  return (
    <>
      <TextInput label={t('plans.name')} {...form.getInputProps('name')} />
      <Textarea label={t('plans.description')} autosize minRows={2} {...form.getInputProps('description')} />
      <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: 'end' }}>
        <NumberInput label={t('plans.amount')} min={0} decimalScale={2} fixedDecimalScale {...form.getInputProps('amount')} />
        {children}
        <Select
          label={t('plans.cycle')}
          data={BillingCycle.options.map((value) => ({ value, label: t(`cycle.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('billingCycle')}
        />
        <NumberInput label={t('plans.trialDays')} min={0} {...form.getInputProps('trialDays')} />
        {limit('max_users', t('plans.maxUsersNone'))}
        {limit('max_storage_gb', t('plans.maxStorageNone'))}
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {t('plans.noLimit')}
      </Text>
      <Stack gap="xs">
        {keys.map((key) => (
          <Switch key={key} label={t(`feature.${key}`)} {...form.getInputProps(`features.${key}`, { type: 'checkbox' })} />
        ))}
      </Stack>
    </>
  )
}
