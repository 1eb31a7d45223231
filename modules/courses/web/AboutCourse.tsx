import { Group, List, Stack, Text, ThemeIcon } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { Card } from '#platform/web/Card.tsx'
import { useDates } from '#platform/web/dates.tsx'
import { AnchorLink } from '#platform/web/links.tsx'
import type { Course } from '../contract.ts'
import { StatusOf, useFacts } from './facts.tsx'

export type Shown = z.output<typeof Course>

export function About({ course }: { course: Shown }) {
  const { t } = useTranslation('courses')
  if (!course.description && course.learningObjectives.length === 0 && course.requires.length === 0) return null
  return (
    <Card title={t('course.about')}>
      <Stack gap="md">
        {course.description && (
          <Text style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }} maw="75ch">
            {course.description}
          </Text>
        )}
        {course.learningObjectives.length > 0 && (
          <div>
            <Text fw={600} mb={6} component="h3" size="md">
              {t('course.objectives')}
            </Text>
            <List
              spacing={6}
              center={false}
              icon={
                <ThemeIcon size={20} radius="xl" variant="light" color="green" aria-hidden>
                  <IconCheck size={14} stroke={2} />
                </ThemeIcon>
              }
            >
              {course.learningObjectives.map((objective) => (
                <List.Item key={objective}>{objective}</List.Item>
              ))}
            </List>
          </div>
        )}
        {course.requires.length > 0 && (
          <div>
            <Text fw={600} mb={6} component="h3" size="md">
              {t('course.requires')}
            </Text>
            <List>
              {course.requires.map(({ id, title }) => (
                <List.Item key={id}>
                  <AnchorLink to="/courses/$id" params={{ id }}>
                    {title}
                  </AnchorLink>
                </List.Item>
              ))}
            </List>
          </div>
        )}
      </Stack>
    </Card>
  )
}

export function AtAGlance({ course }: { course: Shown }) {
  const { t } = useTranslation('courses')
  const facts = useFacts()
  const dates = useDates()
  const { revision } = course
  return (
    <Card title={t('course.facts')}>
      <Stack gap="sm">
        {course.status !== 'published' && (
          <Group>
            <StatusOf status={course.status} />
          </Group>
        )}
        {facts(course).map(({ key, Mark, words }) => (
          <Group key={key} gap="xs" wrap="nowrap">
            <Mark size={18} stroke={1.6} className="salus-tint" aria-hidden />
            <Text size="sm">{words}</Text>
          </Group>
        ))}
        {revision && (
          <Text size="sm" c="dimmed">
            {t('facts.items', { count: revision.itemCount })} ·{' '}
            {t('facts.revision', { number: revision.number, day: dates.instant(revision.publishedAt, { look: 'date' }) })}
          </Text>
        )}
        <div>
          <Text size="sm" fw={600} component="h3">
            {t('course.teachers')}
          </Text>
          {course.instructors.map(({ userId, name, role }) => (
            <Text key={userId} size="sm">
              {name}{' '}
              <Text span c="dimmed" size="sm">
                · {t(`role.${role}`)}
              </Text>
            </Text>
          ))}
        </div>
      </Stack>
    </Card>
  )
}
