import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

export default function SignIn() {
  const { t } = useTranslation('auth')
  return (
    <main>
      <h1>{t('pages.signIn')}</h1>
      <Link to="/">{t('signIn.go')}</Link>
    </main>
  )
}
