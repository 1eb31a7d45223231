import { Alert, Button, Group, Modal, Paper, Stack, Switch, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle, IconFingerprintScan, IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { type Connection, changeConnection, checkConnection, listConnections, removeConnection, setPasswords } from '../contract.ts'
import { NewConnection } from './NewConnection.tsx'

/** The providers of the organisation, and whether passwords are used beside them. */
export default function ConnectionsPage() {
  const { t } = useTranslation('sso')
  const { data } = useData(listConnections, {}, { live: ['tenancy'] })
  const [opened, { open, close }] = useDisclosure()
  const passwords = useAction(setPasswords, { invalidates: [listConnections], success: t('passwords.saved') })
  const add = (
    <Button leftSection={<IconPlus size={18} stroke={1.6} />} onClick={open}>
      {t('list.add')}
    </Button>
  )
  return (
    <Page subtitle={t('list.hint')} actions={data.items.length > 0 && add}>
      {data.items.length === 0 && <EmptyState icon={IconFingerprintScan} title={t('list.empty')} hint={t('list.emptyHint')} action={add} />}
      {data.items.map((connection) => (
        <One key={connection.id} connection={connection} />
      ))}
      {data.items.length > 0 && (
        <Card title={t('passwords.title')}>
          <Switch
            label={t('passwords.allowed')}
            description={t('passwords.hint')}
            checked={data.passwords}
            disabled={passwords.running}
            onChange={(event) => void passwords.run({ body: { allowed: event.currentTarget.checked } })}
          />
        </Card>
      )}
      <Modal opened={opened} onClose={close} title={t('list.add')} centered>
        <NewConnection redirectUris={data.redirectUris} done={close} />
      </Modal>
    </Page>
  )
}

function One({ connection: { id, name, issuer, isActive, checkedAt, problem, linked } }: { connection: Connection }) {
  const { t } = useTranslation('sso')
  const params = { id }
  const change = useAction(changeConnection, { invalidates: [listConnections] })
  const remove = useAction(removeConnection, { invalidates: [listConnections], success: t('list.removed') })
  const shutting = `${t('list.linked', { count: linked })} ${t('list.shutHint')}`
  const check = useAction(checkConnection, {
    invalidates: [listConnections],
    success: ({ problem }) => (problem === null ? t('list.passed') : t('list.problem')),
  })
  return (
    <Paper component="section" withBorder p="lg" aria-label={name}>
      <Stack gap="sm">
        <Group gap="xs">
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Text>
          <StatusBadge tone={isActive ? 'good' : 'quiet'}>{isActive ? t('list.on') : t('list.off')}</StatusBadge>
          {!problem && checkedAt && <StatusBadge tone="info">{t('list.tested')}</StatusBadge>}
        </Group>
        <Text style={{ overflowWrap: 'anywhere' }}>{issuer}</Text>
        {problem && (
          <Alert variant="light" color="red" icon={<IconAlertTriangle />} title={t('list.problem')}>
            {problem}
          </Alert>
        )}
        <Text size="sm" c="dimmed">
          {t('list.linked', { count: linked })}{' '}
          {checkedAt ? (
            <>
              {t('list.checked')} <DateTime at={checkedAt} />
            </>
          ) : (
            t('list.unchecked')
          )}
        </Text>
        <Group gap="xs">
          <ButtonLink to="/single-sign-on/$id" params={params} size="sm" variant="default">
            {t('list.edit')}
          </ButtonLink>
          <Button size="sm" variant="default" loading={check.running} onClick={() => void check.run({ params })}>
            {t('list.test')}
          </Button>
          {isActive ? (
            <ConfirmButton
              size="sm"
              question={t('list.switchOffQuestion', { name })}
              hint={shutting}
              onConfirm={() => change.run({ params, body: { isActive: false } })}
            >
              {t('list.switchOff')}
            </ConfirmButton>
          ) : (
            <Button
              size="sm"
              variant="default"
              loading={change.running}
              onClick={() => void change.run({ params, body: { isActive: true } })}
            >
              {t('list.switchOn')}
            </Button>
          )}
          <ConfirmButton
            size="sm"
            question={t('list.removeQuestion', { name })}
            hint={
              <>
                {isActive && shutting} {t('list.removeHint')}
              </>
            }
            onConfirm={() => remove.run({ params })}
          >
            {t('list.remove')}
          </ConfirmButton>
        </Group>
      </Stack>
    </Paper>
  )
}
