import { Button, Modal, Stack, Table, Text } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '#platform/web/DataTable.tsx'
import { usePages } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { type Deed, listDeeds } from '../contract.ts'

/** What the operator did, newest first; what it was before is a press away. */
export function Deeds({ query, empty }: { query: object; empty?: ReactNode }) {
  const { t } = useTranslation('operator')
  const { items, more, loadingMore } = usePages(listDeeds, { query: query as never })
  const [opened, setOpened] = useState<Deed | null>(null)
  const words = t as (key: string, more?: object) => string
  const what = ({ action, entity, new: next }: Deed) =>
    t(`trail.did.${action}`, {
      what: words(`trail.entity.${entity}`, { defaultValue: entity.replaceAll('_', ' ') }),
      ...(action === 'refused' ? { why: words(`trail.why.${next?.reason}`) } : {}),
    })
  return (
    <>
      <DataTable
        caption={t('trail.title')}
        rows={items}
        rowKey={(row) => row.id}
        columns={[
          { key: 'at', label: t('trail.at'), cell: (row) => <DateTime at={row.at} /> },
          { key: 'what', label: t('trail.what'), cell: what },
          { key: 'tenant', label: t('trail.tenant'), cell: (row) => row.tenant?.name ?? t('trail.installation') },
          {
            key: 'by',
            label: t('trail.by'),
            cell: (row) =>
              row.ipAddress ? t('trail.from_address', { by: t(`trail.is.${row.by}`), ip: row.ipAddress }) : t(`trail.is.${row.by}`),
          },
        ]}
        actions={(row) =>
          (row.old || (row.new && row.action !== 'refused')) && (
            <Button variant="default" size="sm" aria-label={t('trail.showOne', { what: what(row) })} onClick={() => setOpened(row)}>
              {t('trail.show')}
            </Button>
          )
        }
        more={more}
        loadingMore={loadingMore}
        empty={empty ?? <EmptyState icon={IconHistory} title={t('trail.none')} hint={t('trail.noneHint')} />}
      />
      <Modal opened={opened !== null} onClose={() => setOpened(null)} title={opened ? what(opened) : ''} size="lg">
        {opened && <Values of={opened} />}
      </Modal>
    </>
  )
}

function Values({ of }: { of: Deed }) {
  const { t } = useTranslation('operator')
  const unseen = ['tenantId', 'id', 'createdAt', 'updatedAt', 'version']
  const fields = [...new Set([...Object.keys(of.old ?? {}), ...Object.keys(of.new ?? {})])].filter((field) => !unseen.includes(field))
  const shown = (value: unknown) =>
    value === null || value === undefined || value === '' ? '–' : typeof value === 'object' ? JSON.stringify(value) : String(value)
  const inWords = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
  return (
    <Stack gap="sm">
      <Table aria-label={t('trail.values')} layout="fixed" verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('trail.field')}</Table.Th>
            {of.old && <Table.Th>{t('trail.old')}</Table.Th>}
            {of.new && <Table.Th>{t('trail.new')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody style={{ overflowWrap: 'anywhere' }}>
          {fields.map((field) => {
            const [before, after] = [shown(of.old?.[field]), shown(of.new?.[field])]
            const changed = of.old !== null && of.new !== null && before !== after
            return (
              <Table.Tr key={field}>
                <Table.Th scope="row" fw={changed ? 700 : 400}>
                  {inWords(field)}
                </Table.Th>
                {of.old && <Table.Td>{changed ? <del>{before}</del> : before}</Table.Td>}
                {of.new && <Table.Td fw={changed ? 700 : 400}>{after}</Table.Td>}
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed">
        {t('trail.hidden')}
      </Text>
    </Stack>
  )
}
