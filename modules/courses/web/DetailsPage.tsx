import { ActionIcon, Button, Group, Paper, Select, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconArchive, IconArchiveOff, IconX } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { listPeople } from '#modules/directory/contract.ts'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData, useLookup } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Page } from '#platform/web/Page.tsx'
import { addInstructor, archiveCourse, type Course, changeCourse, getCourse, removeInstructor, restoreCourse } from '../contract.ts'
import { CourseFieldsOf, Details } from './CourseForm.tsx'

const route = getRouteApi('/courses/$id/details')
type Shown = z.output<typeof Course>

export default function DetailsPage() {
  const { t } = useTranslation('courses')
  const { id } = route.useParams()
  const { data: course } = useData(getCourse, { params: { id } }, { live: ['courses'] })
  return (
    <Page
      subtitle={course.title}
      crumbs={[
        { label: t('pages.catalogue'), to: '/courses' },
        { label: course.title, to: '/courses/$id', params: { id } },
      ]}
    >
      <Stack gap="lg" maw={820}>
        {course.may.edit && <DetailsForm key={course.version} course={course} />}
        {course.may.edit && <Teachers course={course} />}
        <Lifecycle course={course} />
      </Stack>
    </Page>
  )
}

function DetailsForm({ course }: { course: Shown }) {
  const { t } = useTranslation('courses')
  const form = useContractForm(Details, Details.parse(course))
  const save = useAction(changeCourse, { invalidates: ['courses'], success: t('form.saved') })
  return (
    <Paper withBorder p="lg">
      <Form
        form={form}
        action={save}
        input={(body) => ({ params: { id: course.id }, body })}
        submit={t('form.save')}
        ifMatch={course.version}
      >
        <CourseFieldsOf form={form} known={course.requires} not={course.id} />
      </Form>
    </Paper>
  )
}

function Teachers({ course }: { course: Shown }) {
  const { t } = useTranslation('courses')
  const [words, setWords] = useState('')
  const [q] = useDebouncedValue(words.trim(), 250)
  const { data } = useLookup(listPeople, q.length > 1 ? { query: { q, limit: 20 } } : null)
  const add = useAction(addInstructor, { invalidates: ['courses'] })
  const end = useAction(removeInstructor, { invalidates: ['courses'] })
  const teaching = new Set(course.instructors.map((one) => one.userId))
  const found = q.length > 1 ? (data?.items ?? []).filter((person) => !teaching.has(person.id)) : []
  return (
    <Card title={t('details.teachers')}>
      <Stack gap="sm">
        {course.instructors.map(({ userId, name, role }) => (
          <Group key={userId} justify="space-between" wrap="nowrap">
            <Text>
              {name}{' '}
              <Text span c="dimmed">
                · {t(`role.${role}`)}
              </Text>
            </Text>
            {course.instructors.length > 1 && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('details.remove', { name })}
                onClick={() => void end.run({ params: { id: course.id, userId } })}
              >
                <IconX size={18} stroke={1.6} />
              </ActionIcon>
            )}
          </Group>
        ))}
        <Select
          label={t('details.addTeacher')}
          description={t('details.addTeacherHint')}
          searchable
          searchValue={words}
          onSearchChange={setWords}
          data={found.map(({ id, name, department }) => ({ value: id, label: department ? `${name} · ${department.name}` : name }))}
          filter={({ options }) => options}
          value={null}
          onChange={(userId) => {
            setWords('')
            if (userId) void add.run({ params: { id: course.id }, body: { userId } })
          }}
          {...(q.length > 1 ? { nothingFoundMessage: t('details.noPeople') } : {})}
          maw={420}
        />
      </Stack>
    </Card>
  )
}

function Lifecycle({ course: { id, may } }: { course: Shown }) {
  const { t } = useTranslation('courses')
  const archive = useAction(archiveCourse, { invalidates: ['courses'] })
  const restore = useAction(restoreCourse, { invalidates: ['courses'] })
  return (
    <Card title={t('details.lifecycle')}>
      {may.archive && (
        <ConfirmButton
          question={t('details.archiveQuestion')}
          hint={t('details.archiveHint')}
          yes={t('details.archive')}
          onConfirm={() => archive.run({ params: { id } })}
          leftSection={<IconArchive size={18} stroke={1.6} aria-hidden />}
        >
          {t('details.archive')}
        </ConfirmButton>
      )}
      {may.restore && (
        <Group>
          <Text>{t('details.archived')}</Text>
          <Button
            onClick={() => void restore.run({ params: { id } })}
            loading={restore.running}
            leftSection={<IconArchiveOff size={18} stroke={1.6} aria-hidden />}
          >
            {t('details.restore')}
          </Button>
        </Group>
      )}
    </Card>
  )
}
