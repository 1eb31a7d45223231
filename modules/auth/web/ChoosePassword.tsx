import { Text, TextInput } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alone } from '#platform/web/Alone.tsx'
import { call } from '#platform/web/api.ts'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { AnchorLink, ButtonLink } from '#platform/web/links.tsx'
import { type acceptInvitation, completeReset, questionsOfReset, type SecurityQuestion } from '../contract.ts'
import { NextPassword } from './NextPassword.tsx'

type ChooseProps = { title: string; hint: string; endpoint: typeof completeReset | typeof acceptInvitation }

/** A new password by the token of a link. The token leaves the address as soon as it is read, so that nobody copies it from there. */
export function ChoosePassword({ title, hint, endpoint }: ChooseProps) {
  const { t } = useTranslation('auth')
  const [token] = useState(() => decodeURIComponent(location.hash.slice(1)))
  const [done, setDone] = useState(false)
  const [questions, setQuestions] = useState<SecurityQuestion[]>([])
  const form = useContractForm<typeof completeReset.body>(endpoint.body as typeof completeReset.body, { token, password: '', answers: [] })
  const save = useAction(endpoint, { invalidates: [] })
  useEffect(() => {
    if (endpoint === completeReset && token.length >= 16)
      void call(questionsOfReset, { body: { token } }).then(
        (answer) => setQuestions(answer.questions),
        () => undefined, // what is wrong with the link is said when it is used
      )
    if (location.hash) history.replaceState(history.state, '', location.pathname)
  }, [endpoint, token])
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
        <NextPassword {...form.getInputProps('password')} />
        {questions.length > 0 && <Text>{t('choose.answersHint')}</Text>}
        {questions.map((question, i) => (
          <TextInput
            key={question}
            label={t(`questions.of.${question}`)}
            autoComplete="off"
            {...form.getInputProps(`answers.${i}`)}
            value={form.values.answers?.[i] ?? ''}
          />
        ))}
      </Form>
      <AnchorLink to="/forgotten-password">{t('choose.askAgain')}</AnchorLink>
    </Alone>
  )
}
