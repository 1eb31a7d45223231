import { Button, Group, Radio, Stack, Text, Textarea } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '#platform/contract.ts'
import { useAction, useLookup } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { PlainForm } from '#platform/web/form.tsx'
import { LeaveQuestion } from '#platform/web/LeaveQuestion.tsx'
import { ProblemAlert } from '#platform/web/states.tsx'
import { type AppointmentMode, type AppointmentType, bookAppointment, findSlots, needsOfPerson } from '../contract.ts'
import { addDays, dayOf } from './days.ts'
import { Facts } from './Facts.tsx'
import { useNeeds } from './needs.ts'
import type { Offer } from './SlotPicker.tsx'

type CheckProps = {
  type: AppointmentType
  mode: AppointmentMode
  at: string
  /** Who offers this time; asked anew when the page was opened at this step. */
  offers: Offer[] | undefined
  professionalId: string | undefined
  person: string | undefined
  onGone: () => void
}

/** The last look: with whom, where, why, and the button that books. */
export function CheckStep({ type, mode, at, offers, professionalId, person, onGone }: CheckProps) {
  const { t } = useTranslation('appointments')
  const dates = useDates()
  const navigate = useNavigate()
  const day = dayOf(at, 'UTC')
  const { data } = useLookup(
    findSlots,
    offers ? null : { query: { type, mode, professionalId, from: addDays(day, -1), to: addDays(day, 1) } },
  )
  const all = offers ?? data?.items.filter((item) => item.starts.some((start) => Date.parse(start) === Date.parse(at))) ?? []
  const [chosen, setChosen] = useState<string>()
  const offer = all.find((one) => one.professionalId === (chosen ?? professionalId)) ?? all[0]
  const needs = useNeeds(useLookup(needsOfPerson, person ? { params: { id: person } } : null).data)
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const book = useAction(bookAppointment, { invalidates: ['appointments'], success: t('book.done') })
  const [done, setDone] = useState(false)
  const send = async () => {
    if (!offer) return
    setProblem(null)
    const body = {
      professionalId: offer.professionalId,
      type,
      mode,
      startsAt: at,
      reason: reason.trim() || null,
      ...(person ? { userId: person } : {}),
    }
    const answer = await book.run({ body }, { quiet: true })
    if (!answer.ok) return setProblem(answer.problem)
    setDone(true)
    // After the question about leaving has heard that nothing is unsaved.
    setTimeout(() => void navigate({ to: '/appointments/$id', params: { id: answer.data.id } }))
  }
  if (data && all.length === 0) return <Gone onGone={onGone} />
  return (
    <PlainForm onSend={send}>
      <Stack gap="lg">
        <ProblemAlert of={problem} />
        {problem?.code === 'appointments.slot_taken' && (
          <Group>
            <Button variant="light" onClick={onGone}>
              {t('book.another')}
            </Button>
          </Group>
        )}
        {all.length > 1 && (
          <Radio.Group label={t('book.withWhom')} value={offer?.professionalId ?? ''} onChange={setChosen}>
            <Stack gap="xs" mt="xs">
              {all.map((one) => (
                <Radio key={one.professionalId} value={one.professionalId} label={one.name} description={one.specialization ?? undefined} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        {offer && (
          <Facts
            of={[
              [t('one.when'), dates.instant(at, { look: 'long', showZone: true })],
              [t('one.duration'), t('book.minutes', { count: offer.durationMinutes })],
              [t('one.with'), offer.name],
              [t('one.where'), mode === 'in_person' ? (offer.location ?? t('one.placeToCome')) : t(`place.${mode}`)],
              ...needs,
            ]}
          />
        )}
        <Textarea
          label={t('book.reason')}
          description={t(person ? 'book.reasonHintOther' : 'book.reasonHint')}
          autosize
          minRows={3}
          maxLength={2000}
          autoComplete="off"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={book.running} disabled={!offer}>
            {t('book.go')}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {t('book.after')}
        </Text>
      </Stack>
      <LeaveQuestion when={() => reason.trim() !== '' && !done} />
    </PlainForm>
  )
}

function Gone({ onGone }: { onGone: () => void }) {
  const { t } = useTranslation('appointments')
  return (
    <Stack align="flex-start" gap="sm">
      <Text role="alert">{t('book.gone')}</Text>
      <Button variant="light" onClick={onGone}>
        {t('book.another')}
      </Button>
    </Stack>
  )
}
