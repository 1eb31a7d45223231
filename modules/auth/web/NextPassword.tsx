import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** The password somebody chooses, with what makes a good one: `<NextPassword {...form.getInputProps('next')} />`. */
export function NextPassword(props: PasswordInputProps) {
  const { t } = useTranslation('auth')
  return <PasswordInput label={t('choose.password')} description={t('choose.passwordHint')} autoComplete="new-password" {...props} />
}
