import { SimpleGrid, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DayDate } from '#platform/web/dates.tsx'
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
  return (
    <SimpleGrid component="dl" cols={{ base: 1, sm: 2 }} spacing="sm" m={0}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <Text component="dt" size="sm" c="dimmed">
            {label}
          </Text>
          <Text component="dd" m={0} style={{ overflowWrap: 'anywhere' }}>
            {value}
          </Text>
        </div>
      ))}
    </SimpleGrid>
  )
}
