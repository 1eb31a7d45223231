import { Select } from '@mantine/core'
import { IconStethoscope } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useData, useLookup } from '#platform/web/data.ts'
import { ButtonLink } from '#platform/web/links.tsx'
import { useCan } from '#platform/web/session.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { listProfessionals, mySchedule } from '../contract.ts'

/** Whose calendar or hours are on screen: the one in the address, oneself, or for who manages all the first. */
export function useWhose(professional: string | undefined): { id: string | undefined } {
  const can = useCan()
  const { data: own } = useData(mySchedule, {})
  const manages = can('appointments:manage')
  const { data: all } = useLookup(listProfessionals, manages ? { query: { limit: 200 } } : null)
  return { id: professional ?? own.schedule?.id ?? all?.items[0]?.id }
}

export function WhoseSelect({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { t } = useTranslation('appointments')
  const { data } = useLookup(listProfessionals, { query: { limit: 200 } })
  const people = (data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))
  return (
    <Select
      label={t('calendar.whose')}
      data={people}
      value={value}
      onChange={(id) => id && onChange(id)}
      searchable
      allowDeselect={false}
      maw={360}
    />
  )
}

/** For people who are no professional. */
export function NotYou() {
  const { t } = useTranslation('appointments')
  const can = useCan()
  const manages = can('appointments:manage')
  return (
    <EmptyState
      icon={IconStethoscope}
      title={t('hours.notYou')}
      hint={t(manages ? 'hours.noneHint' : 'hours.notYouHint')}
      action={manages && <ButtonLink to="/professionals">{t('pages.professionals')}</ButtonLink>}
    />
  )
}
