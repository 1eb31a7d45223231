import { Button, Text } from '@mantine/core'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { signOut } from '#modules/auth/contract.ts'
import { Alone } from '#platform/web/Alone.tsx'
import { useAction, useLookup } from '#platform/web/data.ts'
import { renewSession, useSession } from '#platform/web/session.tsx'
import { Loading, ProblemAlert } from '#platform/web/states.tsx'
import { secondFactor } from '../contract.ts'
import { AddFactor } from './AddFactor.tsx'
import { AskFactor } from './AskFactor.tsx'
import classes from './factors.module.css'

const route = getRouteApi('/second-factor')

/** Between the password and everything else: the second factor is shown, or the first one is added. */
export default function SecondFactorPage() {
  const { t } = useTranslation('factors')
  const { me, isPending, mustChange } = useSession()
  const { next = '/' } = route.useSearch()
  const router = useRouter()
  const { data, problem } = useLookup(secondFactor, isPending ? {} : null)
  const leave = useAction(signOut, { invalidates: [] })
  // Codes that were just made are still to be read when the session is open already.
  const [adding, setAdding] = useState(false)
  useEffect(() => {
    if (adding) return
    if (me) router.history.replace(next)
    else if (mustChange) void router.navigate({ to: '/new-password', search: { next }, replace: true })
    else if (!isPending) void router.navigate({ to: '/sign-in', search: { next }, replace: true })
  }, [adding, me, isPending, mustChange, next, router])
  const mustAdd = adding || (data?.isPending && data.methods.length === 0)
  useEffect(() => {
    if (mustAdd) setAdding(true)
  }, [mustAdd])
  const finish = () => {
    setAdding(false)
    void renewSession()
  }
  const away = async () => {
    await leave.run()
    setAdding(false)
    await renewSession()
  }
  return (
    <Alone title={mustAdd ? t('page.addTitle') : t('pages.secondFactor')} hint={mustAdd ? t('page.addHint') : t('page.hint')}>
      <ProblemAlert of={problem} />
      {!data && !problem && <Loading rows={2} />}
      {mustAdd ? (
        <AddFactor onDone={finish} />
      ) : (
        data && data.methods.length > 0 && <AskFactor methods={data.methods} trustable onDone={() => void renewSession()} />
      )}
      {!mustAdd && (
        <Text size="sm" c="dimmed">
          {t('page.lost')}
        </Text>
      )}
      <Button variant="subtle" size="compact-sm" className={classes.quiet ?? ''} loading={leave.running} onClick={() => void away()}>
        {t('page.other')}
      </Button>
    </Alone>
  )
}
