import { ActionIcon, Button, Checkbox, Group, NumberInput, Select, Stack, Switch, Text, TextInput } from '@mantine/core'
import { IconClock, IconPlus, IconStethoscope, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Output } from '#platform/contract.ts'
import { Card } from '#platform/web/Card.tsx'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { AppointmentMode, AppointmentType, type getSchedule, putSchedule, type Service, type Span, weekdays } from '../contract.ts'
import classes from './hours.module.css'

type Schedule = Output<typeof getSchedule>
const zones = Intl.supportedValuesOf('timeZone')

/** Weekly hours, what is offered, and where. */
export function HoursForm({ schedule, own }: { schedule: Schedule; own: boolean }) {
  const { t } = useTranslation('appointments')
  const { workingHours, timeZone, location, specialization, registrationNumber, isAvailable, services } = schedule
  const initial = { workingHours, timeZone, location, specialization, registrationNumber, isAvailable, services }
  const form = useContractForm(putSchedule.body, initial)
  const save = useAction(putSchedule, { success: t('hours.saved') })
  const values = form.getValues()
  const hours = values.workingHours as Schedule['workingHours']
  return (
    <Form
      form={form}
      action={save}
      ifMatch={schedule.version}
      input={(body) => ({ params: { id: schedule.id }, body })}
      submit={t('hours.save')}
    >
      <Switch
        label={t(own ? 'hours.available' : 'hours.availableOther', { name: schedule.name })}
        description={t('hours.availableHint')}
        {...form.getInputProps('isAvailable', { type: 'checkbox' })}
      />
      <Card title={t('hours.week')} icon={IconClock}>
        <Stack gap="md">
          {weekdays.map((day) => (
            <DaySpans
              key={day}
              name={t(`weekday.${day}`)}
              spans={hours[day] ?? []}
              error={errorBelow(form.errors, `workingHours.${day}`)}
              onChange={(spans) => form.setFieldValue('workingHours', { ...hours, [day]: spans })}
            />
          ))}
          <Select
            label={t('hours.zone')}
            data={zones.includes(timeZone) ? zones : [timeZone, ...zones]}
            searchable
            allowDeselect={false}
            maw={360}
            {...form.getInputProps('timeZone')}
          />
        </Stack>
      </Card>
      <Card title={t('hours.services')} icon={IconStethoscope}>
        <Stack gap="md">
          <Services
            value={values.services}
            onChange={(next) => form.setFieldValue('services', next)}
            error={errorBelow(form.errors, 'services')}
          />
          <TextInput label={t('hours.location')} description={t('hours.locationHint')} {...form.getInputProps('location')} />
          <TextInput label={t('hours.specialization')} {...form.getInputProps('specialization')} />
          <TextInput
            label={t('hours.registration')}
            description={t('hours.registrationHint')}
            {...form.getInputProps('registrationNumber')}
          />
        </Stack>
      </Card>
    </Form>
  )
}

const errorBelow = (errors: Record<string, unknown>, path: string) => {
  const found = Object.entries(errors).find(([key]) => key === path || key.startsWith(`${path}.`))
  return found ? String(found[1]) : undefined
}

type SpansProps = { name: string; spans: readonly Span[]; error?: string | undefined; onChange: (spans: Span[]) => void }
/** The working times of one day; a gap between two is a break. */
export function DaySpans({ name, spans, error, onChange }: SpansProps) {
  const { t } = useTranslation('appointments')
  const set = (i: number, span: Span) => onChange(spans.map((one, j) => (j === i ? span : one)))
  const last = spans.at(-1)
  const next: Span = last ? [last[1] < '23:00' ? last[1] : '23:00', last[1] < '23:00' ? '23:00' : '23:30'] : ['09:00', '17:00']
  const add = () => onChange([...spans, last && last[1] < '16:00' ? [later(last[1], 60), '17:00'] : next])
  return (
    <Group component="fieldset" align="flex-start" gap="sm" m={0} p={0} style={{ border: 0 }}>
      <Text component="legend" fw={500} w={110} pt={8} style={{ float: 'left' }}>
        {name}
      </Text>
      <Stack gap="xs" style={{ flex: '1 1 240px' }}>
        <Group gap="xs" style={{ columnGap: 28 }}>
          {spans.map((span, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a span has no name but its place
            <Group key={i} gap="xs" wrap="nowrap">
              <TextInput
                type="time"
                aria-label={t('hours.from', { day: name, number: i + 1 })}
                value={span[0]}
                onChange={(event) => set(i, [event.currentTarget.value, span[1]])}
                className={classes.time}
              />
              <Text aria-hidden>–</Text>
              <TextInput
                type="time"
                aria-label={t('hours.to', { day: name, number: i + 1 })}
                value={span[1] === '24:00' ? '00:00' : span[1]}
                onChange={(event) => set(i, [span[0], event.currentTarget.value === '00:00' ? '24:00' : event.currentTarget.value])}
                className={classes.time}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('hours.removeSpan', { day: name, from: span[0], to: span[1] })}
                onClick={() => onChange(spans.filter((_, j) => j !== i))}
              >
                <IconX size={18} stroke={1.6} />
              </ActionIcon>
            </Group>
          ))}
        </Group>
        <Group gap="xs">
          {spans.length === 0 && <Text c="dimmed">{t('hours.free')}</Text>}
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={add}
            aria-label={t('hours.addSpanTo', { day: name })}
          >
            {t(spans.length ? 'hours.addBreak' : 'hours.addSpan')}
          </Button>
        </Group>
        {error && (
          <Text size="sm" c="red" role="alert">
            {error}
          </Text>
        )}
      </Stack>
    </Group>
  )
}

function later(time: string, minutes: number): string {
  const total = Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) + minutes
  return `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`
}

const usual: Record<AppointmentType, number> = { consultation: 30, health_check: 60, follow_up: 20, emergency: 30 }
type ServicesProps = { value: Service[]; onChange: (services: Service[]) => void; error?: string | undefined }
function Services({ value, onChange, error }: ServicesProps) {
  const { t } = useTranslation('appointments')
  return (
    <Stack gap="sm">
      {AppointmentType.options.map((type) => {
        const service = value.find((one) => one.type === type)
        const name = t(`type.${type}`)
        const set = (next: Partial<Service>) => onChange(value.map((one) => (one.type === type ? { ...one, ...next } : one)))
        const toggle = (on: boolean) =>
          onChange(on ? [...value, { type, durationMinutes: usual[type], modes: ['in_person'] }] : value.filter((one) => one.type !== type))
        return (
          <Stack key={type} gap="xs">
            <Checkbox label={name} checked={!!service} onChange={(event) => toggle(event.currentTarget.checked)} />
            {service && (
              <Group gap="lg" ml={32} align="flex-start">
                <NumberInput
                  label={t('hours.duration')}
                  aria-label={t('hours.durationOf', { name })}
                  min={5}
                  max={480}
                  step={5}
                  w={130}
                  value={service.durationMinutes}
                  onChange={(minutes) => set({ durationMinutes: Number(minutes) })}
                />
                <Checkbox.Group
                  label={t('hours.modes')}
                  value={service.modes}
                  onChange={(modes) => set({ modes: modes as AppointmentMode[] })}
                  error={service.modes.length === 0 ? t('hours.modeMissing') : undefined}
                >
                  <Group mt={6} gap="md">
                    {AppointmentMode.options.map((mode) => (
                      <Checkbox key={mode} value={mode} label={t(`mode.${mode}`)} />
                    ))}
                  </Group>
                </Checkbox.Group>
              </Group>
            )}
          </Stack>
        )
      })}
      {error && (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      )}
    </Stack>
  )
}
