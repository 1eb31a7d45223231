import { Select, useMantineColorScheme } from '@mantine/core'
import { IconAdjustments } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { renewSession } from '#platform/web/session.tsx'
import { type Language, languageNames, offeredLanguages, switchLanguage } from '#platform/web/words.ts'
import { Preferences, readPreferences, savePreferences } from '../contract.ts'

export default function PreferencesCard() {
  const { t } = useTranslation('settings')
  const { data } = useData(readPreferences, {})
  return (
    <Card
      title={t('preferences.title')}
      icon={IconAdjustments}
      link={{ label: t('preferences.notifications'), to: '/notifications/preferences' }}
    >
      <Fields key={JSON.stringify(data)} preferences={data} />
    </Card>
  )
}

/** How a language is kept: pages and letters are written in it. */
const locales: Record<Language, string> = { en: 'en-GB', cy: 'cy' }

function Fields({ preferences }: { preferences: Preferences }) {
  const { t } = useTranslation('settings')
  const { setColorScheme } = useMantineColorScheme()
  const form = useContractForm(Preferences, preferences)
  const save = useAction(savePreferences, { invalidates: [readPreferences], success: t('preferences.saved') })
  const languages = offeredLanguages()
  const apply = ({ colorScheme, timeZone, locale }: Preferences) => {
    setColorScheme(colorScheme)
    const language = languages.find((one) => locales[one] === locale)
    if (locale !== preferences.locale && language) void switchLanguage(language)
    if (timeZone !== preferences.timeZone) void renewSession()
  }
  return (
    <Form form={form} action={save} input={(body) => ({ body })} onDone={apply}>
      <Select
        label={t('preferences.scheme')}
        data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`preferences.${value}`) }))}
        allowDeselect={false}
        {...form.getInputProps('colorScheme')}
      />
      {languages.length > 1 && (
        <Select
          label={t('preferences.language')}
          data={languages.map((one) => ({ value: locales[one], label: languageNames[one] }))}
          allowDeselect={false}
          {...form.getInputProps('locale')}
        />
      )}
      <Select
        label={t('preferences.zone')}
        description={t('preferences.zoneHint')}
        data={Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value.replaceAll('_', ' ') }))}
        searchable
        allowDeselect={false}
        {...form.getInputProps('timeZone')}
      />
    </Form>
  )
}
