import { Fieldset, MultiSelect, Paper, PasswordInput, Select, SimpleGrid, Switch, Text, TextInput } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction, useData } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Page } from '#platform/web/Page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { changeOrgConfigs, type OrgConfigs, readOrgConfigs } from '../contract.ts'
import { useOrganizationName } from './organizationName.ts'

const route = getRouteApi('/organizations/$orgId/configs')
const choices = [180, 90, 60, 30, 14, 7, 3, 1]
const languages = { 'en-GB': 'english', cy: 'welsh' } as const

/** What one organisation says otherwise than its employer. */
export default function ConfigsPage() {
  const { t } = useTranslation('structure')
  const { orgId } = route.useParams()
  const { data: configs } = useData(readOrgConfigs, { params: { orgId } }, { live: ['directory'] })
  const name = useOrganizationName(orgId)
  return (
    <Page
      title={name && t('configs.of', { name })}
      subtitle={t('configs.hint')}
      crumbs={[{ label: t('branches.back'), to: '/organizations' }]}
    >
      <Paper withBorder p="lg" maw={860}>
        <Fields key={JSON.stringify(configs)} orgId={orgId} configs={configs} />
      </Paper>
    </Page>
  )
}

function Fields({ orgId, configs: { employer, hasAdviceCode, ...configs } }: { orgId: string; configs: OrgConfigs }) {
  const { t } = useTranslation('structure')
  const writes = useCan()('org_configs:write')
  const form = useContractForm(changeOrgConfigs.body, { ...configs, adviceCode: null })
  const warnDays = (form.values.warnDays ?? []) as number[]
  const [forgets, forget] = useState(false)
  const save = useAction(changeOrgConfigs, { invalidates: [readOrgConfigs], success: t('configs.saved') })
  const asEmployer = (words: string | null) => t('configs.asEmployer', { words: words ?? t('configs.none') })
  const language = (locale: string) => t(`configs.${languages[locale as keyof typeof languages] ?? 'english'}`)
  return (
    <Form
      form={form}
      action={save}
      input={({ adviceCode, ...body }) => ({
        params: { orgId },
        body: { ...body, ...(forgets ? { adviceCode: null } : adviceCode ? { adviceCode } : {}) },
      })}
    >
      <Fieldset variant="unstyled" disabled={!writes} aria-label={t('pages.configs')}>
        <Fieldset legend={t('configs.people')}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Select
              label={t('configs.locale')}
              placeholder={asEmployer(language(employer.locale))}
              data={Object.keys(languages).map((value) => ({ value, label: language(value) }))}
              clearable
              {...form.getInputProps('locale')}
              value={form.values.locale ?? null}
            />
            <Select
              label={t('configs.timeZone')}
              placeholder={asEmployer(employer.timeZone)}
              data={Intl.supportedValuesOf('timeZone')}
              searchable
              clearable
              {...form.getInputProps('timeZone')}
              value={form.values.timeZone ?? null}
            />
          </SimpleGrid>
        </Fieldset>
        <Fieldset legend={t('configs.letters')} mt="md">
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              label={t('configs.senderName')}
              placeholder={asEmployer(employer.senderName)}
              {...form.getInputProps('senderName')}
            />
            <TextInput
              type="email"
              label={t('configs.replyTo')}
              description={t('configs.replyToHint')}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              {...form.getInputProps('replyTo')}
            />
          </SimpleGrid>
        </Fieldset>
        <Fieldset legend={t('configs.papers')} mt="md">
          <MultiSelect
            label={t('configs.warnDays')}
            placeholder={warnDays.length ? '' : asEmployer(t('configs.usualDays'))}
            data={choices.map((days) => ({ value: String(days), label: t('configs.days', { count: days }) }))}
            maxValues={6}
            clearable
            error={form.errors.warnDays}
            value={warnDays.map(String)}
            onChange={(days) => form.setFieldValue('warnDays', days.length > 0 ? days.map(Number) : null)}
          />
        </Fieldset>
        <Fieldset legend={t('configs.advice')} mt="md">
          <Text size="sm" c="dimmed" mb="sm">
            {t('configs.adviceHint')}
          </Text>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput label={t('configs.advicePhone')} {...form.getInputProps('advicePhone')} />
            <PasswordInput
              label={t('configs.adviceCode')}
              description={hasAdviceCode ? t('configs.codeKept') : t('configs.codeHint')}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              autoComplete="off"
              disabled={forgets}
              {...form.getInputProps('adviceCode')}
            />
          </SimpleGrid>
          {hasAdviceCode && (
            <Switch mt="sm" label={t('configs.forgetCode')} checked={forgets} onChange={(event) => forget(event.currentTarget.checked)} />
          )}
        </Fieldset>
      </Fieldset>
    </Form>
  )
}
