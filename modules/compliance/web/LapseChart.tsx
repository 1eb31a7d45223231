import { Text } from '@mantine/core'
import { IconCalendarDue } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useDates } from '#platform/web/dates.tsx'
import classes from './team.module.css'

/** How many people have something that lapses in each of the next twelve months. */
export function LapseChart({ months }: { months: readonly { month: string; people: number }[] }) {
  const { t } = useTranslation('compliance')
  const { locale } = useDates()
  const most = Math.max(...months.map(({ people }) => people))
  const name = (month: string, look: 'short' | 'long') =>
    new Intl.DateTimeFormat(locale, { month: look, timeZone: 'UTC', ...(look === 'long' ? { year: 'numeric' } : {}) }).format(
      new Date(`${month}-01T00:00:00Z`),
    )
  return (
    <Card title={t('team.months')} icon={IconCalendarDue}>
      {most === 0 ? (
        <Text c="dimmed">{t('team.monthNone')}</Text>
      ) : (
        <>
          <Text size="sm" c="dimmed" mb="sm">
            {t('team.monthsHint')}
          </Text>
          <ol className={classes.months}>
            {months.map(({ month, people }) => (
              <li key={month} className={classes.month}>
                <span className="salus-unseen">{t('team.monthPeople', { month: name(month, 'long'), count: people })}</span>
                <div className={classes.column} aria-hidden>
                  {people > 0 && (
                    <Text size="xs" fw={600}>
                      {people}
                    </Text>
                  )}
                  <div className={classes.bar} data-none={people === 0 || undefined} style={{ height: `${(people / most) * 76}%` }} />
                </div>
                <span className={classes.label} aria-hidden>
                  {name(month, 'short')}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
    </Card>
  )
}
