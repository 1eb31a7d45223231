import { Alert } from '@mantine/core'
import { IconSpeakerphone } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useData } from '#platform/web/data.ts'
import { readNotices } from '../contract.ts'

/** What whoever runs the installation tells everybody just now. */
export default function Announcement() {
  const { t } = useTranslation('settings')
  const { announcement } = useData(readNotices, {}).data
  if (!announcement) return null
  return (
    <Alert variant="light" color="blue" icon={<IconSpeakerphone />} title={t('notices.title')} mb="md" style={{ whiteSpace: 'pre-line' }}>
      {announcement.text}
    </Alert>
  )
}
