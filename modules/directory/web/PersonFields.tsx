import { Select, SimpleGrid, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { FieldInput } from '#platform/web/FieldInput.tsx'
import type { ContractForm } from '#platform/web/form.tsx'

const names = ['firstName', 'middleName', 'lastName', 'email', 'phone', 'employeeNumber', 'userType'] as const

/** The fields that adding and changing a person share. */
export function PersonFields({ form: given }: { form: unknown }) {
  const { t } = useTranslation('directory')
  const form = given as ContractForm<z.ZodType>
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        {names.map((name) => (
          <FieldInput key={name} form={form} name={name} words="directory:form" />
        ))}
        <Select
          label={t('form.fields.timeZone')}
          data={Intl.supportedValuesOf('timeZone')}
          searchable
          allowDeselect={false}
          {...form.getInputProps('timeZone' as never)}
        />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {t('form.typeHint')}
      </Text>
    </>
  )
}
