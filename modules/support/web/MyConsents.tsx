import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconLifebuoy } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { DataTable } from '#platform/web/DataTable.tsx'
import { useAction, usePages } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { type Consent, endConsent, makeConsent, myConsents } from '../contract.ts'

const tones = { open: 'wait', running: 'warn', ended: 'quiet', over: 'quiet' } as const

/** Who from support was in my account, and a code for who is to be. */
export default function MyConsents() {
  const { t } = useTranslation('support')
  const { items, more, loadingMore } = usePages(myConsents, { query: { limit: 10 } }, { live: ['support'] })
  const [code, setCode] = useState<string | null>(null)
  const make = useAction(makeConsent, { invalidates: ['support'] })
  const end = useAction(endConsent, { invalidates: ['support'], success: t('mine.ended') })
  const show = async () => {
    const made = await make.run()
    if (made.ok) setCode(made.data.code)
  }
  const actions = ({ id, state }: Consent) =>
    (state === 'open' || state === 'running') && (
      <ConfirmButton
        size="compact-md"
        variant={state === 'running' ? 'filled' : 'subtle'}
        question={t('mine.endQuestion')}
        {...(state === 'running' ? { hint: t('mine.endHint') } : {})}
        onConfirm={() => end.run({ params: { id } })}
      >
        {state === 'running' ? t('mine.end') : t('mine.withdraw')}
      </ConfirmButton>
    )
  return (
    <div className="salus-wide">
      <Card title={t('mine.title')} icon={IconLifebuoy}>
        <Group justify="space-between" align="flex-start" mb="sm">
          <Text c="dimmed" maw="60ch">
            {t('mine.hint')}
          </Text>
          <Button variant="light" loading={make.running} onClick={show}>
            {t('mine.make')}
          </Button>
        </Group>
        <DataTable
          caption={t('mine.title')}
          rows={items}
          rowKey={(row) => row.id}
          columns={[
            { key: 'when', label: t('mine.when'), cell: (row) => <DateTime at={row.usedAt ?? row.createdAt} /> },
            { key: 'who', label: t('mine.who'), cell: (row) => row.supporter ?? t('mine.nobody') },
            {
              key: 'state',
              label: t('mine.state'),
              cell: (row) => <StatusBadge tone={tones[row.state]}>{t(`states.${row.state}`)}</StatusBadge>,
            },
            { key: 'until', label: t('mine.until'), cell: (row) => <DateTime at={row.until} /> },
          ]}
          actions={actions}
          more={more}
          loadingMore={loadingMore}
          empty={<Text c="dimmed">{t('mine.none')}</Text>}
        />
      </Card>
      {code && (
        <Modal opened onClose={() => setCode(null)} title={t('code.title')} closeOnClickOutside={false} centered>
          <Stack>
            <Text>{t('code.hint')}</Text>
            <Text component="output" aria-label={t('code.label')} ff="monospace" fz={32} fw={650} ta="center" lts="0.04em">
              {code}
            </Text>
            <Group justify="flex-end">
              <Button onClick={() => setCode(null)}>{t('code.done')}</Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </div>
  )
}
