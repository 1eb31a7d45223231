import { Button, Group, Paper, Select, Stack, Text } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '#platform/contract.ts'
import { useAction, useData, usePages } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState, ProblemAlert } from '#platform/web/states.tsx'
import { getAppointment, listProfessionals, moveAppointment } from '../contract.ts'
import { todayIn } from './days.ts'
import { type Offer, SlotPicker } from './SlotPicker.tsx'

const route = getRouteApi('/appointments/$id/move')

export default function MovePage() {
  const { t } = useTranslation('appointments')
  const dates = useDates()
  const { id } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data: it } = useData(getAppointment, { params: { id } }, { live: ['appointments'] })
  const { items: professionals } = usePages(listProfessionals, { query: { type: it.type, limit: 200 } })
  const [picked, setPicked] = useState<Offer[]>([])
  const [problem, setProblem] = useState<Problem | null>(null)
  const action = useAction(moveAppointment, { invalidates: ['appointments'], success: t('move.done') })
  const professional = search.professional ?? it.professional.id
  const go = (next: Partial<typeof search>) => void navigate({ search: { ...search, ...next }, resetScroll: false })
  const back = { to: '/appointments/$id' as const, params: { id } }
  const send = async () => {
    if (!search.at) return
    setProblem(null)
    const body = { startsAt: search.at, professionalId: picked[0]?.professionalId ?? professional }
    const answer = await action.run({ params: { id }, body }, { ifMatch: it.version, quiet: true })
    if (answer.ok) return navigate(back)
    setProblem(answer.problem)
    if (answer.problem.status === 409) go({ at: undefined })
  }
  if (!it.may.move)
    return (
      <Page>
        <EmptyState title={t('move.no')} hint={t('move.noHint')} action={<ButtonLink {...back}>{t('move.back')}</ButtonLink>} />
      </Page>
    )
  const who = professionals
    .filter((one) => one.services.some((service) => service.type === it.type && service.modes.includes(it.mode)))
    .map((one) => ({ value: one.id, label: one.name }))
  return (
    <Page
      crumbs={[{ label: t('one.titleWith', { name: it.professional.name }), ...back }]}
      subtitle={t('move.hint', { when: dates.instant(it.startsAt, { look: 'long', showZone: true }), type: t(`type.${it.type}`) })}
    >
      <Stack gap="md" maw={760}>
        <ProblemAlert of={problem} />
        <Select
          label={t('book.with')}
          data={who}
          value={professional}
          onChange={(value) => go({ professional: value ?? undefined, at: undefined })}
          allowDeselect={false}
          maw={360}
        />
        <SlotPicker
          type={it.type}
          mode={it.mode}
          professionalId={professional}
          from={search.from ?? todayIn(dates.zone)}
          onFrom={(from) => go({ from })}
          heading={2}
          at={search.at}
          onPick={(at, offers) => {
            setPicked(offers)
            go({ at })
          }}
        />
        <Paper withBorder p="md" pos="sticky" bottom={12} aria-live="polite" style={{ zIndex: 2 }}>
          <Group justify="space-between" gap="sm">
            <Text>{search.at ? t('move.to', { when: dates.instant(search.at, { look: 'long', showZone: true }) }) : t('move.choose')}</Text>
            <Group gap="xs">
              <ButtonLink variant="default" {...back}>
                {t('act.keep')}
              </ButtonLink>
              <Button disabled={!search.at} loading={action.running} onClick={() => void send()}>
                {t('act.move')}
              </Button>
            </Group>
          </Group>
        </Paper>
      </Stack>
    </Page>
  )
}
