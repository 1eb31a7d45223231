import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '#platform/web/api.ts'
import { Banner } from '#platform/web/Banner.tsx'
import { minutesOf, useCountdown } from '#platform/web/countdown.ts'
import { endSession, useMe } from '#platform/web/session.tsx'
import { kioskHere } from '../contract.ts'
import './touch.css'

/** Without a touch it ends after so many seconds, as on the server; which hears of touches this often at most. */
const idle = { seconds: 120, told: 20_000, warned: 20 }
const leave = () => void endSession('/kiosk')

/** Who is at this kiosk, how long it still lasts, and the way out. */
export default function KioskBanner() {
  const { t } = useTranslation('kiosks')
  const { name, lent } = useMe()
  const [touch, setTouch] = useState(0)
  const told = useRef(0)
  const whole = useCountdown(lent?.secondsLeft ?? 0, lent)
  const left = Math.min(whole, useCountdown(idle.seconds, touch))
  useEffect(() => {
    const touched = () => {
      const now = performance.now()
      setTouch(Math.floor(now / 1000))
      if (now - told.current < idle.told) return
      told.current = now
      void call(kioskHere).catch(() => undefined)
    }
    const kinds = ['pointerdown', 'keydown', 'wheel'] as const
    for (const kind of kinds) addEventListener(kind, touched, { passive: true })
    return () => {
      for (const kind of kinds) removeEventListener(kind, touched)
    }
  }, [])
  // For fingers, and for who stands before it: everything somewhat larger.
  useEffect(() => {
    document.documentElement.dataset.touch = ''
    return () => {
      delete document.documentElement.dataset.touch
    }
  }, [])
  const over = left === 0
  useEffect(() => {
    if (over) leave()
  }, [over])
  const urgent = left <= idle.warned
  return (
    <Banner
      label={t('pages.kiosk')}
      who={t('banner.who', { name })}
      left={urgent ? t('banner.stay', { left: minutesOf(left) }) : t('banner.left', { left: minutesOf(left) })}
      urgent={urgent}
    >
      <Button size="lg" onClick={leave}>
        {t('banner.done')}
      </Button>
    </Banner>
  )
}
