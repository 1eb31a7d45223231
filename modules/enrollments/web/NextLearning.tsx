import { Group, Stack, Text } from '@mantine/core'
import { IconSchool } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useData } from '#platform/web/data.ts'
import { AnchorLink, ButtonLink } from '#platform/web/links.tsx'
import { myEnrollments } from '../contract.ts'
import { DueBadge, ProgressBar } from './Standing.tsx'

/** On the home page: what to learn next, what is due first. */
export default function NextLearning() {
  const { t } = useTranslation('enrollments')
  const { data } = useData(myEnrollments, { query: { limit: 3 } }, { live: ['enrollments'] })
  return (
    <Card title={t('pages.mine')} icon={IconSchool} link={{ label: t('home.all'), to: '/learning' }}>
      <Stack gap="md">
        {data.items.length === 0 && (
          <Stack gap="sm" align="flex-start">
            <Text c="dimmed">{t('home.nothing')}</Text>
            <ButtonLink variant="light" to="/courses">
              {t('home.find')}
            </ButtonLink>
          </Stack>
        )}
        {data.items.map((enrollment) => (
          <Stack key={enrollment.id} gap={4}>
            <Group justify="space-between" align="flex-start" gap="xs">
              <AnchorLink to="/learning/$id" params={{ id: enrollment.id }} flex="1 1 12rem" style={{ overflowWrap: 'anywhere' }}>
                {enrollment.title}
              </AnchorLink>
              <DueBadge of={enrollment} />
            </Group>
            <ProgressBar value={enrollment.progress} label={enrollment.title} />
          </Stack>
        ))}
      </Stack>
    </Card>
  )
}
