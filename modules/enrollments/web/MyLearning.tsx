import { Button, Center, Group, Paper, SegmentedControl, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { IconSchool } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, usePages } from '#platform/web/data.ts'
import { ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { type Enrollment, myEnrollments, withdraw } from '../contract.ts'
import { DueBadge, ProgressBar } from './Standing.tsx'

const route = getRouteApi('/learning')

export default function MyLearning() {
  const { t } = useTranslation('enrollments')
  const { t: say } = useTranslation()
  const { state = 'open' } = route.useSearch()
  const navigate = route.useNavigate()
  const { items, more, loadingMore } = usePages(myEnrollments, { query: { state } }, { live: ['enrollments'] })
  const find = (
    <ButtonLink to="/courses" variant={items.length ? 'light' : 'filled'}>
      {t('mine.find')}
    </ButtonLink>
  )
  return (
    <Page subtitle={t('mine.subtitle')} actions={items.length > 0 && find}>
      <SegmentedControl
        aria-label={t('mine.state')}
        value={state}
        onChange={(value) => void navigate({ search: value === 'finished' ? { state: 'finished' } : {}, replace: true })}
        data={(['open', 'finished'] as const).map((value) => ({ value, label: t(`mine.${value}`) }))}
        style={{ alignSelf: 'flex-start' }}
      />
      {items.length === 0 ? (
        <EmptyState icon={IconSchool} title={t(`mine.empty_${state}`)} hint={t(`mine.emptyHint_${state}`)} action={find} />
      ) : (
        <SimpleGrid cols={{ base: 1, lg: 2 }}>
          {items.map((enrollment) => (
            <CourseRow key={enrollment.id} enrollment={enrollment} />
          ))}
        </SimpleGrid>
      )}
      {more && (
        <Center>
          <Button variant="default" onClick={more} loading={loadingMore}>
            {say('list.more')}
          </Button>
        </Center>
      )}
    </Page>
  )
}

function CourseRow({ enrollment }: { enrollment: Enrollment }) {
  const { t } = useTranslation('enrollments')
  const leave = useAction(withdraw, { invalidates: ['enrollments'], success: t('mine.left') })
  const { id, title, code, category, progress, status, may } = enrollment
  const words = status === 'completed' ? 'again' : progress > 0 ? 'continue' : 'start'
  return (
    <Paper component="article" withBorder p="lg" aria-label={title}>
      <Stack gap="sm" h="100%">
        <Group justify="space-between" align="flex-start" gap="xs">
          <Text size="sm" c="dimmed">
            {category ?? code}
          </Text>
          <DueBadge of={enrollment} />
        </Group>
        <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Title>
        {status === 'active' && <ProgressBar value={progress} label={title} />}
        <Group gap="xs" mt="auto" pt="xs">
          {may.learn && (
            <ButtonLink
              to="/learning/$id"
              params={{ id }}
              variant={status === 'completed' ? 'light' : 'filled'}
              aria-label={`${t(`mine.${words}`)}: ${title}`}
            >
              {t(`mine.${words}`)}
            </ButtonLink>
          )}
          {may.withdraw && (
            <ConfirmButton
              variant="subtle"
              question={t('mine.leaveQuestion', { title })}
              hint={t('mine.leaveHint')}
              yes={t('mine.leave')}
              aria-label={`${t('mine.leave')}: ${title}`}
              onConfirm={() => leave.run({ params: { id } })}
            >
              {t('mine.leave')}
            </ConfirmButton>
          )}
        </Group>
      </Stack>
    </Paper>
  )
}
