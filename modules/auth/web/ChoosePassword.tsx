import { PasswordInput, Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alone } from '#platform/web/Alone.tsx'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { AnchorLink, ButtonLink } from '#platform/web/links.tsx'
import type { acceptInvitation, completeReset } from '../contract.ts'

type ChooseProps = { title: string; hint: string; endpoint: typeof completeReset | typeof acceptInvitation }

/** A new password by the token of a link. The token leaves the address as soon as it is read, so that nobody copies it from there. */
export function ChoosePassword({ title, hint, endpoint }: ChooseProps) {
  const { t } = useTranslation('auth')
  const [token] = useState(() => decodeURIComponent(location.hash.slice(1)))
  const [done, setDone] = useState(false)
  const form = useContractForm(endpoint.body, { token, password: '' })
  const save = useAction(endpoint, { invalidates: [] })
  useEffect(() => {
    if (location.hash) history.replaceState(history.state, '', location.pathname)
  }, [])
  if (done)
    return (
      <Alone title={t('choose.doneTitle')}>
        <IconCircleCheck size={48} stroke={1.4} className="salus-tint" aria-hidden />
        <Text role="status">{t('choose.done')}</Text>
        <ButtonLink to="/sign-in">{t('choose.signIn')}</ButtonLink>
      </Alone>
    )
  if (token.length < 16)
    return (
      <Alone title={t('choose.incompleteTitle')} hint={t('choose.incomplete')}>
        <AnchorLink to="/forgotten-password">{t('choose.askAgain')}</AnchorLink>
      </Alone>
    )
  return (
    <Alone title={title} hint={hint}>
      <Form form={form} action={save} input={(body) => ({ body })} onDone={() => setDone(true)} submit={t('choose.go')} free wide>
        <PasswordInput
          label={t('choose.password')}
          description={t('choose.passwordHint')}
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
      </Form>
      <AnchorLink to="/forgotten-password">{t('choose.askAgain')}</AnchorLink>
    </Alone>
  )
}
