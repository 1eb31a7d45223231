import { Button, Group, List, Modal, Text } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { DataTable } from '#platform/web/DataTable.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { Page } from '#platform/web/Page.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { listApiKeys, revokeApiKey, rotateApiKey } from '../contract.ts'
import { MakeKey } from './MakeKey.tsx'
import { ShownKey } from './ShownKey.tsx'

/** The API keys of the organisation. */
export default function KeysPage() {
  const { t } = useTranslation('keys')
  const { data } = useData(listApiKeys, {}, { live: ['auth'] })
  const [making, setMaking] = useState(false)
  const [shown, setShown] = useState<string | null>(null)
  const rotate = useAction(rotateApiKey, { invalidates: [listApiKeys] })
  const revoke = useAction(revokeApiKey, { invalidates: [listApiKeys], success: t('list.revoked') })
  const replace = async (id: string) => {
    const made = await rotate.run({ params: { id } })
    if (made.ok) setShown(made.data.key)
  }
  const make = (
    <Button leftSection={<IconPlus size={18} stroke={1.6} />} onClick={() => setMaking(true)}>
      {t('make.title')}
    </Button>
  )
  return (
    <Page subtitle={t('list.subtitle')} actions={data.items.length > 0 && make}>
      <DataTable
        caption={t('pages.keys')}
        rows={data.items}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'name',
            label: t('list.name'),
            cell: (row) => (
              <>
                <Text fw={600}>{row.name}</Text>
                <Text size="sm" c="dimmed" ff="monospace">
                  {row.prefix}…
                </Text>
              </>
            ),
          },
          {
            key: 'rights',
            label: t('list.rights'),
            cell: (row) => (
              <details>
                <summary>{t('list.count', { count: row.permissions.length })}</summary>
                <List size="sm" mt={4}>
                  {row.permissions.map(({ code, says }) => (
                    <List.Item key={code}>{says}</List.Item>
                  ))}
                </List>
              </details>
            ),
          },
          { key: 'maker', label: t('list.maker'), cell: (row) => row.maker },
          {
            key: 'expires',
            label: t('list.expires'),
            cell: (row) =>
              row.isOver ? (
                <StatusBadge tone="bad">{t('list.over')}</StatusBadge>
              ) : row.expiresAt ? (
                <DateTime at={row.expiresAt} look="date" />
              ) : (
                t('list.never')
              ),
          },
          { key: 'used', label: t('list.used'), cell: (row) => (row.lastUsedAt ? <DateTime at={row.lastUsedAt} /> : t('list.unused')) },
        ]}
        actions={({ id, name, may }) => (
          <Group gap={4} justify="flex-end" wrap="nowrap">
            {may.rotate && (
              <ConfirmButton
                size="compact-md"
                variant="subtle"
                color="brand"
                question={t('list.rotateQuestion', { name })}
                hint={t('list.rotateHint')}
                onConfirm={() => replace(id)}
              >
                {t('list.rotate')}
              </ConfirmButton>
            )}
            <ConfirmButton
              size="compact-md"
              variant="subtle"
              question={t('list.revokeQuestion', { name })}
              hint={t('list.revokeHint')}
              onConfirm={() => revoke.run({ params: { id } })}
            >
              {t('list.revoke')}
            </ConfirmButton>
          </Group>
        )}
        empty={<EmptyState icon={IconKey} title={t('list.empty')} hint={t('list.emptyHint')} action={make} />}
      />
      <Modal opened={making} onClose={() => setMaking(false)} title={t('make.title')} centered>
        <MakeKey
          onDone={(key) => {
            setMaking(false)
            setShown(key)
          }}
        />
      </Modal>
      {shown && <ShownKey of={shown} onClose={() => setShown(null)} />}
    </Page>
  )
}
