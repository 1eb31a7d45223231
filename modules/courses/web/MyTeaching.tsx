import { Group, Stack, Text } from '@mantine/core'
import { IconChalkboardTeacher } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useData } from '#platform/web/data.ts'
import { AnchorLink, ButtonLink } from '#platform/web/links.tsx'
import { listCourses } from '../contract.ts'
import { StatusOf } from './facts.tsx'

/** On the home page of whoever writes courses: those they teach. */
export default function MyTeaching() {
  const { t } = useTranslation('courses')
  const { data } = useData(listCourses, { query: { scope: 'teaching', limit: 5 } }, { live: ['courses'] })
  return (
    <Card
      title={t('teaching.title')}
      icon={IconChalkboardTeacher}
      link={{ label: t('teaching.all'), to: '/courses', search: { scope: 'teaching' } }}
    >
      <Stack gap="sm">
        {data.items.length === 0 && (
          <Stack gap="sm" align="flex-start">
            <Text c="dimmed">{t('teaching.none')}</Text>
            <ButtonLink variant="light" to="/courses/new">
              {t('teaching.write')}
            </ButtonLink>
          </Stack>
        )}
        {data.items.map((course) => (
          <Group key={course.id} justify="space-between" align="flex-start" gap="xs">
            <AnchorLink to="/courses/$id" params={{ id: course.id }} flex="1 1 12rem" style={{ overflowWrap: 'anywhere' }}>
              {course.title}
            </AnchorLink>
            <StatusOf status={course.status} />
          </Group>
        ))}
      </Stack>
    </Card>
  )
}
