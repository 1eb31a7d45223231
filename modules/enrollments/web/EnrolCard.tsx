import { Button, Stack, Text } from '@mantine/core'
import { IconSchool } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { ButtonLink } from '#platform/web/links.tsx'
import type { SlotProps } from '#platform/web/slots.tsx'
import { enrol, myEnrollmentIn } from '../contract.ts'
import { DueBadge, ProgressBar } from './Standing.tsx'

/** Beside a course: how I stand in it, and the way in. */
export default function EnrolCard({ courseId }: SlotProps<'course'>) {
  const { t } = useTranslation('enrollments')
  const navigate = useNavigate()
  const { data } = useData(myEnrollmentIn, { params: { id: courseId } }, { live: ['enrollments', 'courses'] })
  const join = useAction(enrol, { invalidates: ['enrollments'], success: t('enrol.done') })
  const { enrollment, hindrance } = data
  const begin = async () => {
    const made = await join.run({ body: { courseId } })
    if (made.ok) await navigate({ to: '/learning/$id', params: { id: made.data.id } })
  }
  const mine = enrollment && enrollment.status !== 'withdrawn' && enrollment.status !== 'expired' ? enrollment : null
  return (
    <Card title={t('enrol.title')} icon={IconSchool}>
      <Stack gap="sm" align="stretch">
        {mine && (
          <>
            <DueBadge of={mine} />
            {mine.status === 'active' && <ProgressBar value={mine.progress} label={mine.title} />}
            <ButtonLink to="/learning/$id" params={{ id: mine.id }} variant={mine.status === 'active' ? 'filled' : 'light'}>
              {t(mine.status === 'completed' ? 'mine.again' : mine.progress > 0 ? 'mine.continue' : 'mine.start')}
            </ButtonLink>
          </>
        )}
        {mine?.status !== 'active' && hindrance && <Text c="dimmed">{hindrance.message}</Text>}
        {!hindrance && (
          <Button onClick={() => void begin()} loading={join.running} variant={mine ? 'default' : 'filled'}>
            {t(mine ? 'enrol.again' : 'enrol.go')}
          </Button>
        )}
      </Stack>
    </Card>
  )
}
