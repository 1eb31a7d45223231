import { Select } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useDates } from '#platform/web/dates.tsx'

/** Languages spoken at work in these islands, with signed ones; whatever else is kept stays in the list. */
const tags = [
  'en',
  'cy',
  'gd',
  'ga',
  'bfi',
  'isg',
  'pl',
  'ro',
  'pa',
  'ur',
  'pt',
  'es',
  'ar',
  'bn',
  'gu',
  'it',
  'fr',
  'de',
  'tr',
  'lt',
  'lv',
  'zh',
  'hi',
  'ta',
  'so',
  'fa',
  'bg',
  'hu',
  'sk',
  'cs',
  'uk',
  'ru',
  'el',
  'nl',
  'sq',
  'sw',
  'yo',
  'ig',
  'fil',
  'vi',
  'th',
  'ne',
  'ku',
  'ti',
  'am',
  'ja',
  'ko',
]

/** A language's name in the reader's own. */
export function useLanguageNames() {
  const { t } = useTranslation('profiles')
  const { locale } = useDates()
  return useMemo(() => {
    const names = new Intl.DisplayNames([locale], { type: 'language' })
    const signed: Record<string, string> = { bfi: t('languages.bfi'), isg: t('languages.isg') }
    return (tag: string) => {
      const name = names.of(tag) ?? tag
      return name === tag ? (signed[tag] ?? tag) : name
    }
  }, [locale, t])
}

type LanguageProps = Omit<React.ComponentProps<typeof Select>, 'data'>
export function LanguageSelect({ value, ...input }: LanguageProps) {
  const nameOf = useLanguageNames()
  const all = value && !tags.includes(String(value)) ? [...tags, String(value)] : tags
  const data = all.map((tag) => ({ value: tag, label: nameOf(tag) })).sort((a, b) => a.label.localeCompare(b.label))
  return <Select searchable data={data} value={value ? String(value) : null} {...input} />
}
