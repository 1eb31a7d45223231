import { ActionIcon, Code, CopyButton, Group, Stack, Text } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** What the provider must be told: where it may send people back to. */
export function RedirectUris({ of }: { of: readonly string[] }) {
  const { t } = useTranslation('sso')
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {t('form.redirect')}
      </Text>
      <Text size="sm" c="dimmed">
        {t('form.redirectHint')}
      </Text>
      {of.map((uri) => (
        <Group key={uri} gap="xs" wrap="nowrap">
          <Code style={{ overflowWrap: 'anywhere', flex: 1 }}>{uri}</Code>
          <CopyButton value={uri}>
            {({ copied, copy }) => (
              <ActionIcon variant="subtle" aria-label={t('form.copy')} onClick={copy}>
                {copied ? <IconCheck size={18} stroke={1.6} /> : <IconCopy size={18} stroke={1.6} />}
              </ActionIcon>
            )}
          </CopyButton>
        </Group>
      ))}
    </Stack>
  )
}
