import { Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconUsersGroup } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useData } from '#platform/web/data.ts'
import { AnchorLink } from '#platform/web/links.tsx'
import { getTeam, getTeamSummary } from '../contract.ts'
import { StateMark } from './StateMark.tsx'
import classes from './team.module.css'

/** The manager's team on the home page: how many are clear, and where to look. */
export default function TeamGlance() {
  const { t } = useTranslation('compliance')
  const { data } = useData(getTeamSummary, {}, { live: ['employees', 'compliance', 'certificates'] })
  const { counts } = data
  return (
    <Card title={t('glance.title')} icon={IconUsersGroup} link={{ label: t('glance.open'), to: '/team' }}>
      {!counts && <Text c="dimmed">{t('team.tooManyHint')}</Text>}
      {counts?.people === 0 && <Text c="dimmed">{t('glance.nobody')}</Text>}
      {counts && counts.people > 0 && (
        <Stack gap="sm">
          <Text>{t('glance.share', { clear: counts.clear, people: counts.people })}</Text>
          <div className={classes.share} aria-hidden>
            <span data-tone="good" style={{ flexGrow: counts.clear - counts.lapsingSoon }} />
            <span data-tone="warn" style={{ flexGrow: counts.lapsingSoon }} />
            <span data-tone="bad" style={{ flexGrow: counts.notClear }} />
          </div>
          <Group gap="lg">
            <AnchorLink to="/team" search={{ standing: 'not_clear' }} size="sm">
              <IconAlertTriangle size={16} stroke={1.8} aria-hidden /> {counts.notClear} {t('glance.notClear')}
            </AnchorLink>
            <AnchorLink to="/team" search={{ standing: 'lapsing' }} size="sm">
              {counts.lapsingSoon} {t('glance.lapsing')}
            </AnchorLink>
            <AnchorLink to="/team" search={{ standing: 'clear' }} size="sm">
              <IconCircleCheck size={16} stroke={1.8} aria-hidden /> {counts.clear} {t('glance.clear')}
            </AnchorLink>
          </Group>
          {counts.notClear > 0 && <Attention />}
        </Stack>
      )}
    </Card>
  )
}

/** The first few who are not clear, each with what they lack. */
function Attention() {
  const { t } = useTranslation('compliance')
  const { data } = useData(getTeam, { query: { standing: 'not_clear', limit: 4 } }, { live: ['employees', 'compliance', 'certificates'] })
  const names = new Map(data.requirements.map(({ id, name }) => [id, name]))
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {t('glance.attention')}
      </Text>
      {data.items.map((person) => {
        const open = person.cells.find(({ state }) => state !== 'satisfied')
        return (
          <Group key={person.userId} justify="space-between" wrap="nowrap" align="flex-start">
            <div className={classes.beside}>
              <AnchorLink to="/team/$id" params={{ id: person.userId }} size="sm">
                {person.name}
              </AnchorLink>
              <Text size="xs" c="dimmed">
                {open ? names.get(open.requirementId) : t('standing.unassigned')}
              </Text>
            </div>
            {open && (
              <div className={classes.aside}>
                <StateMark of={open} at={data.at} />
              </div>
            )}
          </Group>
        )
      })}
    </Stack>
  )
}
