import { NumberInput, Select, SimpleGrid, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { organizations } from '#modules/directory/contract.ts'
import { useData } from '#platform/web/data.ts'
import { Scope } from '../contract.ts'
import type { Draft } from './draft.ts'

type WhomProps = { draft: Draft; set: (part: Partial<Draft>) => void; readOnly: boolean; errors: Record<string, string> }
/** Whose rows a role reaches, whom it is for, and how much it weighs. */
export function Whom({ draft, set, readOnly, errors }: WhomProps) {
  const { t } = useTranslation('access')
  const { data } = useData(organizations.list, { query: { limit: 200 } })
  const places = (data.items as { id: string; name: string }[]).map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <Select
          label={t('role.scope')}
          data={Scope.options.map((value) => ({ value, label: t(`scope.${value}`) }))}
          allowDeselect={false}
          readOnly={readOnly}
          value={draft.scope}
          onChange={(scope) => scope && set({ scope: scope as Draft['scope'] })}
        />
        <Select
          label={t('role.organization')}
          placeholder={t('role.anyOrganization')}
          data={places}
          clearable
          readOnly={readOnly}
          value={draft.organizationId}
          error={errors.organizationId}
          onChange={(organizationId) => set({ organizationId })}
        />
        <NumberInput
          label={t('role.priority')}
          min={0}
          max={1000}
          allowDecimal={false}
          readOnly={readOnly}
          value={draft.priorityLevel}
          onChange={(value) => set({ priorityLevel: Number(value) || 0 })}
        />
      </SimpleGrid>
      <Switch
        label={t('role.isDefault')}
        description={t('role.defaultHint')}
        disabled={readOnly}
        checked={draft.isDefault}
        onChange={(event) => set({ isDefault: event.currentTarget.checked })}
      />
    </>
  )
}
