import { useTranslation } from 'react-i18next'
import { Download } from '#platform/web/Download.tsx'
import { exportAudit } from '../contract.ts'

/** Taken away from the settings of the organisation. */
export default function TakeTrail() {
  const { t } = useTranslation('audit')
  return <Download of={exportAudit} label={t('pages.audit')} />
}
