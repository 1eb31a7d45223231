import { Text } from '@mantine/core'
import { IconDatabaseExport } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ButtonLink } from '#platform/web/links.tsx'

/** On "My account": the way to a copy of one's data, and out. */
export default function DataCard() {
  const { t } = useTranslation('account')
  return (
    <Card title={t('pages.data')} icon={IconDatabaseExport}>
      <Text c="dimmed" mb="md">
        {t('data.card')}
      </Text>
      <ButtonLink to="/account/data" variant="default">
        {t('data.open')}
      </ButtonLink>
    </Card>
  )
}
