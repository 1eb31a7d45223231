import { Button, Center, Group, SegmentedControl, Stack } from '@mantine/core'
import { IconBell, IconBellCheck, IconChecks, IconSettings } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAction, usePages } from '#platform/web/data.ts'
import { ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { listNotifications, readNotifications } from '../contract.ts'
import { NotificationList } from './NotificationList.tsx'

const route = getRouteApi('/notifications')

export default function NotificationsPage() {
  const { t } = useTranslation('notifications')
  const { t: words } = useTranslation()
  const { unread = false } = route.useSearch()
  const navigate = route.useNavigate()
  const query = unread ? { unread: 'true' as const } : {}
  const { items, more, loadingMore } = usePages(listNotifications, { query }, { live: ['notifications'] })
  const readAll = useAction(readNotifications, { invalidates: ['notifications'], success: t('list.readAllDone') })
  const [newest] = items
  const empty = unread ? (
    <EmptyState icon={IconBellCheck} title={t('list.emptyUnread')} hint={t('list.emptyUnreadHint')} />
  ) : (
    <EmptyState icon={IconBell} title={t('list.empty')} hint={t('list.emptyHint')} />
  )
  return (
    <Page
      actions={
        <ButtonLink to="/notifications/preferences" variant="default" leftSection={<IconSettings size={18} stroke={1.6} />}>
          {t('list.preferences')}
        </ButtonLink>
      }
    >
      <Stack gap="md" maw={860}>
        <Group justify="space-between">
          <SegmentedControl
            aria-label={t('list.show')}
            value={unread ? 'unread' : 'every'}
            onChange={(value) => void navigate({ search: value === 'unread' ? { unread: true } : {} })}
            data={(['every', 'unread'] as const).map((value) => ({ value, label: t(`list.${value}`) }))}
          />
          {newest && items.some((one) => !one.isRead) && (
            <Button
              variant="subtle"
              leftSection={<IconChecks size={18} stroke={1.6} />}
              loading={readAll.running}
              onClick={() => void readAll.run({ body: { upTo: newest.at } })}
            >
              {t('list.readAll')}
            </Button>
          )}
        </Group>
        {items.length === 0 ? empty : <NotificationList items={items} />}
        {more && (
          <Center>
            <Button variant="default" onClick={more} loading={loadingMore}>
              {words('list.more')}
            </Button>
          </Center>
        )}
      </Stack>
    </Page>
  )
}
