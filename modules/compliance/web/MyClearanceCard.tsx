import { Group, Stack, Text } from '@mantine/core'
import { IconClipboardCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useData } from '#platform/web/data.ts'
import { type Clearance, myClearance } from '../contract.ts'
import { StateMark } from './StateMark.tsx'
import { Standing } from './TeamMatrix.tsx'
import classes from './team.module.css'

/** What is not met comes first, then what lapses next. */
function foremost(requirements: Clearance['requirements']) {
  const rank = ({ state, until }: Clearance['requirements'][number]) => (state !== 'satisfied' ? 0 : until ? Date.parse(until) : Infinity)
  return requirements.toSorted((a, b) => rank(a) - rank(b)).slice(0, 4)
}

export default function MyClearanceCard() {
  const { t } = useTranslation('compliance')
  const { data } = useData(myClearance, {}, { live: ['employees', 'compliance', 'certificates'] })
  return (
    <Card title={t('glance.card')} icon={IconClipboardCheck} link={{ label: t('mine.see'), to: '/my/clearance' }}>
      <Stack gap="sm">
        <Group>
          <Standing person={data} at={data.at} />
        </Group>
        {!data.assigned && <Text c="dimmed">{t('mine.unassignedHint')}</Text>}
        {data.assigned && data.requirements.length === 0 && <Text c="dimmed">{t('mine.nothingHint')}</Text>}
        {foremost(data.requirements).map((requirement) => (
          <Group key={requirement.requirementId} justify="space-between" wrap="nowrap" align="flex-start">
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {requirement.name}
            </Text>
            <div className={classes.aside}>
              <StateMark of={requirement} at={data.at} />
            </div>
          </Group>
        ))}
      </Stack>
    </Card>
  )
}
