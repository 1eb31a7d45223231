import { Button, Group, List, Modal, Paper, Stack, Text, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconHeartbeat, IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Output } from '#platform/contract.ts'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { StatusBadge, type Tone } from '#platform/web/StatusBadge.tsx'
import type { SlotProps } from '#platform/web/slots.tsx'
import { listOutcomes, withdrawOutcome } from '../contract.ts'
import { IssueOutcome } from './IssueOutcome.tsx'
import classes from './notes.module.css'

type Outcome = Output<typeof listOutcomes>['items'][number]
type Class = Outcome['outcome']
const tones: Record<Class, Tone> = { fit: 'good', fit_with_adjustments: 'warn', temporarily_unfit: 'bad', unfit: 'bad' }

/** What the employer learns of this appointment: issued and withdrawn here, never edited. */
export default function OutcomePanel({ appointmentId, status }: SlotProps<'appointment'>) {
  const { t } = useTranslation('clinical')
  const { data } = useData(listOutcomes, { params: { id: appointmentId } }, { live: ['employees'] })
  const [opened, { open, close }] = useDisclosure()
  if (status !== 'in_progress' && status !== 'completed' && data.items.length === 0) return null
  return (
    <Card title={t('outcome.title')} icon={IconHeartbeat}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('outcome.hint')}
        </Text>
        {data.items.length === 0 && <Text c="dimmed">{t('outcome.none')}</Text>}
        {data.items.length > 0 && (
          <ul className={classes.list}>
            {data.items.map((outcome) => (
              <One key={outcome.id} outcome={outcome} appointmentId={appointmentId} />
            ))}
          </ul>
        )}
        {data.may.issue && (
          <Group>
            <Button variant="light" leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>
              {t('outcome.issue')}
            </Button>
          </Group>
        )}
      </Stack>
      <Modal opened={opened} onClose={close} title={t('outcome.issue')} size="lg" centered closeOnClickOutside={false}>
        <IssueOutcome id={appointmentId} onDone={close} />
      </Modal>
    </Card>
  )
}

function One({ outcome, appointmentId }: { outcome: Outcome; appointmentId: string }) {
  const { t } = useTranslation('clinical')
  const dates = useDates()
  const day = (at: string) => dates.instant(at, { look: 'date' })
  return (
    <Paper component="li" withBorder p="md">
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <StatusBadge tone={outcome.withdrawnAt ? 'quiet' : tones[outcome.outcome]}>{t(`class.${outcome.outcome}`)}</StatusBadge>
            {outcome.withdrawnAt && <Text fw={600}>{t('outcome.withdrawn')}</Text>}
          </Group>
          {outcome.may.withdraw && <Withdraw outcome={outcome} appointmentId={appointmentId} />}
        </Group>
        {outcome.restrictions.length > 0 && (
          <List size="sm">
            {outcome.restrictions.map((words) => (
              <List.Item key={words} style={{ overflowWrap: 'anywhere' }}>
                {words}
              </List.Item>
            ))}
          </List>
        )}
        <Text size="sm" c="dimmed">
          {t('outcome.issued', { day: day(outcome.issuedAt), name: outcome.issuedByName })}
          {' · '}
          {outcome.reviewDate ? t('outcome.review', { day: dates.day(outcome.reviewDate) }) : t('outcome.noReview')}
        </Text>
        {outcome.withdrawnAt && (
          <Text size="sm">{t('outcome.because', { day: day(outcome.withdrawnAt), reason: outcome.withdrawnReason ?? '' })}</Text>
        )}
      </Stack>
    </Paper>
  )
}

function Withdraw({ outcome, appointmentId }: { outcome: Outcome; appointmentId: string }) {
  const { t } = useTranslation('clinical')
  const [opened, { open, close }] = useDisclosure()
  const form = useContractForm(withdrawOutcome.body, { reason: '' })
  const withdraw = useAction(withdrawOutcome, { success: t('outcome.withdrawDone') })
  return (
    <>
      <Button variant="subtle" color="red" size="compact-sm" onClick={open}>
        {t('outcome.withdraw')}
      </Button>
      <Modal opened={opened} onClose={close} title={t('outcome.withdrawQuestion')} centered>
        <Form
          form={form}
          action={withdraw}
          input={(body) => ({ params: { id: appointmentId, outcomeId: outcome.id }, body })}
          onDone={close}
          submit={t('outcome.withdraw')}
          danger
          onCancel={close}
          cancel={t('outcome.keep')}
          free
        >
          <Text>{t('outcome.withdrawHint')}</Text>
          <Textarea
            data-autofocus
            label={t('outcome.reason')}
            description={t('outcome.reasonHint')}
            maxLength={500}
            autosize
            minRows={2}
            {...form.getInputProps('reason')}
          />
        </Form>
      </Modal>
    </>
  )
}
