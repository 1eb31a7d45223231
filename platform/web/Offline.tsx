import { useNetwork } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'

/** Says that the connection is cut, for as long as it is: what is on screen stays, and is asked for again afterwards. */
export function Offline() {
  const { t } = useTranslation()
  const { online } = useNetwork()
  return (
    <div role="status" className="salus-offline">
      {!online && <p>{t('shell.noConnection')}</p>}
    </div>
  )
}
