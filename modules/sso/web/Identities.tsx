import { Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DateTime } from '#platform/web/dates.tsx'
import type { Identity } from '../contract.ts'

/** Who somebody is at which provider. */
export function Identities({ of, action }: { of: readonly Identity[]; action?: (identity: Identity) => ReactNode }) {
  const { t } = useTranslation('sso')
  return (
    <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
      {of.map((identity) => (
        <Group key={identity.id} component="li" justify="space-between" wrap="nowrap" align="flex-start">
          <div style={{ minWidth: 0 }}>
            <Text style={{ overflowWrap: 'anywhere' }}>{identity.name}</Text>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {t('mine.as', { subject: identity.subject })}
            </Text>
            <Text size="sm" c="dimmed">
              {t(`origin.${identity.origin}`)}
            </Text>
            <Text size="sm" c="dimmed">
              {identity.lastUsedAt ? (
                <>
                  {t('mine.used')} <DateTime at={identity.lastUsedAt} />
                </>
              ) : (
                t('mine.unused')
              )}
            </Text>
          </div>
          {action?.(identity)}
        </Group>
      ))}
    </Stack>
  )
}
