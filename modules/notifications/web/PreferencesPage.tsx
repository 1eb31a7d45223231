import { Checkbox, Group, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { type ContractForm, Form, useContractForm } from '#platform/web/form.tsx'
import { Page } from '#platform/web/Page.tsx'
import { Channel, myPreferences, notificationTypes, Preferences, setPreferences, unsilenceable } from '../contract.ts'
import styles from './preferences.module.css'

type Choices = ContractForm<typeof Preferences>

export default function PreferencesPage() {
  const { t } = useTranslation('notifications')
  const { data } = useData(myPreferences)
  const form = useContractForm(Preferences, data)
  const save = useAction(setPreferences, { invalidates: [myPreferences], success: t('preferences.saved') })
  return (
    <Page subtitle={t('preferences.hint')} crumbs={[{ label: t('pages.list'), to: '/notifications' }]}>
      <Form form={form} action={save} input={(body) => ({ body })} submit={t('preferences.save')}>
        <Stack gap="lg">
          <Card title={t('preferences.what')}>
            <WhatReaches form={form} />
          </Card>
          <Card title={t('preferences.quiet')}>
            <Quiet form={form} />
          </Card>
        </Stack>
      </Form>
    </Page>
  )
}

function WhatReaches({ form }: { form: Choices }) {
  const { t } = useTranslation('notifications')
  const { items } = form.getValues()
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('preferences.about')}</th>
          {Channel.options.map((channel) => (
            <th key={channel} scope="col">
              {t(`preferences.${channel}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {notificationTypes.map((type) => (
          <tr key={type}>
            <th scope="row">
              <Text fw={500}>{t(`type.${type}`)}</Text>
              <Text size="sm" c="dimmed">
                {t(`typeHint.${type}`)}
              </Text>
            </th>
            {Channel.options.map((channel) => {
              const place = items.findIndex((one) => one.type === type && one.channel === channel)
              const words = t('preferences.switch', { about: t(`type.${type}`), channel: t(`preferences.${channel}`) })
              return (
                <td key={channel}>
                  <Switch
                    size="md"
                    aria-label={words}
                    disabled={unsilenceable.includes(type)}
                    {...form.getInputProps(`items.${place}.isEnabled`, { type: 'checkbox' })}
                  />
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const overnight = { from: '20:00', until: '07:00', days: [1, 2, 3, 4, 5, 6, 7] }

function Quiet({ form }: { form: Choices }) {
  const { t } = useTranslation('notifications')
  const { zone, locale } = useDates()
  const { quietHours } = form.getValues()
  // 1 January 2024 was a Monday.
  const names = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
  const dayName = (day: number) => names.format(new Date(`2024-01-0${day}T00:00:00Z`))
  return (
    <Stack gap="md">
      <Text c="dimmed">{t('preferences.quietHint', { zone: zone.replaceAll('_', ' ') })}</Text>
      <Switch
        size="md"
        label={t('preferences.quietOn')}
        checked={quietHours !== null}
        onChange={(event) => form.setFieldValue('quietHours', event.currentTarget.checked ? overnight : null)}
      />
      {quietHours && (
        <>
          <Group grow maw={320}>
            <TextInput type="time" label={t('preferences.from')} {...form.getInputProps('quietHours.from')} />
            <TextInput type="time" label={t('preferences.until')} {...form.getInputProps('quietHours.until')} />
          </Group>
          <Checkbox.Group
            label={t('preferences.days')}
            value={quietHours.days.map(String)}
            onChange={(days) => form.setFieldValue('quietHours.days', days.map(Number).sort())}
            error={form.errors['quietHours.days']}
          >
            <Group gap="md" mt="xs">
              {[1, 2, 3, 4, 5, 6, 7].map((day) => (
                <Checkbox key={day} value={String(day)} label={dayName(day)} />
              ))}
            </Group>
          </Checkbox.Group>
        </>
      )}
    </Stack>
  )
}
