import { IconBell } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLookup } from '#platform/web/data.ts'
import { countUnread, unreadLimit } from '../contract.ts'
import './bell.css'

const load = () => import('./Latest.tsx')
const Latest = lazy(load)

/** How many are unread; the latest come with the first use. */
export default function Bell() {
  const { t } = useTranslation('notifications')
  const { data } = useLookup(countUnread, {}, { live: ['notifications'] })
  const [used, setUsed] = useState(false)
  const unread = data?.unread ?? 0
  const shown = unread >= unreadLimit ? `${unreadLimit - 1}+` : String(unread)
  const words = unread === 0 ? t('bell.none') : t('bell.some', { count: unread, shown })
  const button = (toggle: () => void) => (
    <button type="button" className="salus-bell" aria-label={words} aria-haspopup="dialog" onClick={toggle}>
      <IconBell size={20} stroke={1.6} aria-hidden />
      {unread > 0 && (
        <span className="salus-bell-count" aria-hidden>
          {shown}
        </span>
      )}
    </button>
  )
  // Where it cannot be loaded the button stays, and the page says that there is no connection.
  const open = () =>
    void load().then(
      () => setUsed(true),
      () => undefined,
    )
  if (!used) return button(open)
  return (
    <Suspense fallback={button(() => undefined)}>
      <Latest>{button}</Latest>
    </Suspense>
  )
}
