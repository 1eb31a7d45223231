import { useTranslation } from 'react-i18next'
import { Download } from '#platform/web/Download.tsx'
import { exportDepartments } from '../contract.ts'

/** Taken away from the settings of the organisation. */
export default function TakeDepartments() {
  const { t } = useTranslation('directory')
  return <Download of={exportDepartments} label={t('take.departments')} />
}
