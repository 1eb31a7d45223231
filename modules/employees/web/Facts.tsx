import { useTranslation } from 'react-i18next'
import { DayDate } from '#platform/web/dates.tsx'
import { Facts } from '#platform/web/Facts.tsx'
import type { Employment } from '../contract.ts'

/** What the employer has on record of somebody's job. */
export function EmploymentFacts({ of }: { of: Employment }) {
  const { t } = useTranslation('employees')
  const none = t('employment.none')
  const facts = [
    [t('employment.job'), of.jobTitle ?? none],
    [t('employment.department'), of.departmentName ?? none],
    [t('employment.number'), of.employeeNumber],
    [t('employment.since'), of.startDate ? <DayDate key="since" day={of.startDate} /> : none],
    [t('employment.status'), t(`employment.values.${of.employmentStatus}`)],
  ] as const
  return <Facts of={facts} />
}
