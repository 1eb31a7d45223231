import { Group } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import type { Answer } from '../contract.ts'

type Said = (typeof Answer)['_output']
const tones = { yes: 'good', some: 'info', depends: 'wait', no: 'quiet' } as const

/** Yes, for some, at times, no: and with a change, what it would be. */
export function StatusAnswer({ answer, whatIf }: { answer: Said; whatIf: Said }) {
  const { t } = useTranslation('access')
  const badge = (said: Said) => <StatusBadge tone={tones[said]}>{t(`answer.${said}`)}</StatusBadge>
  return (
    <Group gap={4} wrap="nowrap" miw="max-content">
      {badge(answer)}
      {whatIf !== answer && (
        <>
          <IconArrowRight size={14} aria-label={t('answer.then')} />
          {badge(whatIf)}
        </>
      )}
    </Group>
  )
}
