import { Group, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconClipboardOff, IconUserQuestion } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useDates } from '#platform/web/dates.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import type { Clearance } from '../contract.ts'
import { StateMark } from './StateMark.tsx'
import classes from './team.module.css'

type Item = Clearance['requirements'][number]['items'][number]

/** What an item asks for, in words. */
export function useItemWords() {
  const { t } = useTranslation('compliance')
  return (item: Pick<Item, 'kind' | 'courseTitle' | 'notWorseThan'>) =>
    item.kind === 'certificate'
      ? t('item.certificate', { course: item.courseTitle ?? t('item.goneCourse') })
      : t('item.fitness', { outcome: t(`class.${item.notWorseThan ?? 'fit'}`) })
}

/** Clear or not, what lapses next, and every requirement with its items. */
export function ClearanceView({ of, own }: { of: Clearance; own: boolean }) {
  const { t } = useTranslation('compliance')
  if (!of.assigned) return <EmptyState icon={IconUserQuestion} title={t('mine.unassigned')} hint={own ? t('mine.unassignedHint') : ''} />
  return (
    <Stack gap="lg">
      <Verdict of={of} own={own} />
      {of.requirements.length === 0 ? (
        <EmptyState icon={IconClipboardOff} title={t('mine.nothing')} hint={t('mine.nothingHint')} />
      ) : (
        <Stack gap="sm">
          <Title order={2} size="h4">
            {t('mine.requirements')}
          </Title>
          {of.requirements.toSorted(notMetFirst).map((requirement) => (
            <Requirement key={requirement.requirementId} requirement={requirement} at={of.at} />
          ))}
        </Stack>
      )}
    </Stack>
  )
}

const notMetFirst = (a: { state: string }, b: { state: string }) => Number(a.state === 'satisfied') - Number(b.state === 'satisfied')

export function Verdict({ of, own }: { of: Clearance; own: boolean }) {
  const { t } = useTranslation('compliance')
  const dates = useDates()
  const open = of.requirements.filter(({ state }) => state !== 'satisfied').length
  const next = of.requirements.find(({ requirementId }) => requirementId === of.lapses)
  const lapse = of.until && next ? t('mine.nextOn', { name: next.name, day: dates.instant(of.until, { look: 'date' }) }) : null
  const work = [of.jobTitle && t('mine.as', { job: of.jobTitle }), of.departmentName && t('mine.in', { department: of.departmentName })]
  return (
    <Paper withBorder p="lg">
      <Group wrap="nowrap" align="flex-start" gap="md">
        <ThemeIcon size={48} radius="xl" variant="light" color={of.clear ? 'green' : 'red'} aria-hidden>
          {of.clear ? <IconCircleCheck size={28} stroke={1.6} /> : <IconAlertTriangle size={28} stroke={1.6} />}
        </ThemeIcon>
        <Stack gap={4} miw={0} style={{ overflowWrap: 'anywhere' }}>
          <Text fw={650} size="lg">
            {of.clear ? t(own ? 'mine.clear' : 'mine.clearOther') : t('mine.notClear', { count: open })}
          </Text>
          <Text size="sm" c="dimmed">
            {work.filter(Boolean).join(' ')}
          </Text>
          {own && <Text>{t(of.clear ? 'mine.clearHint' : 'mine.notClearHint')}</Text>}
          <Text>{lapse ?? t('mine.nothingLapses')}</Text>
        </Stack>
      </Group>
    </Paper>
  )
}

function Requirement({ requirement, at }: { requirement: Clearance['requirements'][number]; at: string }) {
  const words = useItemWords()
  return (
    <Paper component="section" withBorder p="md" aria-label={requirement.name}>
      <Text fw={600} mb="xs" style={{ overflowWrap: 'anywhere' }}>
        {requirement.name}
      </Text>
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {requirement.items.map((item) => (
          <Group component="li" key={item.courseId ?? item.kind} justify="space-between" wrap="wrap" gap={4} align="flex-start">
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {words(item)}
            </Text>
            <div className={classes.aside}>
              <StateMark of={item} at={at} />
            </div>
          </Group>
        ))}
      </Stack>
    </Paper>
  )
}
