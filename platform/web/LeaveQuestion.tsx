import { useBlocker } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'

const LeaveDialog = lazy(() => import('./LeaveDialog.tsx'))

/** Asks before the address changes, or the tab closes, while `when` says that something would be lost. */
export function LeaveQuestion({ when }: { when: () => boolean }) {
  const blocker = useBlocker({ shouldBlockFn: when, enableBeforeUnload: when, withResolver: true })
  if (blocker.status !== 'blocked') return null
  return (
    <Suspense fallback={null}>
      <LeaveDialog stay={blocker.reset} go={blocker.proceed} />
    </Suspense>
  )
}
