import { type InputWrapperProps, Select, SimpleGrid, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { useAll } from '#platform/web/data.ts'
import { FieldInput } from '#platform/web/FieldInput.tsx'
import type { ContractForm } from '#platform/web/form.tsx'
import { useCan } from '#platform/web/session.tsx'
import { listDepartments, organizations } from '../contract.ts'

const names = ['firstName', 'middleName', 'lastName', 'email', 'phone', 'employeeNumber'] as const
const locales = ['en-GB', 'cy'] as const
/** Hints stand below: fields beside each other stay in line. */
const below: InputWrapperProps['inputWrapperOrder'] = ['label', 'input', 'description', 'error']

/** The fields that adding and changing a person share. */
export function PersonFields({ form: given }: { form: unknown }) {
  const { t } = useTranslation('directory')
  const sees = useCan()('directory:read')
  const departments = useAll(listDepartments, sees ? {} : null)
  const all = useAll(organizations.list, sees ? {} : null) as { id: string; name: string }[]
  const form = given as ContractForm<z.ZodObject>
  const choice = (name: string) => ({ ...form.getInputProps(name), value: (form.values[name] as string | null) || null })
  const named = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name })
  const field = (name: string) => <FieldInput key={name} form={form as never} name={name} words="directory:form" />
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        {names.map(field)}
        <TextInput
          label={t('form.fields.username')}
          description={t('form.usernameHint')}
          inputWrapperOrder={below}
          {...form.getInputProps('username')}
        />
        <Select
          label={t('form.department')}
          description={t('form.departmentHint')}
          data={departments.filter((one) => one.status === 'active' || one.id === form.values.departmentId).map(named)}
          inputWrapperOrder={below}
          searchable
          clearable
          {...choice('departmentId')}
          onChange={(id) => {
            // Whoever comes into a department belongs to its organization, unless another is chosen.
            const organizationId = departments.find((one) => one.id === id)?.organization.id
            form.setValues({ departmentId: id, ...(organizationId ? { organizationId } : {}) })
          }}
        />
        {all.length > 1 && (
          <Select
            label={t('form.organization')}
            description={t('form.organizationHint')}
            data={all.map(named)}
            inputWrapperOrder={below}
            searchable
            clearable
            {...choice('organizationId')}
          />
        )}
        <Select
          label={t('form.fields.locale')}
          placeholder={t('form.asPlace')}
          data={locales.map((value) => ({ value, label: t(`locale.${value}`) }))}
          {...choice('locale')}
        />
        <Select
          label={t('form.fields.timeZone')}
          placeholder={t('form.asPlace')}
          data={Intl.supportedValuesOf('timeZone')}
          searchable
          {...choice('timeZone')}
        />
        {field('userType')}
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {t('form.typeHint')}
      </Text>
    </>
  )
}
