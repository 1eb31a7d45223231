import { Anchor, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useData } from '#platform/web/data.ts'
import { readNotices } from '../contract.ts'
import Announcement from './Announcement.tsx'

/** On the sign-in page: what is announced, and who helps somebody that cannot come in. */
export default function SignInNotices() {
  const { t } = useTranslation('settings')
  const { help } = useData(readNotices, {}).data
  return (
    <Stack gap="xs">
      <Announcement />
      {help && (
        <Text size="sm" c="dimmed" style={{ whiteSpace: 'pre-line' }}>
          {help.text}
          {help.email && (
            <>
              {' '}
              <Anchor href={`mailto:${help.email}`} aria-label={t('notices.writeTo', { email: help.email })}>
                {help.email}
              </Anchor>
            </>
          )}
        </Text>
      )}
    </Stack>
  )
}
