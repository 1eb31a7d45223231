import { Button, Checkbox, Divider, Stack, TextInput } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '#platform/contract.ts'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { passkeyToShow, type secondFactor, showCode, showPasskey } from '../contract.ts'
import classes from './factors.module.css'
import { usePasskey } from './usePasskey.ts'

type AskProps = {
  methods: Output<typeof secondFactor>['methods']
  /** Offers not to ask again on this device. */
  trustable?: boolean
  onDone: () => void
}

/** Asks for the second factor: a passkey, a code of an app, or a recovery code. */
export function AskFactor({ methods, trustable, onDone }: AskProps) {
  const { t } = useTranslation('factors')
  const [recovery, setRecovery] = useState(!methods.includes('totp') && !methods.includes('passkey'))
  const form = useContractForm(showCode.body, { code: '', trust: false })
  const show = useAction(showCode, { invalidates: [] })
  const codes = methods.includes('totp') || recovery
  return (
    <Stack gap="lg">
      {methods.includes('passkey') && <PasskeyButton trust={form.values.trust ?? false} onDone={onDone} />}
      {methods.includes('passkey') && codes && <Divider label={t('ask.or')} />}
      {codes && (
        <Form form={form} action={show} input={(body) => ({ body })} onDone={onDone} submit={t('ask.go')} free wide>
          <TextInput
            label={recovery ? t('ask.recoveryCode') : t('ask.code')}
            description={recovery ? t('ask.recoveryHint') : t('ask.codeHint')}
            inputMode={recovery ? 'text' : 'numeric'}
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={20}
            data-autofocus
            autoFocus={recovery || !methods.includes('passkey')}
            key={recovery ? 'recovery' : 'app'}
            {...form.getInputProps('code')}
          />
        </Form>
      )}
      {trustable && <Checkbox label={t('ask.trust')} {...form.getInputProps('trust', { type: 'checkbox' })} />}
      {methods.includes('recovery_code') && (
        <Button
          variant="subtle"
          size="compact-sm"
          className={classes.quiet ?? ''}
          onClick={() => {
            form.setFieldValue('code', '')
            setRecovery(!recovery)
          }}
        >
          {recovery ? t('ask.otherWay') : t('ask.useRecovery')}
        </Button>
      )}
    </Stack>
  )
}

function PasskeyButton({ trust, onDone }: { trust: boolean; onDone: () => void }) {
  const { t } = useTranslation('factors')
  const begin = useAction(passkeyToShow, { invalidates: [] })
  const show = useAction(showPasskey, { invalidates: [] })
  const { answering, sign } = usePasskey()
  const go = async () => {
    const asked = await begin.run()
    if (!asked.ok) return
    const signed = await sign(asked.data)
    if (signed && (await show.run({ body: { ...signed, trust } })).ok) onDone()
  }
  return (
    <Button
      size="md"
      variant="light"
      leftSection={<IconFingerprint size={20} stroke={1.6} />}
      loading={begin.running || answering || show.running}
      onClick={() => void go()}
    >
      {t('ask.passkey')}
    </Button>
  )
}
