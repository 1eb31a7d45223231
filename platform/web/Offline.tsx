import { useNetwork } from '@mantine/hooks'
import type { Query } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { isLost, queryClient } from './data.ts'

const again = 10_000
const cache = queryClient.getQueryCache()
/** It is on screen and older than it should be: asking for it anew had no answer. */
const isBehind = (query: Query) => query.state.data !== undefined && isLost(query.state.error) && query.isActive()

/** Says that the connection is cut, or the server away, for as long as it is: what is on screen stays, and is asked for again. */
export function Offline() {
  const { t } = useTranslation()
  const { online } = useNetwork()
  const behind = useSyncExternalStore(
    (changed) => cache.subscribe(changed),
    () => cache.getAll().some(isBehind),
  )
  useEffect(() => {
    if (!behind) return
    const timer = setInterval(() => void queryClient.refetchQueries({ predicate: isBehind }), again)
    return () => clearInterval(timer)
  }, [behind])
  return (
    <div role="status" className="salus-offline">
      {!online ? <p>{t('shell.noConnection')}</p> : behind && <p>{t('shell.unreachable')}</p>}
    </div>
  )
}
