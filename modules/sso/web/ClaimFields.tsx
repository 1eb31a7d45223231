import { SimpleGrid, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DraftForm } from './draft.ts'

const names = ['firstName', 'lastName', 'email', 'employeeNumber', 'department', 'groups'] as const

/** Under which names the provider tells what. */
export function ClaimFields({ form }: { form: DraftForm }) {
  const { t } = useTranslation('sso')
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {names.map((name) => (
        <TextInput key={name} label={t(`claims.${name}`)} {...form.getInputProps(`claims.${name}`)} />
      ))}
    </SimpleGrid>
  )
}
