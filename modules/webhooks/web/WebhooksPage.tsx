import { Alert, Button, Collapse, Group, Modal, Paper, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle, IconPlus, IconWebhook } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { Page } from '#platform/web/Page.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { changeWebhook, listDeliveries, listWebhooks, removeWebhook, testWebhook, type Webhook } from '../contract.ts'
import { DeliveryLog } from './DeliveryLog.tsx'
import { EditWebhook, NewWebhook } from './NewWebhook.tsx'

export default function WebhooksPage() {
  const { t } = useTranslation('webhooks')
  const { data } = useData(listWebhooks, {}, { live: ['webhooks'] })
  const [opened, { open, close }] = useDisclosure()
  const add = (
    <Button leftSection={<IconPlus size={18} stroke={1.6} />} onClick={open}>
      {t('list.add')}
    </Button>
  )
  return (
    <Page subtitle={t('list.hint')} actions={data.items.length > 0 && add}>
      {data.items.length === 0 && <EmptyState icon={IconWebhook} title={t('list.empty')} hint={t('list.emptyHint')} action={add} />}
      {data.items.map((webhook) => (
        <One key={webhook.id} webhook={webhook} />
      ))}
      <Modal opened={opened} onClose={close} title={t('list.add')}>
        <NewWebhook done={close} />
      </Modal>
    </Page>
  )
}

const tones = { active: 'good', inactive: 'quiet', failing: 'bad' } as const

function One({ webhook }: { webhook: Webhook }) {
  const { id, name, url, events, isActive, status, lastSyncedAt, problem } = webhook
  const { t } = useTranslation('webhooks')
  const [open, { toggle }] = useDisclosure()
  const [editing, edit] = useDisclosure()
  const params = { id }
  const change = useAction(changeWebhook, { invalidates: [listWebhooks] })
  const remove = useAction(removeWebhook, { invalidates: [listWebhooks] })
  const test = useAction(testWebhook, { invalidates: [listDeliveries], success: t('list.tested') })
  const words = t as (key: string) => string
  return (
    <Paper component="section" withBorder p="lg" aria-label={name}>
      <Stack gap="sm">
        <Group gap="xs">
          <Text fw={600}>{name}</Text>
          <StatusBadge tone={tones[status]}>{t(`list.${status}`)}</StatusBadge>
          <Text size="sm" c="dimmed">
            {lastSyncedAt ? (
              <>
                {t('list.last')} <DateTime at={lastSyncedAt} />
              </>
            ) : (
              t('list.never')
            )}
          </Text>
        </Group>
        <Text style={{ overflowWrap: 'anywhere' }}>{url}</Text>
        <Text c="dimmed">{events.map((event) => words(`event.${event}`)).join(' · ')}</Text>
        {problem && (
          <Alert variant="light" color="red" icon={<IconAlertTriangle />} title={t('list.problem')}>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {problem}
            </Text>
          </Alert>
        )}
        <Group gap="xs">
          <Button size="sm" variant="default" loading={test.running} onClick={() => void test.run({ params })}>
            {t('list.test')}
          </Button>
          <Button
            size="sm"
            variant="default"
            loading={change.running}
            onClick={() => void change.run({ params, body: { isActive: !isActive } })}
          >
            {isActive ? t('list.pause') : t('list.resume')}
          </Button>
          <Button size="sm" variant="default" onClick={edit.open}>
            {t('list.edit')}
          </Button>
          <Button size="sm" variant="default" aria-expanded={open} onClick={toggle}>
            {t('list.log')}
          </Button>
          <ConfirmButton size="sm" question={t('list.removeQuestion', { name })} onConfirm={() => remove.run({ params })}>
            {t('list.remove')}
          </ConfirmButton>
        </Group>
        <Collapse expanded={open}>{open && <DeliveryLog webhookId={id} />}</Collapse>
        <Modal opened={editing} onClose={edit.close} title={name}>
          <EditWebhook webhook={webhook} done={edit.close} />
        </Modal>
      </Stack>
    </Paper>
  )
}
