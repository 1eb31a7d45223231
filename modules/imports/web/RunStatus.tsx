import { useTranslation } from 'react-i18next'
import { StatusBadge, type Tone } from '#platform/web/StatusBadge.tsx'
import type { ImportRun } from '../contract.ts'

const tones: Record<ImportRun['status'], Tone> = {
  mapping: 'info',
  checking: 'wait',
  checked: 'info',
  applying: 'wait',
  applied: 'good',
  undoing: 'wait',
  undone: 'quiet',
  unreadable: 'bad',
}

export function RunStatus({ of }: { of: ImportRun['status'] }) {
  const { t } = useTranslation('imports')
  return <StatusBadge tone={tones[of]}>{t(`status.${of}`)}</StatusBadge>
}
