import { Select, Stack } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePages } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { Page } from '#platform/web/Page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { type AppointmentMode, type AppointmentType, listProfessionals } from '../contract.ts'
import { Choices, Step } from './BookStep.tsx'
import { CheckStep } from './CheckStep.tsx'
import { todayIn } from './days.ts'
import { ForWhom } from './ForWhom.tsx'
import { type Offer, SlotPicker } from './SlotPicker.tsx'

const route = getRouteApi('/book')

/** What, how, when, then a last look: one question at a time, and the address remembers the answers. */
export default function BookPage() {
  const { t } = useTranslation('appointments')
  const dates = useDates()
  const can = useCan()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { items: professionals } = usePages(listProfessionals, { query: { limit: 200 } })
  const [picked, setPicked] = useState<{ at: string; offers: Offer[] }>()
  const { type, mode, at } = search
  const step = !type ? 'what' : !mode ? 'how' : !at ? 'when' : 'check'
  const go = (next: Partial<typeof search>) => void navigate({ search: { ...search, ...next }, resetScroll: false })

  const offered = professionals.filter((one) => one.isAvailable).flatMap((one) => one.services.map((service) => ({ ...service, by: one })))
  const types = [...new Set(offered.map((service) => service.type))]
  const ofType = offered.filter((service) => service.type === type)
  const modes = (['in_person', 'virtual', 'phone'] as const).filter((one) => ofType.some((service) => service.modes.includes(one)))
  const who = ofType.filter((service) => mode && service.modes.includes(mode)).map(({ by }) => ({ value: by.id, label: by.name }))
  const minutes = (services: typeof offered) => {
    const all = services.map((service) => service.durationMinutes)
    const [least, most] = [Math.min(...all), Math.max(...all)]
    return least === most ? t('book.minutes', { count: least }) : t('book.minutesRange', { least, most })
  }
  if (types.length === 0)
    return (
      <Page>
        <EmptyState title={t('book.nobody')} hint={t('book.nobodyHint')} />
      </Page>
    )
  return (
    <Page subtitle={t('book.hint')}>
      <Stack gap="md" maw={760}>
        {can('appointments:book_for_others') && <ForWhom userId={search.person} onChange={(person) => go({ person })} />}
        <Step
          name="what"
          now={step}
          answer={type && t(`type.${type}`)}
          onChange={() => go({ type: undefined, mode: undefined, at: undefined })}
        >
          <Choices
            label={t('book.what')}
            value={type}
            onChoose={(value) => go({ type: value as AppointmentType, mode: undefined, at: undefined })}
            choices={types.map((value) => ({
              value,
              label: t(`type.${value}`),
              hint: t(`typeHint.${value}`),
              more: minutes(offered.filter((service) => service.type === value)),
            }))}
          />
        </Step>
        <Step name="how" now={step} answer={mode && t(`mode.${mode}`)} onChange={() => go({ mode: undefined, at: undefined })}>
          <Choices
            label={t('book.how')}
            value={mode}
            onChoose={(value) => go({ mode: value as AppointmentMode, at: undefined })}
            choices={modes.map((value) => ({ value, label: t(`mode.${value}`), hint: t(`modeHint.${value}`) }))}
          />
        </Step>
        <Step
          name="when"
          now={step}
          answer={at && dates.instant(at, { look: 'long', showZone: true })}
          onChange={() => go({ at: undefined })}
        >
          {type && mode && (
            <Stack gap="md">
              <Select
                label={t('book.with')}
                data={[{ value: '', label: t('book.anybody') }, ...who]}
                value={search.professional ?? ''}
                onChange={(value) => go({ professional: value || undefined })}
                allowDeselect={false}
                maw={360}
              />
              <SlotPicker
                type={type}
                mode={mode}
                professionalId={search.professional}
                from={search.from ?? todayIn(dates.zone)}
                onFrom={(from) => go({ from })}
                heading={3}
                onPick={(start, offers) => {
                  setPicked({ at: start, offers })
                  go({ at: start })
                }}
              />
            </Stack>
          )}
        </Step>
        {type && mode && at && (
          <Step name="check" now={step}>
            <CheckStep
              type={type}
              mode={mode}
              at={at}
              offers={picked?.at === at ? picked.offers : undefined}
              professionalId={search.professional}
              person={search.person}
              onGone={() => go({ at: undefined })}
            />
          </Step>
        )}
      </Stack>
    </Page>
  )
}
