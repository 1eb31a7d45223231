import { ActionIcon, Text } from '@mantine/core'
import {
  IconAward,
  IconBell,
  IconCalendarEvent,
  IconCalendarExclamation,
  IconCheck,
  IconClockExclamation,
  IconHeartRateMonitor,
  IconMessage,
  IconMessages,
  IconSchool,
  IconShieldExclamation,
} from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAction } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { type Notification, type NotificationType, readNotification } from '../contract.ts'
import styles from './list.module.css'

const marks: Record<NotificationType, typeof IconBell> = {
  appointment_update: IconCalendarEvent,
  appointment_reminder: IconCalendarExclamation,
  fitness_update: IconHeartRateMonitor,
  message_alert: IconMessage,
  course_assigned: IconSchool,
  course_reminder: IconClockExclamation,
  certificate_issued: IconAward,
  certificate_expiring: IconClockExclamation,
  discussion_reply: IconMessages,
  system_notification: IconBell,
  security_alert: IconShieldExclamation,
}

type ListProps = { items: readonly Notification[]; compact?: boolean; onOpen?: () => void }

/** Notifications as rows; opening one marks it as read. */
export function NotificationList({ items, compact = false, onOpen }: ListProps) {
  return (
    <ul className={styles.list} data-compact={compact || undefined}>
      {items.map((item) => (
        <Row key={item.id} item={item} onOpen={onOpen} />
      ))}
    </ul>
  )
}

function Row({ item, onOpen }: { item: Notification; onOpen: (() => void) | undefined }) {
  const { t } = useTranslation('notifications')
  const router = useRouter()
  const read = useAction(readNotification, { invalidates: ['notifications'] })
  const Mark = marks[item.type]
  const markRead = () => !item.isRead && void read.run({ params: { id: item.id } }, { quiet: true })
  const { link } = item
  const open = (event: React.MouseEvent) => {
    markRead()
    if (event.metaKey || event.ctrlKey || event.shiftKey || !link) return
    event.preventDefault()
    onOpen?.()
    void router.navigate({ to: link })
  }
  return (
    <li className={styles.row} data-unread={!item.isRead || undefined}>
      <span className={styles.mark} aria-hidden>
        <Mark size={20} stroke={1.6} />
      </span>
      <div className={styles.words}>
        <Text fw={item.isRead ? 500 : 650} className={styles.title}>
          {!item.isRead && <span className="salus-unseen">{t('list.new')}: </span>}
          {link ? (
            <a href={link} onClick={open} className={styles.link}>
              {item.title}
            </a>
          ) : (
            item.title
          )}
        </Text>
        {item.message && (
          <Text size="sm" c="dimmed" className={styles.message}>
            {item.message}
          </Text>
        )}
        <Text size="xs" c="dimmed">
          <DateTime at={item.at} />
        </Text>
      </div>
      {!item.isRead && (
        <ActionIcon
          className={styles.action}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`${t('list.read')}: ${item.title}`}
          title={t('list.read')}
          loading={read.running}
          onClick={markRead}
        >
          <IconCheck size={18} stroke={1.6} />
        </ActionIcon>
      )}
    </li>
  )
}
