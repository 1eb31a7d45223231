import { Fieldset, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import {
  addDepartment,
  changeDepartment,
  type Department,
  listDepartments,
  listPeople,
  organizations,
} from '#modules/directory/contract.ts'
import { useAction, useAll, useData, useLookup } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { PairsInput } from '#platform/web/PairsInput.tsx'
import { Picker } from '#platform/web/Picker.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { listBranches } from '../contract.ts'

type Fields = { department: Department | null; close: () => void }

/** Adds or changes one department. */
export function DepartmentForm({ department, close }: Fields) {
  const { t } = useTranslation('structure')
  const { data } = useData(organizations.list, { query: { limit: 200 } })
  const companies = (data.items as { id: string; name: string }[]).map(({ id, name }) => ({ value: id, label: name }))
  const form = useContractForm(addDepartment.body, {
    name: department?.name ?? '',
    code: department?.code ?? '',
    description: department?.description ?? null,
    status: department?.status ?? 'active',
    organizationId: department?.organization.id ?? companies[0]?.value ?? '',
    branchId: department?.branch?.id ?? null,
    parentId: department?.parent?.id ?? null,
    headUserId: department?.head?.id ?? null,
    metadata: department?.metadata ?? [],
    settings: department?.settings ?? { locale: null, timeZone: null },
  })
  const ending = { invalidates: [listDepartments], success: t('departments.saved') }
  const add = useAction(addDepartment, ending)
  const change = useAction(changeDepartment, ending)
  const orgId = form.values.organizationId
  const all = useAll(listDepartments, {}, { live: ['directory'] })
  const { data: branches } = useLookup(listBranches, orgId ? { params: { orgId }, query: { limit: 200 } } : null)
  if (companies.length === 0) return <EmptyState title={t('departments.needsOrganization')} />
  // A department stays within its organization.
  const parents = all
    .filter((one) => one.id !== department?.id && one.organization.id === orgId)
    .map(({ id, name }) => ({ value: id, label: name }))
  const fields = (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput label={t('departments.name')} data-autofocus {...form.getInputProps('name')} />
        <TextInput label={t('departments.code')} {...form.getInputProps('code')} />
        {!department && (
          <Select
            label={t('departments.organization')}
            data={companies}
            allowDeselect={false}
            searchable
            {...form.getInputProps('organizationId')}
            onChange={(value) => form.setValues({ organizationId: value ?? '', branchId: null, parentId: null })}
          />
        )}
        <Select
          label={t('departments.parent')}
          placeholder={t('departments.top')}
          data={parents}
          searchable
          clearable
          {...form.getInputProps('parentId')}
          value={form.values.parentId ?? null}
        />
        <Select
          label={t('departments.branch')}
          placeholder={t('departments.noBranch')}
          data={(branches?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          searchable
          clearable
          {...form.getInputProps('branchId')}
          value={form.values.branchId ?? null}
        />
        <Select
          label={t('departments.status')}
          data={(['active', 'inactive'] as const).map((value) => ({ value, label: t(`departments.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('status')}
        />
      </SimpleGrid>
      <Picker
        label={t('departments.head')}
        description={t('departments.headHint')}
        of={listPeople}
        ask={(q) => ({ query: { q, limit: 20 } })}
        option={({ id, name }) => ({ value: id, label: name })}
        known={department?.head ? { value: department.head.id, label: department.head.name } : null}
        value={form.values.headUserId ?? null}
        onChange={(value) => form.setFieldValue('headUserId', value)}
        error={form.errors.headUserId}
        clearable
      />
      <Textarea label={t('departments.description')} autosize minRows={2} {...form.getInputProps('description')} />
      <Fieldset legend={t('departments.begins')}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Select
            label={t('departments.locale')}
            placeholder={t('departments.asOrganization')}
            data={[
              { value: 'en-GB', label: t('configs.english') },
              { value: 'cy', label: t('configs.welsh') },
            ]}
            clearable
            {...form.getInputProps('settings.locale')}
            value={form.values.settings?.locale ?? null}
          />
          <Select
            label={t('departments.timeZone')}
            placeholder={t('departments.asOrganization')}
            data={Intl.supportedValuesOf('timeZone')}
            searchable
            clearable
            {...form.getInputProps('settings.timeZone')}
            value={form.values.settings?.timeZone ?? null}
          />
        </SimpleGrid>
      </Fieldset>
      <PairsInput form={form} name="metadata" legend={t('departments.further')} most={20} />
    </>
  )
  if (!department)
    return (
      <Form form={form} action={add} input={(body) => ({ body })} onDone={close} onCancel={close}>
        {fields}
      </Form>
    )
  return (
    <Form
      form={form}
      action={change}
      input={({ organizationId: _, ...body }) => ({ params: { id: department.id }, body })}
      ifMatch={department.version}
      onDone={close}
      onCancel={close}
    >
      {fields}
    </Form>
  )
}
