import { Button, Group, Modal, Stack } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import '@mantine/dates/styles.layer.css'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction } from '#platform/web/data.ts'
import { useCalendar, useDates } from '#platform/web/dates.tsx'
import { changeDue, type Participant, withdraw } from '../contract.ts'
import { dayIn, endOf } from './days.ts'

type Row = z.output<typeof Participant>

export function ParticipantActions({ row }: { row: Row }) {
  const { t } = useTranslation('enrollments')
  const [moving, { open, close }] = useDisclosure()
  const end = useAction(withdraw, { invalidates: ['enrollments'], success: t('participants.withdrawn_done') })
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      {row.may.changeDue && (
        <Button variant="subtle" size="compact-sm" onClick={open} aria-label={`${t('participants.due')}: ${row.name}`}>
          {t('participants.due')}
        </Button>
      )}
      {row.may.withdraw && (
        <ConfirmButton
          variant="subtle"
          size="compact-sm"
          question={t('participants.withdrawQuestion', { name: row.name })}
          hint={t('participants.withdrawHint')}
          yes={t('participants.withdraw')}
          aria-label={`${t('participants.withdraw')}: ${row.name}`}
          onConfirm={() => end.run({ params: { id: row.id } })}
        >
          {t('participants.withdraw')}
        </ConfirmButton>
      )}
      {moving && <DueDialog row={row} close={close} />}
    </Group>
  )
}

function DueDialog({ row, close }: { row: Row; close: () => void }) {
  const { t } = useTranslation('enrollments')
  const { t: say } = useTranslation()
  const { locale, zone } = useDates()
  const calendar = useCalendar()
  const [day, setDay] = useState(row.dueAt ? dayIn(zone, new Date(row.dueAt)) : null)
  const change = useAction(changeDue, { invalidates: ['enrollments'], success: t('participants.dueMoved') })
  const save = async () => {
    if ((await change.run({ params: { id: row.id }, body: { dueAt: day ? endOf(day, zone) : null } })).ok) close()
  }
  return (
    <Modal opened onClose={close} title={t('participants.dueTitle', { name: row.name })} centered>
      <Stack gap="md">
        <DatePickerInput
          {...calendar}
          label={t('assign.due')}
          valueFormat="D MMM YYYY"
          locale={locale}
          value={day}
          onChange={setDay}
          clearable
          data-autofocus
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {say('form.cancel')}
          </Button>
          <Button onClick={() => void save()} loading={change.running}>
            {say('form.save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
