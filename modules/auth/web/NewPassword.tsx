import { Button, PasswordInput } from '@mantine/core'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Alone } from '#platform/web/Alone.tsx'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { renewSession, useSession } from '#platform/web/session.tsx'
import { changePassword, signOut } from '../contract.ts'
import { NextPassword } from './NextPassword.tsx'
import classes from './SignIn.module.css'

const route = getRouteApi('/new-password')

/** Between a password that somebody else chose and everything else: one of one's own. */
export default function NewPassword() {
  const { t } = useTranslation('auth')
  const { me, mustChange } = useSession()
  const { next = '/' } = route.useSearch()
  const router = useRouter()
  const form = useContractForm(changePassword.body, { current: '', next: '' })
  const change = useAction(changePassword, { invalidates: [] })
  const leave = useAction(signOut, { invalidates: [] })
  useEffect(() => {
    if (me) router.history.replace(next)
    else if (!mustChange) void router.navigate({ to: '/sign-in', search: { next }, replace: true })
  }, [me, mustChange, next, router])
  const away = async () => {
    await leave.run()
    await renewSession()
  }
  return (
    <Alone title={t('pages.newPassword')} hint={t('newPassword.hint')}>
      <Form form={form} action={change} input={(body) => ({ body })} onDone={() => void renewSession()} submit={t('choose.go')} free wide>
        <PasswordInput label={t('newPassword.given')} autoComplete="current-password" {...form.getInputProps('current')} />
        <NextPassword {...form.getInputProps('next')} />
      </Form>
      <Button variant="subtle" size="compact-sm" className={classes.quiet ?? ''} loading={leave.running} onClick={() => void away()}>
        {t('newPassword.other')}
      </Button>
    </Alone>
  )
}
