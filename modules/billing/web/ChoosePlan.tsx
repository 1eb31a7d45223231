import { Button, Group, Radio, Stack, Text } from '@mantine/core'
import { IconPackage } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction, useLookup } from '#platform/web/data.ts'
import { EmptyState, Loading, ProblemAlert } from '#platform/web/states.tsx'
import { choosePlan, offeredPlans, type Plan, quotePlan } from '../contract.ts'
import { useMoney } from './money.ts'
import { Price } from './Price.tsx'

/** Another plan: which, and what it costs from today on before anything happens. */
export function ChoosePlan({ current, done }: { current: string | undefined; done: () => void }) {
  const { t } = useTranslation('billing')
  const [planId, setPlanId] = useState('')
  const { data, problem } = useLookup(offeredPlans, {})
  const quote = useLookup(quotePlan, planId ? { params: { id: planId } } : null)
  const choose = useAction(choosePlan, { success: t('choose.done') })
  if (!data) return problem ? <ProblemAlert of={problem} /> : <Loading rows={3} />
  const others = data.items.filter(({ id }) => id !== current)
  if (others.length === 0) return <EmptyState icon={IconPackage} title={t('choose.none')} hint={t('choose.noneHint')} />
  const quoted = planId && !quote.problem && !quote.isLoading ? quote.data : undefined
  const go = async () => {
    if (!quoted) return
    const answer = await choose.run({ body: { planId, total: quoted.total } })
    if (answer.ok) done()
  }
  return (
    <Stack>
      <Radio.Group value={planId} onChange={setPlanId} label={t('choose.which')}>
        <Stack gap="xs" mt="xs">
          {others.map((plan) => (
            <PlanChoice key={plan.id} plan={plan} />
          ))}
        </Stack>
      </Radio.Group>
      {planId && <ProblemAlert of={quote.problem} />}
      {planId && quote.isLoading && <Loading rows={2} />}
      {quoted && <Price of={quoted} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={done}>
          {t('choose.back')}
        </Button>
        <Button onClick={() => void go()} disabled={!quoted} loading={choose.running}>
          {t('choose.go')}
        </Button>
      </Group>
    </Stack>
  )
}

function PlanChoice({ plan }: { plan: Plan }) {
  const { t } = useTranslation('billing')
  const money = useMoney()
  const { max_users: people, max_storage_gb: storage } = plan.usageLimits
  const room = [
    people ? t('choose.people', { count: people }) : t('choose.anyPeople'),
    storage ? t('choose.storage', { storage }) : t('choose.anyStorage'),
  ].join(' · ')
  return (
    <Radio.Card value={plan.id} p="md" radius="md" aria-label={plan.name}>
      <Group wrap="nowrap" align="flex-start">
        <Radio.Indicator mt={4} />
        <Stack gap={2} miw={0} flex={1}>
          <Group justify="space-between" gap="xs">
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {plan.name}
            </Text>
            <Text>{t(`price.${plan.billingCycle as 'monthly'}`, { amount: money(plan.amount, plan.currency) })}</Text>
          </Group>
          {plan.description && <Text size="sm">{plan.description}</Text>}
          <Text size="sm" c="dimmed">
            {room}
          </Text>
        </Stack>
      </Group>
    </Radio.Card>
  )
}
