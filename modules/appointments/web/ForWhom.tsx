import { Paper, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listPeople } from '#modules/directory/contract.ts'
import { useLookup } from '#platform/web/data.ts'
import { useMe } from '#platform/web/session.tsx'

/** Whom the appointment is for: oneself, or somebody found by name. */
export function ForWhom({ userId, onChange }: { userId: string | undefined; onChange: (userId: string | undefined) => void }) {
  const { t } = useTranslation('appointments')
  const me = useMe()
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text, 250)
  const [chosen, setChosen] = useState<{ value: string; label: string }>()
  const { data } = useLookup(listPeople, q.trim().length > 1 ? { query: { q, limit: 20 } } : null)
  const self = { value: me.id, label: t('book.myself', { name: me.name }) }
  const found = (data?.items ?? []).filter((person) => person.id !== me.id).map((person) => ({ value: person.id, label: person.name }))
  const options = new Map([self, ...(chosen ? [chosen] : []), ...(q.trim().length > 1 ? found : [])].map((one) => [one.value, one]))
  return (
    <Paper withBorder p="lg">
      <Select
        label={t('book.whom')}
        description={t('book.whomHint')}
        searchable
        data={[...options.values()]}
        filter={({ options }) => options}
        value={userId ?? me.id}
        onSearchChange={setText}
        onChange={(value, option) => {
          setChosen(option)
          onChange(value && value !== me.id ? value : undefined)
        }}
        nothingFoundMessage={t('book.whomNone')}
        allowDeselect={false}
        maw={420}
      />
    </Paper>
  )
}
