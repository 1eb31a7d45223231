import { useTranslation } from 'react-i18next'
import { Download } from '#platform/web/Download.tsx'
import { exportPeople } from '../contract.ts'

/** Taken away from the settings of the organisation. */
export default function TakePeople() {
  const { t } = useTranslation('directory')
  return <Download of={exportPeople} label={t('pages.people')} />
}
