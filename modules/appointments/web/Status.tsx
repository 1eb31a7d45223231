import { useTranslation } from 'react-i18next'
import { StatusBadge, type Tone } from '#platform/web/StatusBadge.tsx'
import type { AppointmentStatus } from '../contract.ts'

const tones: Record<AppointmentStatus, Tone> = {
  scheduled: 'wait',
  confirmed: 'good',
  in_progress: 'info',
  completed: 'good',
  cancelled: 'quiet',
  no_show: 'warn',
}

export function Status({ of }: { of: AppointmentStatus }) {
  const { t } = useTranslation('appointments')
  return <StatusBadge tone={tones[of]}>{t(`status.${of}`)}</StatusBadge>
}
