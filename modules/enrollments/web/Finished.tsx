import { Group, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { IconConfetti } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useDates } from '#platform/web/dates.tsx'
import { ButtonLink } from '#platform/web/links.tsx'
import { Slot } from '#platform/web/slots.tsx'
import type { Enrollment } from '../contract.ts'

/** The end of a course: that it is done, and what it leads to. */
export function Finished({ enrollment: { id, courseId, completionDate } }: { enrollment: Enrollment }) {
  const { t } = useTranslation('enrollments')
  const dates = useDates()
  return (
    <Paper withBorder p="xl">
      <Stack align="center" ta="center" gap="md">
        <ThemeIcon size={64} radius="xl" variant="light" color="green" aria-hidden>
          <IconConfetti size={34} stroke={1.4} />
        </ThemeIcon>
        <div>
          <Title order={2} size="h3">
            {t('finished.title')}
          </Title>
          {completionDate && <Text c="dimmed">{t('finished.when', { day: dates.instant(completionDate, { look: 'date' }) })}</Text>}
        </div>
        <Slot name="courseFinished" with={{ enrollmentId: id, courseId }} />
        <Group gap="xs" justify="center">
          <ButtonLink to="/learning" variant="default">
            {t('finished.back')}
          </ButtonLink>
          <ButtonLink to="/training-record" variant="default">
            {t('pages.record')}
          </ButtonLink>
        </Group>
        <Text size="sm" c="dimmed">
          {t('finished.look')}
        </Text>
      </Stack>
    </Paper>
  )
}
