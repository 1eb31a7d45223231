import { Button, Text, TextInput, Title } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '#platform/web/data.ts'
import { PlainForm } from '#platform/web/form.tsx'
import { renewSession } from '#platform/web/session.tsx'
import { choosePin, enterAtKiosk } from '../contract.ts'
import { Keypad } from './Keypad.tsx'
import classes from './Kiosk.module.css'

const usual = ['number', 'pin'] as const
const first = ['number', 'code', 'newPin', 'repeat'] as const
type Step = (typeof usual)[number] | (typeof first)[number]
/** So many digits, and it goes on by itself; a number has as many as it has. */
const lengths: Record<Step, number | null> = { number: null, pin: 6, code: 8, newPin: 6, repeat: 6 }
const isSecret = (step: Step) => step !== 'number' && step !== 'code'
const nothing: Record<Step, string> = { number: '', pin: '', code: '', newPin: '', repeat: '' }
/** What somebody left half typed is wiped. */
const wipedAfter = 30_000

/** One thing at a time: number, PIN; or number, start code, a new PIN, and that once more. */
export function Typing({ isFirst }: { isFirst: boolean }) {
  const { t } = useTranslation('kiosks')
  const steps: readonly Step[] = isFirst ? first : usual
  const [at, setAt] = useState(0)
  const [typed, setTyped] = useState(nothing)
  const [wrong, setWrong] = useState<string | null>(null)
  const [letters, setLetters] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const enter = useAction(enterAtKiosk, { invalidates: [] })
  const choose = useAction(choosePin, { invalidates: [] })
  const busy = enter.running || choose.running
  const step = steps[at] as Step
  const value = typed[step]
  const whole = lengths[step]
  const go = (to: Step, kept: Partial<typeof nothing>, why: string | null = null) => {
    setAt(steps.indexOf(to))
    setTyped({ ...nothing, ...kept })
    setWrong(why)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: every key begins the wait anew
  useEffect(() => {
    input.current?.focus()
    const timer = setTimeout(() => go('number', {}), wipedAfter)
    return () => clearTimeout(timer)
  }, [typed, at, letters])
  const send = async (all: typeof nothing) => {
    const { number, code, pin, newPin } = all
    const answer = isFirst
      ? await choose.run({ body: { number, code, pin: newPin } }, { quiet: true })
      : await enter.run({ body: { number, pin } }, { quiet: true })
    if (answer.ok) return void renewSession()
    const { status, title, errors } = answer.problem
    if (isFirst && status === 422 && errors?.some(({ path }) => path === 'pin'))
      return go('newPin', { number, code }, errors[0]?.message ?? title)
    go('number', status === 401 ? {} : { number }, title)
  }
  const forward = (all: typeof nothing) => {
    setWrong(null)
    if (step === 'repeat' && all.repeat !== all.newPin) return go('newPin', { number: all.number, code: all.code }, t('start.different'))
    if (at === steps.length - 1) void send(all)
    else setAt(at + 1)
  }
  const put = (text: string) => {
    const cleaned = step === 'number' ? text.slice(0, 60) : text.replaceAll(/\D/g, '').slice(0, whole ?? undefined)
    const all = { ...typed, [step]: cleaned }
    setTyped(all)
    if (whole !== null && cleaned.length === whole) forward(all)
  }
  const next = () => {
    if (value.trim() !== '' && (whole === null || value.length === whole)) forward(typed)
  }
  return (
    <PlainForm onSend={next}>
      <div className={classes.step}>
        <Title order={2} id="kiosk-step">
          {t(`start.${step}`)}
        </Title>
        {step === 'newPin' && <Text c="dimmed">{t('start.newPinHint')}</Text>}
        <TextInput
          ref={input}
          aria-labelledby="kiosk-step"
          classNames={{ input: classes.typed }}
          type={isSecret(step) ? 'password' : 'text'}
          inputMode={letters && step === 'number' ? 'text' : 'none'}
          autoComplete="off"
          autoCapitalize="characters"
          value={value}
          disabled={busy}
          error={wrong}
          errorProps={{ role: 'alert', fz: 'md' }}
          onChange={(event) => put(event.currentTarget.value)}
        />
        <Keypad
          press={(digit) => put(value + digit)}
          erase={() => put(value.slice(0, -1))}
          next={whole === null ? next : null}
          busy={busy}
        />
        <div className={classes.ways}>
          {step === 'number' && !letters && (
            <Button variant="subtle" size="md" onClick={() => setLetters(true)}>
              {t('start.letters')}
            </Button>
          )}
          {(at > 0 || value !== '') && (
            <Button variant="subtle" size="md" onClick={() => go('number', {})}>
              {t('start.again')}
            </Button>
          )}
        </div>
      </div>
    </PlainForm>
  )
}
