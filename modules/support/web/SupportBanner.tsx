import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '#platform/web/Banner.tsx'
import { minutesOf, useCountdown } from '#platform/web/countdown.ts'
import { useAction } from '#platform/web/data.ts'
import { useMe } from '#platform/web/session.tsx'
import { endSupport } from '../contract.ts'

/** So many seconds before it is over, one returns to one's own session: later there is none to return from. */
const inTime = 3

/** Whose account this is, who is in it, how long still, and the way out. */
export default function SupportBanner() {
  const { t } = useTranslation('support')
  const { name, lent } = useMe()
  const end = useAction(endSupport, { invalidates: [] })
  const left = useCountdown(lent?.secondsLeft ?? 0, lent)
  const leave = async () => {
    await end.run(undefined, { quiet: true })
    location.replace('/')
  }
  const over = left <= inTime
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => {
    if (over) void leave()
  }, [over])
  return (
    <Banner
      label={t('pages.support')}
      who={t('banner.who', { supporter: lent?.actingName ?? '', person: name })}
      left={t('banner.left', { left: minutesOf(left) })}
      urgent
    >
      <Button color="red" loading={end.running} onClick={leave}>
        {t('banner.end')}
      </Button>
    </Banner>
  )
}
