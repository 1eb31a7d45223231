import { Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import '@mantine/dates/styles.layer.css'
import { IconCalendar, IconCalendarX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '#platform/contract.ts'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { DataTable } from '#platform/web/DataTable.tsx'
import { useAction } from '#platform/web/data.ts'
import { useCalendar, useDates } from '#platform/web/dates.tsx'
import { PlainForm } from '#platform/web/form.tsx'
import { ProblemAlert } from '#platform/web/states.tsx'
import { type getSchedule, putException, removeException, type Span } from '../contract.ts'
import { DaySpans } from './DaySpans.tsx'
import { longDay, todayIn } from './days.ts'

type Schedule = Output<typeof getSchedule>

/** Days with other hours, or none. */
export function Exceptions({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation('appointments')
  const { locale } = useDates()
  const drop = useAction(removeException, { success: t('exception.removed') })
  return (
    <Card title={t('exception.title')} icon={IconCalendarX}>
      <Stack gap="lg">
        <DataTable
          caption={t('exception.title')}
          rows={schedule.exceptions}
          rowKey={(row) => row.date}
          columns={[
            { key: 'date', label: t('exception.date'), cell: (row) => longDay(row.date, locale) },
            {
              key: 'hours',
              label: t('exception.hours'),
              cell: (row) => (row.spans.length ? row.spans.map((span) => span.join('–')).join(', ') : t('exception.off')),
            },
            { key: 'reason', label: t('exception.reason'), cell: (row) => row.reason ?? '–' },
          ]}
          actions={(row) => (
            <ConfirmButton
              size="sm"
              color="gray"
              question={t('exception.question', { day: longDay(row.date, locale) })}
              hint={t('exception.questionHint')}
              aria-label={t('exception.removeOn', { day: longDay(row.date, locale) })}
              onConfirm={() => drop.run({ params: { id: schedule.id, date: row.date } })}
            >
              {t('exception.remove')}
            </ConfirmButton>
          )}
          empty={<Text c="dimmed">{t('exception.none')}</Text>}
        />
        <AddException schedule={schedule} />
      </Stack>
    </Card>
  )
}

function AddException({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation('appointments')
  const calendar = useCalendar()
  const { locale } = useDates()
  const today = todayIn(schedule.timeZone)
  const [date, setDate] = useState<string | null>(null)
  const [spans, setSpans] = useState<Span[]>([])
  const [off, setOff] = useState(true)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const put = useAction(putException, { success: t('exception.added') })
  const unsaid = !off && spans.length === 0
  const send = async () => {
    setTried(true)
    if (!date || unsaid) return
    const body = { spans: off ? [] : spans, reason: reason.trim() || null }
    const answer = await put.run({ params: { id: schedule.id, date }, body }, { quiet: true })
    if (!answer.ok) return
    setTried(false)
    setDate(null)
    setSpans([])
    setOff(true)
    setReason('')
  }
  return (
    <PlainForm onSend={send}>
      <Stack gap="md">
        <Text fw={600}>{t('exception.add')}</Text>
        <ProblemAlert of={put.problem} />
        <Group align="flex-start" gap="md">
          <DatePickerInput
            {...calendar}
            label={t('exception.date')}
            withAsterisk
            error={tried && !date && t('exception.dateMissing')}
            minDate={today}
            value={date}
            onChange={setDate}
            valueFormat="ddd D MMM YYYY"
            locale={locale}
            leftSection={<IconCalendar size={18} stroke={1.6} aria-hidden />}
            miw={210}
          />
          <TextInput
            label={t('exception.reason')}
            description={t('exception.reasonHint')}
            inputWrapperOrder={['label', 'input', 'description']}
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            style={{ flex: '1 1 220px' }}
          />
        </Group>
        <Radio.Group label={t('exception.what')} value={off ? 'off' : 'hours'} onChange={(value) => setOff(value === 'off')}>
          <Group mt="xs" gap="lg">
            <Radio value="off" label={t('exception.off')} />
            <Radio value="hours" label={t('exception.other')} />
          </Group>
        </Radio.Group>
        {!off && <DaySpans name={t('exception.hours')} spans={spans} onChange={setSpans} />}
        {tried && unsaid && (
          <Text size="sm" c="red" role="alert">
            {t('exception.hoursMissing')}
          </Text>
        )}
        <Group justify="flex-end">
          <Button type="submit" variant="light" loading={put.running}>
            {t('exception.go')}
          </Button>
        </Group>
      </Stack>
    </PlainForm>
  )
}
