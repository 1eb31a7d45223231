import { useTranslation } from 'react-i18next'
import { useDates } from '#platform/web/dates.tsx'
import type { Needs } from '../contract.ts'

/** What somebody needs, as names and values for `Facts`; nothing where nothing was stated. */
export function useNeeds(needs: Needs | undefined): (readonly [string, string])[] {
  const { t } = useTranslation('appointments')
  const { locale } = useDates()
  if (!needs) return []
  const { interpreterLanguage: tag, accessibleRoom, otherNeeds } = needs
  const signed: Record<string, string> = { bfi: t('needs.bfi'), isg: t('needs.isg') }
  const language = tag && (signed[tag] ?? new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag)
  return [
    ...(language ? [[t('needs.interpreter'), language] as const] : []),
    ...(accessibleRoom ? [[t('needs.room'), t('needs.accessible')] as const] : []),
    ...(otherNeeds ? [[t('needs.other'), otherNeeds] as const] : []),
  ]
}
