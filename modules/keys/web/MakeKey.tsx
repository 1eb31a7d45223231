import { MultiSelect, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { useAction, useData } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { listApiKeys, makeApiKey } from '../contract.ts'

const spans = ['30', '90', '180', '365'] as const
const NewKey = makeApiKey.body.extend({ days: z.enum(spans) })

/** Which program, what it may, and for how long. */
export function MakeKey({ onDone }: { onDone: (key: string | null) => void }) {
  const { t } = useTranslation('keys')
  const { data } = useData(listApiKeys, {}, { live: ['auth'] })
  const groups = [...Map.groupBy(data.mayGive, (one) => one.group)].map(([group, rights]) => ({
    group,
    items: rights.map(({ code, says }) => ({ value: code, label: says })),
  }))
  const form = useContractForm(NewKey, { name: '', permissions: [], days: '90' })
  const make = useAction(makeApiKey, { invalidates: [listApiKeys] })
  const input = ({ days, ...body }: z.input<typeof NewKey>) => ({ body: { ...body, days: Number(days) } })
  return (
    <Form form={form} action={make} input={input} onDone={({ key }) => onDone(key)} submit={t('make.go')} free>
      <TextInput label={t('make.name')} description={t('make.nameHint')} data-autofocus {...form.getInputProps('name')} />
      <MultiSelect
        label={t('make.rights')}
        description={t('make.rightsHint')}
        data={groups}
        maxDropdownHeight={280}
        searchable
        clearable
        {...form.getInputProps('permissions')}
      />
      <Select
        label={t('make.expires')}
        data={spans.map((days) => ({ value: days, label: t('make.days', { count: Number(days) }) }))}
        allowDeselect={false}
        {...form.getInputProps('days')}
      />
    </Form>
  )
}
