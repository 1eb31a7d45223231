import { Text } from '@mantine/core'
import { IconUserCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ButtonLink } from '#platform/web/links.tsx'

/** On "My account": the way to the profile. */
export default function ProfileCard() {
  const { t } = useTranslation('profiles')
  return (
    <Card title={t('pages.profile')} icon={IconUserCircle}>
      <Text c="dimmed" mb="md">
        {t('profile.subtitle')}
      </Text>
      <ButtonLink to="/account/profile" variant="default">
        {t('profile.open')}
      </ButtonLink>
    </Card>
  )
}
