import { useTranslation } from 'react-i18next'
import { useDates } from '#platform/web/dates.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import type { DeletionRequest } from '../contract.ts'

const tones = { open: 'wait', withdrawn: 'quiet', accepted: 'good', declined: 'bad' } as const

/** Where a request stands, and since when. */
export function RequestState({ of: { status, decidedAt } }: { of: Pick<DeletionRequest, 'status' | 'decidedAt'> }) {
  const { t } = useTranslation('account')
  const dates = useDates()
  const day = decidedAt ? ` ${dates.instant(decidedAt, { look: 'date' })}` : ''
  return <StatusBadge tone={tones[status]}>{`${t(`state.${status}`)}${day}`}</StatusBadge>
}
