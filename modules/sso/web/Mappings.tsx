import { ActionIcon, Button, Group, MultiSelect, Paper, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { listRoles } from '#modules/access/contract.ts'
import { listDepartments } from '#modules/directory/contract.ts'
import { useLookup } from '#platform/web/data.ts'
import type { DraftForm } from './draft.ts'

/** Which roles and department a group of the provider brings. */
export function Mappings({ form }: { form: DraftForm }) {
  const { t } = useTranslation('sso')
  const roles = useLookup(listRoles, {})
  const departments = useLookup(listDepartments, { query: { limit: 200 } })
  const mappings = form.values.mappings ?? []
  const held = mappings.flatMap((one) => one.roles)
  const known = (roles.data?.items ?? []).filter(({ code, organization }) => code !== 'tenant_administrator' && organization === null)
  const roleData = [
    ...known.map(({ code, name }) => ({ value: code, label: name })),
    ...new Set(held.filter((code) => !known.some((one) => one.code === code))),
  ]
  const places = new Map((departments.data?.items ?? []).map(({ code, name }) => [code, { value: code, label: `${name} (${code})` }]))
  for (const { department } of mappings)
    if (department && !places.has(department)) places.set(department, { value: department, label: department })
  return (
    <Stack>
      {mappings.length === 0 && <Text c="dimmed">{t('mappings.empty')}</Text>}
      {mappings.map((mapping, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other name while its group is typed
        <Paper key={at} withBorder p="md">
          <Stack gap="sm">
            <Group wrap="nowrap" align="flex-start" gap="xs">
              <TextInput flex={1} label={t('mappings.group')} {...form.getInputProps(`mappings.${at}.group`)} />
              <ActionIcon
                variant="subtle"
                color="red"
                size="lg"
                mt={26}
                aria-label={t('mappings.remove', { group: mapping.group })}
                onClick={() => form.removeListItem('mappings', at)}
              >
                <IconTrash size={18} stroke={1.6} />
              </ActionIcon>
            </Group>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
              <MultiSelect
                label={t('mappings.roles')}
                data={roleData}
                searchable
                {...form.getInputProps(`mappings.${at}.roles`)}
                withAsterisk={false}
              />
              <Select
                label={t('mappings.department')}
                data={[...places.values()]}
                searchable
                clearable
                {...form.getInputProps(`mappings.${at}.department`)}
                value={mapping.department}
              />
            </SimpleGrid>
          </Stack>
        </Paper>
      ))}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={18} stroke={1.6} />}
          onClick={() => form.insertListItem('mappings', { group: '', roles: [], department: null })}
        >
          {t('mappings.add')}
        </Button>
      </Group>
    </Stack>
  )
}
