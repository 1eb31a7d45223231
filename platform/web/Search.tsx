import { useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorBoundary } from './boundary.tsx'
import { late } from './late.ts'

const SearchDialog = late<{ opens: number }>(() => import('./SearchDialog.tsx'))

/** Opens the search (Ctrl K); the dialog's code comes with the first use. */
export function SearchButton() {
  const { t } = useTranslation()
  const [opens, setOpens] = useState(0)
  useHotkeys([['mod+K', () => setOpens((count) => count + 1)]], [])
  return (
    <>
      <button type="button" className="salus-search" aria-keyshortcuts="Control+K" onClick={() => setOpens((count) => count + 1)}>
        <IconSearch size={18} stroke={1.8} aria-hidden />
        <span className="salus-search-words">{t('shell.search')}</span>
        <kbd aria-hidden>Ctrl K</kbd>
      </button>
      {opens > 0 && (
        <ErrorBoundary quiet>
          <Suspense fallback={null}>
            <SearchDialog opens={opens} />
          </Suspense>
        </ErrorBoundary>
      )}
    </>
  )
}
