import { Group, Paper, Stack, Text } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useData } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { type Way, whyOfPerson } from '../contract.ts'
import classes from './rights.module.css'
import { StatusAnswer } from './StatusAnswer.tsx'

type Told = (typeof Way)['_output']
type Change = { add?: string | undefined; remove?: string | undefined }

/** Every way by which a person may come to a right, step by step: what they hold, through which roles, under what, and whether it counts. */
export function WhyCard({ id, right, change }: { id: string; right: string; change: Change }) {
  const { t } = useTranslation('access')
  const { data } = useData(whyOfPerson, { params: { id, permission: right }, query: change }, { live: ['access'] })
  return (
    <Card title={data.says}>
      <Stack>
        <Group>
          <StatusAnswer answer={data.answer} whatIf={data.whatIf} />
        </Group>
        {data.ways.length === 0 && <Text>{t('why.noWay')}</Text>}
        {data.ways.map((way, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a way has no name of its own
          <WayOf key={i} way={way} />
        ))}
      </Stack>
    </Card>
  )
}

function WayOf({ way }: { way: Told }) {
  const { t } = useTranslation('access')
  const failed = way.checks.find(({ passed }) => !passed)?.check
  const steps = useSteps(way)
  return (
    <Paper withBorder p="sm">
      <Stack gap={6} component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
        {steps.map(({ text, passed }) => (
          <li key={text} className={classes.step}>
            {passed ? (
              <IconCheck size={18} color="var(--mantine-color-green-text)" aria-label={t('why.passed')} />
            ) : (
              <IconX size={18} color="var(--mantine-color-red-text)" aria-label={t('why.failed')} />
            )}
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {text}
            </Text>
          </li>
        ))}
      </Stack>
      <Group mt="sm" gap="xs">
        <StatusBadge tone={way.counts ? 'good' : 'bad'}>{t(way.counts ? 'why.counts' : 'why.countsNot')}</StatusBadge>
        {way.change && <StatusBadge tone="info">{t(`why.${way.change}`)}</StatusBadge>}
      </Group>
      {failed && (
        <Text size="sm" mt={4} c="dimmed">
          {t(`refusal.${failed}`)}
        </Text>
      )}
    </Paper>
  )
}

/** The steps of a way in words: what is held, through what, what it says, whose rows, under which circumstances. */
function useSteps(way: Told): { text: string; passed: boolean }[] {
  const { t } = useTranslation('access')
  const dates = useDates()
  const failed = new Set(way.checks.filter(({ passed }) => !passed).map(({ check }) => check))
  const passed = (...checks: (typeof way.checks)[number]['check'][]) => !checks.some((check) => failed.has(check))
  const { hours, days, timeZone, networks, secondFactorMinutes } = way.constraints
  const step = (text: string, is: boolean) => [{ text, passed: is }]
  const time = [way.from && t('why.from', { at: dates.instant(way.from) }), way.until && t('why.until', { at: dates.instant(way.until) })]
  return [
    ...step(
      way.department ? t('why.heldBy', { role: way.held.name, name: way.department }) : t('why.held', { role: way.held.name }),
      passed('begun', 'not_expired'),
    ),
    ...way.via.flatMap((role) => step(t('why.via', { role: role.name }), true)),
    ...step(t(way.isCustom ? 'why.custom' : 'why.grants', { role: way.via.at(-1)?.name ?? way.held.name }), passed('active', 'by_system')),
    ...(way.until || failed.has('begun') || failed.has('effective')
      ? step(time.filter(Boolean).join(', '), passed('begun', 'not_expired', 'effective', 'not_over'))
      : []),
    ...(way.limits.length > 0
      ? step(t('why.reaches', { whom: way.limits.map((limit) => limitWords(limit, t)).join(`, ${t('why.and')} `) }), passed('narrowable'))
      : step(t('why.everybody'), true)),
    ...(hours || days
      ? step(
          [hours?.join('–'), days?.map((day) => t(`day.${day}` as 'day.1')).join(', '), timeZone?.replaceAll('_', ' ')]
            .filter(Boolean)
            .join(', '),
          passed('day', 'hour'),
        )
      : []),
    ...(networks ? step(t('why.networks', { networks: networks.join(', ') }), passed('network')) : []),
    ...(secondFactorMinutes ? step(t('why.secondFactor', { count: secondFactorMinutes }), passed('second_factor')) : []),
  ]
}

type Words = ReturnType<typeof useTranslation<'access'>>['t']
function limitWords({ to, name, is, values }: Told['limits'][number], t: Words): string {
  if (to === 'attribute')
    return t(`why.${is ?? 'one_of'}`, {
      attribute: t(`attribute.${name}` as 'attribute.userType').toLowerCase(),
      values: values.join(', '),
    })
  if (to === 'organization') return name ? t('why.organization', { name }) : t('why.ownOrganization')
  return to === 'department' ? t('why.department', { name: name ?? '' }) : t(`why.${to}`)
}
