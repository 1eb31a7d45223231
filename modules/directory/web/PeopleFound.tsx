import { Spotlight } from '@mantine/spotlight'
import { IconUser } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useLookup } from '#platform/web/data.ts'
import type { SlotProps } from '#platform/web/slots.tsx'
import { listPeople } from '../contract.ts'

/** People in the search of the shell. */
export default function PeopleFound({ query: q, close }: SlotProps<'search'>) {
  const { t } = useTranslation('directory')
  const navigate = useNavigate()
  const { data } = useLookup(listPeople, { query: { q, limit: 6 } })
  if (!data?.items.length) return null
  return (
    <Spotlight.ActionsGroup label={t('found.people')}>
      {data.items.map(({ id, name, department }) => (
        <Spotlight.Action
          key={id}
          label={name}
          {...(department ? { description: department.name } : {})}
          leftSection={<IconUser size={20} stroke={1.6} />}
          onClick={() => {
            close()
            void navigate({ to: '/people/$id', params: { id } })
          }}
        />
      ))}
    </Spotlight.ActionsGroup>
  )
}
