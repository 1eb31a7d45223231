import { Group, Select, Switch, TextInput } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listPeople } from '#modules/directory/contract.ts'
import { Picker } from '#platform/web/Picker.tsx'
import { AuditAction } from '../contract.ts'

const route = getRouteApi('/audit')
/** What people ask about most; everything else is reached from an entry. */
const asked = [
  'users',
  'user_roles',
  'sessions',
  'appointments',
  'notes',
  'fitness_outcomes',
  'enrollments',
  'certificates',
  'courses',
  'requirements',
  'departments',
]

/** Whole days in the reader's zone as instants. */
export function spanOf({ from, until }: { from?: string | undefined; until?: string | undefined }, zone: string) {
  return {
    ...(from ? { from: startOf(from, zone) } : {}),
    ...(until ? { until: startOf(until, zone, 1) } : {}),
  }
}

/** When a day begins in a zone, `later` days on: its midnight there, found without a calendar library. */
function startOf(day: string, zone: string, later = 0): string {
  const utc = Date.parse(`${day}T00:00:00Z`) + later * 86_400_000
  const shown = (at: number) => {
    const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).formatToParts(at)
    const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour') % 24, part('minute'))
  }
  const first = utc - (shown(utc) - utc)
  return new Date(first - (shown(first) - utc)).toISOString()
}

export function AuditFilters() {
  const { t } = useTranslation('audit')
  const { userId, userName, entity, action, system, from, until } = route.useSearch()
  const navigate = route.useNavigate()
  const narrow = (by: object) => void navigate({ search: (old) => ({ ...old, ...by }), replace: true })
  const entities = [...new Set([...asked, ...(entity ? [entity] : [])])].map((value) => ({ value, label: value.replaceAll('_', ' ') }))
  return (
    <Group align="flex-end" gap="sm" role="search" aria-label={t('audit.filters')}>
      <Picker
        key={userId ?? 'anybody'}
        label={t('audit.person')}
        placeholder={t('audit.personHint')}
        of={listPeople}
        ask={(q) => ({ query: { q, limit: 20 } })}
        option={({ id, name }) => ({ value: id, label: name })}
        known={userId ? { value: userId, label: userName ?? t('audit.person') } : null}
        value={userId ?? null}
        onChange={(value, option) => narrow({ userId: value ?? undefined, userName: option?.label })}
        clearable
        flex="2 1 220px"
      />
      <Select
        label={t('audit.entity')}
        placeholder={t('audit.anything')}
        data={entities}
        value={entity ?? null}
        onChange={(value) => narrow({ entity: value ?? undefined, entityId: undefined })}
        clearable
        searchable
        flex="1 1 180px"
      />
      <Select
        label={t('audit.action')}
        placeholder={t('audit.any')}
        data={AuditAction.options.map((value) => ({ value, label: t(`action.${value}`) }))}
        value={action ?? null}
        onChange={(value) => narrow({ action: value ?? undefined })}
        clearable
        flex="1 1 140px"
      />
      <TextInput
        type="date"
        label={t('audit.from')}
        value={from ?? ''}
        onChange={({ currentTarget }) => narrow({ from: currentTarget.value || undefined })}
        flex="0 1 150px"
      />
      <TextInput
        type="date"
        label={t('audit.until')}
        value={until ?? ''}
        onChange={({ currentTarget }) => narrow({ until: currentTarget.value || undefined })}
        flex="0 1 150px"
      />
      <Switch
        label={t('audit.withSystem')}
        checked={system ?? false}
        disabled={userId !== undefined}
        onChange={({ currentTarget }) => narrow({ system: currentTarget.checked || undefined })}
        py={8}
      />
    </Group>
  )
}
