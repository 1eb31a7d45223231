import { Stack, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useDates } from '#platform/web/dates.tsx'
import type { AuditEntry } from '../contract.ts'

/** What was and what became of it, side by side; fields that changed stand out by weight, not by colour alone. */
export function Comparison({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation('audit')
  const dates = useDates()
  const fields = [...new Set([...Object.keys(entry.old ?? {}), ...Object.keys(entry.new ?? {})])].filter((field) => field !== 'tenantId')
  if (fields.length === 0)
    return (
      <Text>
        {t('audit.noValues')} {t('audit.hidden')}
      </Text>
    )
  const shown = (value: unknown) => {
    if (value === null || value === undefined) return t('audit.none')
    if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no')
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$/.test(value)) return dates.instant(value)
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
  const both = entry.old !== null && entry.new !== null
  return (
    <Stack gap="sm">
      <Table aria-label={t('audit.details')} layout="fixed" verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('audit.field')}</Table.Th>
            {entry.old && <Table.Th>{t('audit.old')}</Table.Th>}
            {entry.new && <Table.Th>{t('audit.new')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody style={{ overflowWrap: 'anywhere' }}>
          {fields.map((field) => {
            const [before, after] = [shown(entry.old?.[field]), shown(entry.new?.[field])]
            const changed = both && before !== after
            return (
              <Table.Tr key={field}>
                <Table.Th scope="row" fw={changed ? 700 : 400}>
                  {inWords(field)}
                </Table.Th>
                {entry.old && <Table.Td>{changed ? <del>{before}</del> : before}</Table.Td>}
                {entry.new && (
                  <Table.Td>{changed ? <ins style={{ fontWeight: 700, textDecoration: 'none' }}>{after}</ins> : after}</Table.Td>
                )}
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed">
        {t('audit.hidden')}
      </Text>
    </Stack>
  )
}

/** A table's or column's name as people read it: "fitness_outcomes" is "fitness outcomes", "lastName" is "last name". */
export const inWords = (name: string) =>
  name.replaceAll('_', ' ').replace(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
