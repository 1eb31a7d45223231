import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from './session.tsx'

const load = () => import('./AccountDropdown.tsx')
const Dropdown = lazy(load)

/** The person's initials; their menu comes with the first use. */
export function AccountMenu() {
  const { t } = useTranslation()
  const { name } = useMe()
  const [used, setUsed] = useState(false)
  const words = name.split(/\s+/)
  const initials = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => word?.[0]?.toUpperCase() ?? '').join('')
  // What is read aloud begins with what is seen: somebody who steers by voice says what they see.
  const label = t('shell.account', { initials, name })
  const button = (toggle: () => void) => (
    <button type="button" className="salus-account" aria-label={label} aria-haspopup="dialog" onClick={toggle}>
      {initials}
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
      <Dropdown>{button}</Dropdown>
    </Suspense>
  )
}
