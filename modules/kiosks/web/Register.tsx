import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Alone } from '#platform/web/Alone.tsx'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { AnchorLink } from '#platform/web/links.tsx'
import { renewSession } from '#platform/web/session.tsx'
import { kioskHere, registerKiosk } from '../contract.ts'

/** A device that is no kiosk yet. */
export function Register() {
  const { t } = useTranslation('kiosks')
  const form = useContractForm(registerKiosk.body, { code: '' })
  const register = useAction(registerKiosk, { invalidates: [kioskHere] })
  return (
    <Alone title={t('register.title')} hint={t('register.hint')}>
      <Form
        form={form}
        action={register}
        input={(body) => ({ body })}
        onDone={() => void renewSession()}
        submit={t('register.go')}
        free
        wide
      >
        <TextInput
          label={t('register.code')}
          autoComplete="off"
          autoCapitalize="characters"
          ff="monospace"
          size="lg"
          {...form.getInputProps('code')}
        />
      </Form>
      <AnchorLink to="/sign-in">{t('register.back')}</AnchorLink>
    </Alone>
  )
}
