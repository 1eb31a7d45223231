import { ActionIcon, Button, Group, Select, Stack, TagsInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type Conditions, PersonAttribute } from '../contract.ts'

type Where = NonNullable<Conditions['where']>

/** Whose rows, by what people are: all of these must hold. */
export function Comparisons({ where, onChange }: { where: Where; onChange: (where: Where) => void }) {
  const { t } = useTranslation('access')
  const set = (at: number, part: Partial<Where[number]>) => onChange(where.map((one, i) => (i === at ? { ...one, ...part } : one)))
  return (
    <Stack gap="sm">
      {where.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a comparison has no name of its own
        <Group key={at} gap="xs" align="flex-end">
          <Select
            label={t('compare.attribute')}
            data={PersonAttribute.options.map((value) => ({ value, label: t(`attribute.${value}`) }))}
            allowDeselect={false}
            flex="1 1 130px"
            value={one.attribute}
            onChange={(attribute) => attribute && set(at, { attribute: attribute as Where[number]['attribute'] })}
          />
          <Select
            label={t('compare.is')}
            data={(['one_of', 'none_of'] as const).map((value) => ({ value, label: t(`compare.${value}`) }))}
            allowDeselect={false}
            flex="1 1 110px"
            value={one.is}
            onChange={(is) => is && set(at, { is: is as Where[number]['is'] })}
          />
          <TagsInput label={t('compare.values')} flex="1 1 180px" value={one.values} onChange={(values) => set(at, { values })} />
          <ActionIcon
            variant="subtle"
            color="red"
            size="lg"
            aria-label={t('compare.remove')}
            onClick={() => onChange(where.filter((_, i) => i !== at))}
          >
            <IconTrash size={18} stroke={1.6} />
          </ActionIcon>
        </Group>
      ))}
      {where.length < 5 && (
        <Group>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={16} stroke={1.6} />}
            onClick={() => onChange([...where, { attribute: 'userType', is: 'one_of', values: [] }])}
          >
            {t('compare.add')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}
