import { Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** What a service is for, until somebody sets it up: then its form. */
export function SetUp({ isThere, hint, children }: { isThere: boolean; hint: string; children: ReactNode }) {
  const { t } = useTranslation('integrations')
  const [opened, { open }] = useDisclosure()
  if (isThere || opened) return children
  return (
    <Group justify="space-between">
      <Text c="dimmed" flex="1 1 240px">
        {hint}
      </Text>
      <Button variant="default" onClick={open}>
        {t('page.setUp')}
      </Button>
    </Group>
  )
}
