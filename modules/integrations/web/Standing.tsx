import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { useMe } from '#platform/web/session.tsx'
import { type Integrations, type Kind, readIntegrations, removeIntegration, testIntegration } from '../contract.ts'

const tones = { active: 'good', inactive: 'quiet', failing: 'bad' } as const

type Of = { kind: Kind; of: NonNullable<Integrations[Kind]> /** What else is to be known. */; note?: string | undefined }
/** How a service stands, and a way to try it. */
export function Standing({ kind, of, note }: Of) {
  const { t } = useTranslation('integrations')
  const me = useMe()
  const params = { kind }
  const [to, setTo] = useState(kind === 'mail' ? (me.email ?? '') : '')
  const test = useAction(testIntegration, { invalidates: [readIntegrations], success: t('standing.sent') })
  const remove = useAction(removeIntegration, { invalidates: [readIntegrations], success: t('standing.removed') })
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <StatusBadge tone={tones[of.status]}>{t(`status.${of.status}`)}</StatusBadge>
        <Text size="sm" c="dimmed">
          {of.lastSyncedAt ? (
            <>
              {t('standing.last')} <DateTime at={of.lastSyncedAt} />
            </>
          ) : (
            t('standing.never')
          )}
          {note && ` · ${note}`}
        </Text>
      </Group>
      {of.problem && (
        <Alert variant="light" color="red" icon={<IconAlertTriangle />} title={t('standing.problem')}>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {of.problem}
          </Text>
        </Alert>
      )}
      <Group gap="xs" align="flex-end">
        {kind !== 'storage' && (
          <TextInput
            label={t(`standing.to.${kind}`)}
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            error={test.problem?.errors?.[0]?.message}
            flex="1 1 200px"
          />
        )}
        <Button
          variant="default"
          loading={test.running}
          disabled={kind !== 'storage' && to.trim().length < 3}
          onClick={() => void test.run({ params, body: kind === 'storage' ? {} : { to } })}
        >
          {t('standing.test')}
        </Button>
        <ConfirmButton question={t('standing.removeQuestion')} hint={t('standing.removeHint')} onConfirm={() => remove.run({ params })}>
          {t('standing.remove')}
        </ConfirmButton>
      </Group>
    </Stack>
  )
}
