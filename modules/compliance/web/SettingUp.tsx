import { Button, Group, Progress, Stack, Text, ThemeIcon, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCircleDashed, IconListCheck } from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listProfessionals } from '#modules/appointments/contract.ts'
import { listCourses } from '#modules/courses/contract.ts'
import { listDepartments, organizations, roomForMore } from '#modules/directory/contract.ts'
import { Card } from '#platform/web/Card.tsx'
import { useLookup } from '#platform/web/data.ts'
import { useMe } from '#platform/web/session.tsx'
import { listRequirements } from '../contract.ts'
import classes from './settingUp.module.css'

type Step = {
  key: 'organization' | 'departments' | 'people' | 'professionals' | 'courses' | 'requirements'
  to: LinkProps['to']
  /** Undefined: not known yet. */
  done: boolean | undefined
}

/** What an employer needs before Salus can say who is clear for which work, in the order in which each builds on the one before. */
function useSteps(): Step[] {
  const { features } = useMe()
  const health = features.includes('occupational_health')
  const learning = features.includes('learning')
  const first = { query: { limit: 1 } }
  const live = (topic: string) => ({ live: [topic] })
  const some = (list: { items: readonly unknown[] } | undefined) => list && list.items.length > 0
  const org = useLookup(organizations.list, first, live('directory'))
  const departments = useLookup(listDepartments, first, live('directory'))
  const people = useLookup(roomForMore, {}, live('directory'))
  const professionals = useLookup(listProfessionals, health ? first : null, live('appointments'))
  const courses = useLookup(listCourses, learning ? { query: { limit: 1, scope: 'all' } } : null, live('courses'))
  const requirements = useLookup(listRequirements, first, live('compliance'))
  return [
    { key: 'organization', to: '/organizations', done: some(org.data) },
    { key: 'departments', to: '/departments', done: some(departments.data) },
    // Whoever looks at this is one already.
    { key: 'people', to: '/imports', done: people.data && people.data.used > 1 },
    ...(health ? [{ key: 'professionals', to: '/professionals', done: some(professionals.data) } as const] : []),
    ...(learning ? [{ key: 'courses', to: '/courses/new', done: some(courses.data) } as const] : []),
    { key: 'requirements', to: '/requirements/new', done: some(requirements.data) },
  ]
}

/** On the home page of who sets the employer up, until everything is there: what is next stands first, what is done is ticked. */
export default function SettingUp() {
  const { t } = useTranslation('compliance')
  const steps = useSteps()
  if (steps.some(({ done }) => done === undefined) || steps.every(({ done }) => done)) return null
  const open = steps.filter(({ done }) => !done)
  const done = steps.filter((step) => step.done)
  return (
    <Card title={t('setup.title')} icon={IconListCheck}>
      <Stack gap="md">
        <Stack gap={6}>
          <Text c="dimmed">{t('setup.hint')}</Text>
          <Group gap="sm" wrap="nowrap">
            <Progress value={(done.length / steps.length) * 100} flex={1} aria-label={t('setup.title')} />
            <Text size="sm">{t('setup.progress', { done: done.length, all: steps.length })}</Text>
          </Group>
        </Stack>
        <ol className={classes.steps}>
          {[...open, ...done].map((step, place) => (
            <StepRow key={step.key} step={step} next={place === 0} />
          ))}
        </ol>
      </Stack>
    </Card>
  )
}

function StepRow({ step: { key, to, done }, next }: { step: Step; next: boolean }) {
  const { t } = useTranslation('compliance')
  const Mark = done ? IconCheck : IconCircleDashed
  return (
    <li className={classes.step} data-next={next || undefined}>
      <ThemeIcon variant={done ? 'filled' : 'light'} color={done ? 'teal' : next ? 'brand' : 'gray'} radius="xl" aria-hidden>
        <Mark size={18} stroke={1.8} />
      </ThemeIcon>
      <div className={classes.words}>
        <Text fw={600} c={done ? 'dimmed' : ''}>
          {t(`setup.${key}`)}
          {done && <VisuallyHidden>{t('setup.done')}</VisuallyHidden>}
        </Text>
        {!done && (
          <Text size="sm" c="dimmed">
            {t(`setup.${key}Why`)}
          </Text>
        )}
      </div>
      {!done && (
        <Button variant={next ? 'filled' : 'default'} size="sm" renderRoot={(props) => <Link to={to} {...props} />}>
          {t(`setup.${key}Go`)}
        </Button>
      )}
    </li>
  )
}
