import { Button, Collapse, Grid, Paper } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconListTree, IconLock } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorBoundary } from '#platform/web/boundary.tsx'
import { refresh, useData } from '#platform/web/data.ts'
import { Page } from '#platform/web/Page.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { EmptyState, Loading } from '#platform/web/states.tsx'
import { myOutline } from '../contract.ts'
import { ContentView } from './ContentView.tsx'
import { Finished } from './Finished.tsx'
import { ItemFrame } from './ItemFrame.tsx'
import { itemsOf } from './items.ts'
import { OutlineNav } from './OutlineNav.tsx'
import classes from './player.module.css'
import { DueBadge, ProgressBar } from './Standing.tsx'

const route = getRouteApi('/learning/$id')

export default function PlayerPage() {
  const { t } = useTranslation('enrollments')
  const { id } = route.useParams()
  const { item: wanted } = route.useSearch()
  const navigate = route.useNavigate()
  const client = useQueryClient()
  const [shown, { toggle, close }] = useDisclosure()
  const { data: outline } = useData(myOutline, { params: { id } }, { live: ['enrollments'] })
  const { enrollment, resumeAt } = outline
  const items = itemsOf(outline, t('player.quiz'))
  const finished = enrollment.status === 'completed'
  const start = finished ? undefined : (resumeAt?.contentId ?? resumeAt?.unitId ?? items[0]?.id)
  // Whoever came without an item stays on the one shown, whatever is completed meanwhile: a result is read before the course ends.
  useEffect(() => {
    if (!wanted && start) void navigate({ search: { item: start }, replace: true })
  }, [wanted, start, navigate])
  const index = items.findIndex((item) => item.id === (wanted ?? start))
  const item = items[index]
  const go = (to: string | undefined) => {
    close()
    void navigate({ search: to ? { item: to } : {} })
  }
  const progressed = () => void refresh(client, ['enrollments'])
  const onward = async () => {
    await refresh(client, ['enrollments'])
    const next = items.slice(index + 1).find((one) => !one.done) ?? items[index + 1]
    go(next?.id)
  }
  const steps = { previous: items[index - 1], next: items[index + 1], go }
  return (
    <Page title={enrollment.title} crumbs={[{ label: t('pages.mine'), to: '/learning' }]} actions={<DueBadge of={enrollment} />}>
      <ProgressBar value={enrollment.progress} label={enrollment.title} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 4, lg: 3 }}>
          <Button
            hiddenFrom="md"
            variant="default"
            fullWidth
            onClick={toggle}
            aria-expanded={shown}
            leftSection={<IconListTree size={18} stroke={1.6} aria-hidden />}
          >
            {t('player.outline')}
          </Button>
          <Collapse expanded={shown} hiddenFrom="md" mt="sm">
            <OutlineNav modules={outline.modules} items={items} current={item?.id} go={go} />
          </Collapse>
          <Paper withBorder p="sm" visibleFrom="md" className={classes.side}>
            <OutlineNav modules={outline.modules} items={items} current={item?.id} go={go} />
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8, lg: 9 }}>
          {!item && finished && <Finished enrollment={enrollment} />}
          {!item && !finished && <EmptyState title={t('player.nothing')} hint={t('player.nothingHint')} />}
          {item?.locked && (
            <EmptyState
              icon={IconLock}
              title={t('player.locked')}
              hint={t('player.lockedHint', { titles: item.module.waitsFor.join(', ') })}
            />
          )}
          {item && !item.locked && (
            <ItemFrame key={item.id} item={item} steps={steps}>
              <ErrorBoundary>
                <Suspense fallback={<Loading rows={6} />}>
                  {item.kind === 'quiz' ? (
                    <Slot
                      name="coursePlayer"
                      with={{
                        enrollmentId: id,
                        courseId: enrollment.courseId,
                        unitId: item.unit.id,
                        passed: item.unit.passed,
                        onProgress: progressed,
                        onward: () => void onward(),
                      }}
                    />
                  ) : (
                    <ContentView
                      enrollmentId={id}
                      contentId={item.id}
                      isActive={enrollment.status === 'active'}
                      onDone={() => void onward()}
                    />
                  )}
                </Suspense>
              </ErrorBoundary>
            </ItemFrame>
          )}
        </Grid.Col>
      </Grid>
    </Page>
  )
}
