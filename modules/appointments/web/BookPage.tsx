import { Button, Group, Paper, Radio, Select, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePages } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { Page } from '#platform/web/Page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { type AppointmentMode, type AppointmentType, listProfessionals } from '../contract.ts'
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

const order = ['what', 'how', 'when', 'check'] as const
type StepName = (typeof order)[number]
type StepProps = { name: StepName; now: StepName; answer?: string | undefined; onChange?: () => void; children: ReactNode }

/** One question: open while it is asked, a line with its answer afterwards, not there before. */
function Step({ name, now, answer, onChange, children }: StepProps) {
  const { t } = useTranslation('appointments')
  const heading = useRef<HTMLHeadingElement>(null)
  const first = useRef(true)
  const open = name === now
  useEffect(() => {
    if (open && !first.current) heading.current?.focus()
    first.current = false
  }, [open])
  const number = order.indexOf(name) + 1
  if (!open && !answer) return null
  if (!open)
    return (
      <Paper withBorder px="lg" py="sm">
        <Group justify="space-between" wrap="nowrap" gap="sm">
          <Text>
            <Text span c="dimmed">
              {t(`step.${name}`)}:{' '}
            </Text>
            <Text span fw={600}>
              {answer}
            </Text>
          </Text>
          <Button variant="subtle" size="sm" flex="none" onClick={onChange}>
            {t('book.change')}
            <span className="salus-unseen">: {t(`step.${name}`)}</span>
          </Button>
        </Group>
      </Paper>
    )
  return (
    <Paper component="section" withBorder p="lg" aria-labelledby={`step-${name}`}>
      <Text size="sm" c="dimmed">
        {t('book.step', { number, of: order.length })}
      </Text>
      <Title order={2} size="h4" mb="md" id={`step-${name}`} ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
        {t(`book.${name}`)}
      </Title>
      {children}
    </Paper>
  )
}

type Choice = { value: string; label: string; hint: string; more?: string }
function Choices({
  label,
  value,
  choices,
  onChoose,
}: {
  label: string
  value: string | undefined
  choices: Choice[]
  onChoose: (value: string) => void
}) {
  const { t } = useTranslation('appointments')
  const [chosen, setChosen] = useState(value ?? choices[0]?.value ?? '')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (chosen) onChoose(chosen)
      }}
    >
      <Radio.Group value={chosen} onChange={setChosen} aria-label={label}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {choices.map((choice) => (
            <Radio.Card key={choice.value} value={choice.value} p="md" aria-label={choice.label}>
              <Group wrap="nowrap" align="flex-start" gap="sm">
                <Radio.Indicator mt={2} />
                <div>
                  <Text fw={600}>{choice.label}</Text>
                  <Text size="sm" c="dimmed">
                    {choice.hint}
                  </Text>
                  {choice.more && <Text size="sm">{choice.more}</Text>}
                </div>
              </Group>
            </Radio.Card>
          ))}
        </SimpleGrid>
      </Radio.Group>
      <Group justify="flex-end" mt="md">
        <Button type="submit" disabled={!chosen}>
          {t('book.next')}
        </Button>
      </Group>
    </form>
  )
}
