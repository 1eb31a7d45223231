import { Button, Group, Popover, ScrollArea, Text } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction, useLookup } from '#platform/web/data.ts'
import { ButtonLink } from '#platform/web/links.tsx'
import { Loading } from '#platform/web/states.tsx'
import { listNotifications, readNotifications } from '../contract.ts'
import { NotificationList } from './NotificationList.tsx'

/** The latest notifications, below the bell. */
export default function Latest({ children }: { children: (toggle: () => void) => ReactElement }) {
  const { t } = useTranslation('notifications')
  const [opened, setOpened] = useState(true)
  const { data } = useLookup(listNotifications, opened ? { query: { limit: 8 } } : null, { live: ['notifications'] })
  const readAll = useAction(readNotifications, { invalidates: ['notifications'] })
  const newest = data?.items[0]
  const close = () => setOpened(false)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={380} radius="lg" shadow="md" trapFocus withRoles={false}>
      <Popover.Target>{children(() => setOpened((open) => !open))}</Popover.Target>
      <Popover.Dropdown p={0} role="dialog" aria-label={t('bell.latest')} maw="calc(100vw - 24px)">
        <Group justify="space-between" px="md" py="sm" wrap="nowrap">
          <Text fw={600} tabIndex={-1} data-autofocus style={{ outline: 'none' }}>
            {t('bell.short')}
          </Text>
          {newest && data.items.some((one) => !one.isRead) && (
            <Button
              variant="subtle"
              size="compact-sm"
              loading={readAll.running}
              onClick={() => void readAll.run({ body: { upTo: newest.at } })}
            >
              {t('list.readAll')}
            </Button>
          )}
        </Group>
        <ScrollArea.Autosize mah="min(60vh, 480px)" type="auto">
          {!data && <Loading rows={3} />}
          {data && data.items.length === 0 && (
            <Text c="dimmed" px="md" pb="md">
              {t('bell.empty')}
            </Text>
          )}
          {data && <NotificationList items={data.items} compact onOpen={close} />}
        </ScrollArea.Autosize>
        <Group px="sm" py="sm" grow>
          <ButtonLink to="/notifications" variant="light" onClick={close}>
            {t('bell.all')}
          </ButtonLink>
        </Group>
      </Popover.Dropdown>
    </Popover>
  )
}
