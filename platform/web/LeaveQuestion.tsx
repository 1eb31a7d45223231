import { useBlocker } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'

const load = () => import('./LeaveDialog.tsx')
const LeaveDialog = lazy(load)

/** Asks before the address changes, or the tab closes, while `when` says that something would be lost. */
export function LeaveQuestion({ when }: { when: () => boolean }) {
  const blocker = useBlocker({ shouldBlockFn: when, enableBeforeUnload: when, withResolver: true })
  // Asked for while there is a connection: without the question, what was entered would go.
  useEffect(() => void load().catch(() => undefined), [])
  if (blocker.status !== 'blocked') return null
  return (
    <Suspense fallback={null}>
      <LeaveDialog stay={blocker.reset} go={blocker.proceed} />
    </Suspense>
  )
}
