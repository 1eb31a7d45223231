import { Button, Group, Modal } from '@mantine/core'
import { IconPackage, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { DataTable } from '#platform/web/DataTable.tsx'
import { useData } from '#platform/web/data.ts'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { listPlans, type Plan } from '../contract.ts'
import { useMoney } from './money.ts'
import { ChangePlan, NewPlan } from './PlanForm.tsx'

/** The operator's catalogue: what tenants can subscribe to. */
export default function PlansCard() {
  const { t } = useTranslation('billing')
  const money = useMoney()
  const { data } = useData(listPlans, {})
  const [chosen, setChosen] = useState<Plan | 'new' | null>(null)
  const close = () => setChosen(null)
  const add = (
    <Button variant="default" leftSection={<IconPlus size={18} stroke={1.6} />} onClick={() => setChosen('new')}>
      {t('plans.add')}
    </Button>
  )
  return (
    <Card title={t('plans.title')} icon={IconPackage}>
      <DataTable
        caption={t('plans.title')}
        rows={data.items}
        rowKey={(plan) => plan.id}
        columns={[
          { key: 'name', label: t('plans.name'), cell: (plan) => `${plan.name} (${plan.code})` },
          {
            key: 'price',
            label: t('plans.price'),
            align: 'right',
            cell: (plan) => t(`price.${plan.billingCycle as 'monthly'}`, { amount: money(plan.amount, plan.currency) }),
          },
          { key: 'people', label: t('plans.maxUsers'), align: 'right', cell: (plan) => plan.usageLimits.max_users ?? '–' },
          {
            key: 'state',
            label: t('plans.state'),
            cell: (plan) => (
              <StatusBadge tone={plan.isActive ? 'good' : 'quiet'}>{plan.isActive ? t('plans.offered') : t('plans.retired')}</StatusBadge>
            ),
          },
        ]}
        actions={(plan) => (
          <Button variant="default" size="sm" aria-label={t('plans.changeOne', { name: plan.name })} onClick={() => setChosen(plan)}>
            {t('plans.change')}
          </Button>
        )}
        empty={<EmptyState icon={IconPackage} title={t('plans.none')} hint={t('plans.noneHint')} />}
      />
      <Group mt="md">{add}</Group>
      <Modal opened={chosen !== null} onClose={close} title={chosen === 'new' || !chosen ? t('plans.add') : chosen.name} size="lg">
        {chosen === 'new' && <NewPlan done={close} />}
        {chosen !== null && chosen !== 'new' && <ChangePlan plan={chosen} done={close} />}
      </Modal>
    </Card>
  )
}
