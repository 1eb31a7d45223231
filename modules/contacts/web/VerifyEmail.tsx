import { Button, Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alone } from '#platform/web/Alone.tsx'
import { useAction } from '#platform/web/data.ts'
import { ButtonLink } from '#platform/web/links.tsx'
import { ProblemAlert } from '#platform/web/states.tsx'
import { verifyEmail } from '../contract.ts'

/** Proves an address by the token of a link: with a press, so that no mail scanner does it. The token leaves the address as soon as it is read. */
export default function VerifyEmail() {
  const { t } = useTranslation('contacts')
  const [token] = useState(() => decodeURIComponent(location.hash.slice(1)))
  const [email, setEmail] = useState<string | null>(null)
  const verify = useAction(verifyEmail, { invalidates: [] })
  useEffect(() => {
    if (location.hash) history.replaceState(history.state, '', location.pathname)
  }, [])
  const confirm = async () => {
    const answer = await verify.run({ body: { token } }, { quiet: true })
    if (answer.ok) setEmail(answer.data.email)
  }
  if (email)
    return (
      <Alone title={t('verify.doneTitle')}>
        <IconCircleCheck size={48} stroke={1.4} className="salus-tint" aria-hidden />
        <Text role="status" style={{ overflowWrap: 'anywhere' }}>
          {t('verify.done', { email })}
        </Text>
        <ButtonLink to="/">{t('verify.on')}</ButtonLink>
      </Alone>
    )
  if (token.length < 16)
    return (
      <Alone title={t('verify.incompleteTitle')} hint={t('verify.incomplete')}>
        <ButtonLink to="/">{t('verify.on')}</ButtonLink>
      </Alone>
    )
  return (
    <Alone title={t('pages.verify')} hint={t('verify.hint')}>
      <ProblemAlert of={verify.problem} />
      <Button size="md" loading={verify.running} onClick={confirm}>
        {t('verify.go')}
      </Button>
    </Alone>
  )
}
