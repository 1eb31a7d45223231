import { notifications } from '@mantine/notifications'
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Input, Output } from '#platform/contract.ts'
import type { addPasskey, beginPasskey, passkeyToShow, showPasskey } from '../contract.ts'

/** The browser's part of a passkey. What is cancelled or fails is said, and answers undefined. */
export function usePasskey() {
  const { t } = useTranslation('factors')
  const [answering, setAnswering] = useState(false)
  const asking = async <T>(ask: () => Promise<T>): Promise<T | undefined> => {
    setAnswering(true)
    try {
      return await ask()
    } catch (error) {
      const { name, code } = error as { name?: string; code?: string }
      const known = name === 'InvalidStateError' || code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED'
      const words = !browserSupportsWebAuthn() ? t('passkey.unsupported') : known ? t('passkey.known') : t('passkey.cancelled')
      notifications.show({ message: words, color: 'red', autoClose: 8000 })
      return undefined
    } finally {
      setAnswering(false)
    }
  }
  return {
    answering,
    create: (optionsJSON: Output<typeof beginPasskey>) =>
      asking(() => startRegistration({ optionsJSON: optionsJSON as never })) as Promise<
        Omit<Input<typeof addPasskey>['body'], 'name'> | undefined
      >,
    sign: (optionsJSON: Output<typeof passkeyToShow>) =>
      asking(() => startAuthentication({ optionsJSON: optionsJSON as never })) as Promise<
        Omit<Input<typeof showPasskey>['body'], 'trust'> | undefined
      >,
  }
}
