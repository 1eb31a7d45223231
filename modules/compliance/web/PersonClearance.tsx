import { Text } from '@mantine/core'
import { IconClipboardCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useLookup } from '#platform/web/data.ts'
import type { SlotProps } from '#platform/web/slots.tsx'
import { Loading } from '#platform/web/states.tsx'
import { personClearance } from '../contract.ts'
import { Verdict } from './ClearanceView.tsx'

/** On a person's page, for who may see their clearance; nothing for everybody else. */
export default function PersonClearance({ userId }: SlotProps<'person'>) {
  const { t } = useTranslation('compliance')
  const { data, isLoading } = useLookup(personClearance, { params: { id: userId } }, { live: ['employees', 'compliance'] })
  if (!data) return isLoading ? <Loading rows={2} /> : null
  return (
    <Card
      title={t('person.heading')}
      icon={IconClipboardCheck}
      link={{ label: t('person.whole'), to: '/team/$id', params: { id: userId } }}
    >
      {data.assigned ? <Verdict of={data} own={false} /> : <Text c="dimmed">{t('mine.unassigned')}</Text>}
    </Card>
  )
}
