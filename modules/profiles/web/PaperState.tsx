import { Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { deviceTime, useDates } from '#platform/web/dates.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'

type Of = { fileSize: number | null; verifiedAt: string | null; verifiedByName: string | null }
const days = 24 * 60 * 60 * 1000

/** Until when a paper counts, and who looked at it. */
export function PaperState({ of, expiresOn }: { of: Of; expiresOn: string | null }) {
  const { t } = useTranslation('profiles')
  const dates = useDates()
  const left = expiresOn ? Date.parse(`${expiresOn}T23:59:59Z`) - deviceTime() : Number.POSITIVE_INFINITY
  const tone = left < 0 ? 'bad' : left < 60 * days ? 'warn' : 'quiet'
  return (
    <Group gap="xs">
      {of.verifiedAt ? (
        <StatusBadge tone="good">
          {t('papers.verified', { name: of.verifiedByName ?? '–', day: dates.instant(of.verifiedAt, { look: 'date' }) })}
        </StatusBadge>
      ) : (
        <StatusBadge tone="wait">{of.fileSize ? t('papers.awaiting') : t('papers.noFile')}</StatusBadge>
      )}
      {expiresOn && (
        <StatusBadge tone={tone}>{t(left < 0 ? 'papers.expired' : 'papers.expires', { day: dates.day(expiresOn) })}</StatusBadge>
      )}
    </Group>
  )
}
