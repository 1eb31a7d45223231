import { useTranslation } from 'react-i18next'
import { completeReset } from '../contract.ts'
import { ChoosePassword } from './ChoosePassword.tsx'

export default function ResetPassword() {
  const { t } = useTranslation('auth')
  return <ChoosePassword title={t('pages.reset')} hint={t('choose.resetHint')} endpoint={completeReset} />
}
