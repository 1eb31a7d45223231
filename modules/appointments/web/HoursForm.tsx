import { Checkbox, Group, NumberInput, Select, Stack, Switch, Text, TextInput } from '@mantine/core'
import { IconClock, IconStethoscope } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Output } from '#platform/contract.ts'
import { Card } from '#platform/web/Card.tsx'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { AppointmentMode, AppointmentType, type getSchedule, putSchedule, type Service, weekdays } from '../contract.ts'
import { DaySpans } from './DaySpans.tsx'

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
