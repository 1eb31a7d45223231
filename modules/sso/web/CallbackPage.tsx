import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '#platform/contract.ts'
import { Alone } from '#platform/web/Alone.tsx'
import { useAction } from '#platform/web/data.ts'
import { ButtonLink } from '#platform/web/links.tsx'
import { renewSession } from '#platform/web/session.tsx'
import { Loading, ProblemAlert } from '#platform/web/states.tsx'
import { endVisit } from '../contract.ts'
import { arrival } from './routes.tsx'

let isSent = false

/** Back from the provider: its answer is handed over once, then the person goes on, or reads why not. */
export default function CallbackPage() {
  const { t } = useTranslation('sso')
  const router = useRouter()
  const { run } = useAction(endVisit, { invalidates: [] })
  const [problem, setProblem] = useState<Problem | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, whatever is drawn again
  useEffect(() => {
    if (isSent) return
    isSent = true
    // The code is spent from now on; it stays neither in the address nor in what is remembered.
    history.replaceState(history.state, '', location.pathname)
    void finish()
  }, [])
  const finish = async () => {
    // Nobody was sent back: the address was typed, or the page read anew.
    if (!arrival) return router.navigate({ to: '/sign-in', replace: true })
    const answer = await run({ body: { answer: arrival } }, { quiet: true })
    if (!answer.ok) return setProblem(answer.problem)
    await renewSession()
    const { isPending, returnTo } = answer.data
    if (isPending) await router.navigate({ to: '/second-factor', search: { next: returnTo }, replace: true })
    else router.history.replace(returnTo)
  }
  return (
    <Alone title={problem ? t('callback.failed') : t('pages.callback')}>
      {problem ? (
        <>
          <ProblemAlert of={problem} />
          <ButtonLink to="/sign-in">{t('callback.again')}</ButtonLink>
        </>
      ) : (
        <Loading rows={2} />
      )}
    </Alone>
  )
}
