import { Alert, Button, Grid, Stack } from '@mantine/core'
import { IconEdit, IconInfoCircle, IconPencilPlus, IconSettings } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { courseOutline, getCourse, startDraft } from '../contract.ts'
import { About, AtAGlance, type Shown } from './AboutCourse.tsx'
import { OutlineList } from './OutlineList.tsx'

const route = getRouteApi('/courses/$id')

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
