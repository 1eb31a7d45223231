import { Alert, Button, Grid, Group, List, Stack, Text, ThemeIcon } from '@mantine/core'
import { IconCheck, IconEdit, IconInfoCircle, IconPencilPlus, IconSettings } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { AnchorLink, ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { type Course, courseOutline, getCourse, startDraft } from '../contract.ts'
import { StatusOf, useFacts } from './facts.tsx'
import { OutlineList } from './OutlineList.tsx'

const route = getRouteApi('/courses/$id')
type Shown = z.output<typeof Course>

export default function CoursePage() {
  const { t } = useTranslation('courses')
  const { id } = route.useParams()
  const { data: course } = useData(getCourse, { params: { id } }, { live: ['courses'] })
  const { data: outline } = useData(courseOutline, { params: { id } }, { live: ['courses'] })
  return (
    <Page
      title={course.title}
      subtitle={`${course.code}${course.category ? ` · ${course.category}` : ''}`}
      crumbs={[{ label: t('pages.catalogue'), to: '/courses' }]}
      actions={<Actions course={course} />}
    >
      {course.draftId && course.revision && (
        <Alert variant="light" icon={<IconInfoCircle stroke={1.6} />}>
          {t('course.draftNote')}
        </Alert>
      )}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 4 }} order={{ base: 1, md: 2 }}>
          <Stack gap="lg">
            <Slot name="course" with={{ courseId: id }} />
            <AtAGlance course={course} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }} order={{ base: 2, md: 1 }}>
          <Stack gap="lg">
            <About course={course} />
            <Card title={t('course.outline')}>
              {outline.modules.length > 0 ? (
                <OutlineList modules={outline.modules} />
              ) : (
                <EmptyState title={t('course.outlineEmpty')} {...(course.may.edit ? { hint: t('course.outlineEmptyHint') } : {})} />
              )}
            </Card>
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function Actions({ course: { id, draftId, may } }: { course: Shown }) {
  const { t } = useTranslation('courses')
  const navigate = useNavigate()
  const draft = useAction(startDraft, { invalidates: ['courses'] })
  const begin = async () => {
    const begun = await draft.run({ params: { id } })
    if (begun.ok) await navigate({ to: '/revisions/$id', params: { id: begun.data.id } })
  }
  return (
    <>
      {(may.edit || may.restore) && (
        <ButtonLink
          variant="default"
          to="/courses/$id/details"
          params={{ id }}
          leftSection={<IconSettings size={18} stroke={1.6} aria-hidden />}
        >
          {t('course.details')}
        </ButtonLink>
      )}
      {may.edit && draftId && (
        <ButtonLink to="/revisions/$id" params={{ id: draftId }} leftSection={<IconEdit size={18} stroke={1.6} aria-hidden />}>
          {t('course.edit')}
        </ButtonLink>
      )}
      {may.startDraft && (
        <Button
          variant="light"
          onClick={() => void begin()}
          loading={draft.running}
          leftSection={<IconPencilPlus size={18} stroke={1.6} aria-hidden />}
        >
          {t('course.newRevision')}
        </Button>
      )}
    </>
  )
}

function About({ course }: { course: Shown }) {
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

function AtAGlance({ course }: { course: Shown }) {
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
