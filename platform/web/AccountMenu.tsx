import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from './session.tsx'

const Dropdown = lazy(() => import('./AccountDropdown.tsx'))

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
  if (!used) return button(() => setUsed(true))
  return (
    <Suspense fallback={button(() => undefined)}>
      <Dropdown>{button}</Dropdown>
    </Suspense>
  )
}
