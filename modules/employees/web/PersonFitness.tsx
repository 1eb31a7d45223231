import { Text } from '@mantine/core'
import { IconHeartbeat } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useLookup } from '#platform/web/data.ts'
import { Loading } from '#platform/web/states.tsx'
import { personFitness } from '../contract.ts'
import { OutcomeList } from './OutcomeList.tsx'

/** The last outcomes of one person, for their heads and professionals; nothing for everybody else. */
export default function PersonFitness({ userId }: { userId: string }) {
  const { t } = useTranslation('employees')
  const { data, isLoading } = useLookup(personFitness, { params: { id: userId }, query: { limit: 20 } }, { live: ['employees'] })
  if (!data) return isLoading ? <Loading rows={2} /> : null
  return (
    <Card title={t('fitness.heading')} icon={IconHeartbeat}>
      {data.items.length === 0 ? (
        <Text c="dimmed">{t('fitness.none')}</Text>
      ) : (
        <OutcomeList items={data.items} more={undefined} loadingMore={false} />
      )}
    </Card>
  )
}
