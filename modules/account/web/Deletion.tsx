import { Stack, Text, Textarea } from '@mantine/core'
import { IconUserX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { askDeletion, type DeletionRequest, myDeletionRequests, withdrawDeletion } from '../contract.ts'
import { RequestState } from './RequestState.tsx'

/** Asking to be deleted, and what was decided. */
export function Deletion() {
  const { t } = useTranslation('account')
  const { data } = useData(myDeletionRequests, {}, { live: ['notifications'] })
  const isOpen = data.items.some((one) => one.status === 'open')
  return (
    <Card title={t('deletion.title')} icon={IconUserX}>
      <Stack>
        <Text c="dimmed">{t('deletion.hint')}</Text>
        {data.items.map((one) => (
          <Mine key={one.id} of={one} />
        ))}
        {!isOpen && <Ask />}
      </Stack>
    </Card>
  )
}

function Ask() {
  const { t } = useTranslation('account')
  const form = useContractForm(askDeletion.body, { reason: '' })
  const ask = useAction(askDeletion, { invalidates: [myDeletionRequests], success: t('deletion.asked') })
  return (
    <Form form={form} action={ask} input={(body) => ({ body })} submit={t('deletion.ask')} danger>
      <Textarea
        label={t('deletion.reason')}
        description={t('deletion.reasonHint')}
        autosize
        minRows={2}
        {...form.getInputProps('reason')}
      />
    </Form>
  )
}

function Mine({ of }: { of: DeletionRequest }) {
  const { t } = useTranslation('account')
  const dates = useDates()
  const withdraw = useAction(withdrawDeletion, { invalidates: [myDeletionRequests], success: t('deletion.withdrawn') })
  const day = (at: string) => dates.instant(at, { look: 'date' })
  return (
    <Stack gap={4} align="flex-start">
      <Text>{t('deletion.of', { day: day(of.requestedAt) })}</Text>
      <RequestState of={of} />
      <Text size="sm" c="dimmed" className="salus-words">
        {of.reason}
      </Text>
      {of.answer && (
        <Text size="sm" className="salus-words">
          {t('deletion.answer', { answer: of.answer })}
        </Text>
      )}
      {of.status === 'open' && (
        <ConfirmButton
          variant="default"
          size="sm"
          question={t('deletion.withdrawQuestion')}
          onConfirm={() => withdraw.run({ params: { id: of.id } })}
        >
          {t('deletion.withdraw')}
        </ConfirmButton>
      )}
    </Stack>
  )
}
