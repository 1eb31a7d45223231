import { MultiSelect, NumberInput, Stack, Switch, TagsInput, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { listRoles } from '#modules/access/contract.ts'
import { SignInPolicy } from '#modules/auth/contract.ts'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useData, useLookup } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Page } from '#platform/web/Page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { readSignInPolicy, setSignInPolicy } from '../contract.ts'

/** What the organisation asks of its people when they sign in. */
export default function SignInPolicyPage() {
  const { t } = useTranslation('factors')
  const can = useCan()
  const { data } = useData(readSignInPolicy, {}, { live: ['tenancy'] })
  const roles = useLookup(listRoles, can('roles:read') ? {} : null)
  const form = useContractForm(SignInPolicy, data.policy)
  const set = useAction(setSignInPolicy, { invalidates: [readSignInPolicy], success: t('policy.saved') })
  const readOnly = !can('tenants:write')
  const known = roles.data?.items.map(({ code, name }) => ({ value: code, label: name })) ?? []
  const codes = data.policy.secondFactorRoles.filter((code) => !known.some((one) => one.value === code))
  const fields = (
    <Stack gap="lg">
      <MultiSelect
        label={t('policy.roles')}
        description={t('policy.rolesHint')}
        data={[...known, ...codes]}
        searchable
        clearable
        readOnly={readOnly}
        {...form.getInputProps('secondFactorRoles')}
        withAsterisk={false}
      />
      <NumberInput
        label={t('policy.idle')}
        description={t('policy.idleHint')}
        suffix={t('policy.minutes')}
        min={5}
        max={480}
        readOnly={readOnly}
        {...form.getInputProps('idleMinutes')}
        onChange={(minutes) => form.setFieldValue('idleMinutes', minutes === '' ? null : Number(minutes))}
      />
      <NumberInput
        label={t('policy.hours')}
        description={t('policy.hoursHint')}
        suffix={t('policy.hoursUnit')}
        min={1}
        max={8}
        readOnly={readOnly}
        {...form.getInputProps('sessionHours')}
      />
      <NumberInput
        label={t('policy.length')}
        description={t('policy.lengthHint')}
        min={12}
        max={64}
        readOnly={readOnly}
        {...form.getInputProps('passwordLength')}
      />
      <TagsInput
        label={t('policy.networks')}
        description={t('policy.networksHint', { address: data.address })}
        placeholder={form.values.networks.length === 0 ? t('policy.everywhere') : ''}
        clearable
        readOnly={readOnly}
        {...form.getInputProps('networks')}
        error={form.errors.networks ?? Object.entries(form.errors).find(([path]) => path.startsWith('networks.'))?.[1]}
        withAsterisk={false}
      />
      <Switch
        label={t('policy.questions')}
        description={t('policy.questionsHint')}
        disabled={readOnly}
        {...form.getInputProps('securityQuestions', { type: 'checkbox' })}
      />
    </Stack>
  )
  return (
    <Page subtitle={t('policy.subtitle')}>
      <Card title={t('policy.title')}>
        {readOnly ? (
          <>
            <Text c="dimmed" mb="md">
              {t('policy.readOnly')}
            </Text>
            {fields}
          </>
        ) : (
          <Form form={form} action={set} input={(body) => ({ body })}>
            {fields}
          </Form>
        )}
      </Card>
    </Page>
  )
}
