import { useTranslation } from 'react-i18next'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'

const tones = { active: 'good', invited: 'wait', inactive: 'quiet' } as const

export function PersonState({ status }: { status: keyof typeof tones }) {
  const { t } = useTranslation('directory')
  return <StatusBadge tone={tones[status]}>{t(`status.${status}`)}</StatusBadge>
}
