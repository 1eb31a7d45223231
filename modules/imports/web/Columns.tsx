import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { DataTable } from '#platform/web/DataTable.tsx'
import { useAction } from '#platform/web/data.ts'
import { ProblemAlert } from '#platform/web/states.tsx'
import { checkImport, Field, type ImportDetail, neededFields } from '../contract.ts'

/** Says for each column of the file which field it fills. */
export function Columns({ of: run, onDone }: { of: ImportDetail; onDone: () => void }) {
  const { t } = useTranslation('imports')
  const [mapping, setMapping] = useState(() => run.columns.map((column) => column.field))
  const check = useAction(checkImport, { invalidates: ['imports'] })
  const ready = neededFields.every((field) => mapping.includes(field))
  const set = (at: number, field: Field | null) =>
    setMapping(mapping.map((known, i) => (i === at ? field : known === field ? null : known)))
  const go = async () => {
    const { ok } = await check.run({ params: { id: run.id }, body: { mapping } }, { quiet: true })
    if (ok) onDone()
  }
  return (
    <Card title={t('columns.title')}>
      <Stack>
        <Text c="dimmed">{t('columns.hint')}</Text>
        <ProblemAlert of={check.problem} />
        <DataTable
          caption={t('columns.title')}
          rows={run.columns.map((column, i) => ({ ...column, i }))}
          rowKey={(column) => String(column.i)}
          columns={[
            { key: 'column', label: t('columns.column'), cell: (column) => <Text fw={600}>{column.name}</Text> },
            {
              key: 'holds',
              label: t('columns.holds'),
              cell: (column) => (
                <Text c="dimmed" size="sm" lineClamp={2}>
                  {column.samples.join(' · ') || t('columns.empty')}
                </Text>
              ),
            },
            {
              key: 'means',
              label: t('columns.means'),
              cell: (column) => (
                <Select
                  aria-label={t('columns.meansOf', { column: column.name })}
                  data={Field.options.map((value) => ({ value, label: t(`fields.${value}`) }))}
                  value={mapping[column.i] ?? null}
                  onChange={(field) => set(column.i, field as Field | null)}
                  placeholder={t('columns.nothing')}
                  clearable
                />
              ),
            },
          ]}
        />
        <Group justify="flex-end">
          <Button onClick={() => void go()} loading={check.running} disabled={!ready}>
            {t('columns.check')}
          </Button>
        </Group>
      </Stack>
    </Card>
  )
}
