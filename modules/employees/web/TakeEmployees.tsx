import { useTranslation } from 'react-i18next'
import { Download } from '#platform/web/Download.tsx'
import { exportEmployees } from '../contract.ts'

/** Taken away from the settings of the organisation. */
export default function TakeEmployees() {
  const { t } = useTranslation('employees')
  return <Download of={exportEmployees} label={t('pages.employees')} />
}
