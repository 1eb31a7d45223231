import { useTranslation } from 'react-i18next'
import { acceptInvitation } from '../contract.ts'
import { ChoosePassword } from './ChoosePassword.tsx'

export default function AcceptInvitation() {
  const { t } = useTranslation('auth')
  return <ChoosePassword title={t('pages.invitation')} hint={t('choose.invitationHint')} endpoint={acceptInvitation} />
}
