import { ActionIcon, Button, Fieldset, Group, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { ContractForm } from './form.tsx'

type PairsInputProps = { form: unknown; name: string; legend: string; most: number }

/** Details in a form, each with what it is called and what it is: rows that are added and taken away. */
export function PairsInput({ form: given, name, legend, most }: PairsInputProps) {
  const { t } = useTranslation()
  const form = given as ContractForm<z.ZodObject<Record<string, z.ZodArray<z.ZodObject>>>>
  const rows = form.values[name] ?? []
  return (
    <Fieldset legend={legend}>
      <Stack gap="sm">
        {rows.map((_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: details have no id; their order is theirs
          <Group key={i} gap="xs" align="flex-start" wrap="nowrap">
            <Group gap="xs" flex={1} align="flex-start">
              <TextInput label={t('pairs.label', { n: i + 1 })} flex="1 1 8rem" {...form.getInputProps(`${name}.${i}.label`)} />
              <TextInput label={t('pairs.value', { n: i + 1 })} flex="2 1 12rem" {...form.getInputProps(`${name}.${i}.value`)} />
            </Group>
            <ActionIcon
              variant="subtle"
              color="red"
              size="lg"
              mt={26}
              aria-label={t('pairs.remove', { n: i + 1 })}
              onClick={() => form.removeListItem(name, i)}
            >
              <IconX size={18} stroke={1.6} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        {rows.length < most && (
          <Group>
            <Button
              variant="default"
              size="compact-md"
              leftSection={<IconPlus size={16} stroke={1.6} aria-hidden />}
              onClick={() => form.insertListItem(name, { label: '', value: '' })}
            >
              {t('pairs.add')}
            </Button>
          </Group>
        )}
      </Stack>
    </Fieldset>
  )
}
