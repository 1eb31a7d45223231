import { Text, UnstyledButton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Output } from '#platform/contract.ts'
import { useDates } from '#platform/web/dates.tsx'
import type { getCalendar } from '../contract.ts'
import classes from './calendar.module.css'
import { dayOf, isWeekend, longDay, minutesIn, shortDay } from './days.ts'

type Calendar = Output<typeof getCalendar>
type Item = Calendar['items'][number]
type GridProps = {
  caption: string
  days: string[]
  today: string
  data: Calendar
  stale: boolean
  onDay: (day: string) => void
}

/**
 * Days side by side on the professional's wall clock, working time light, the rest shaded. Below 768 px the days stand under each
 * other as lists. Every appointment is a link, in the order of time.
 */
export function CalendarGrid({ caption, days, today, data, stale, onDay }: GridProps) {
  const { t } = useTranslation('appointments')
  const dates = useDates()
  const zone = data.timeZone
  const spans = data.working.map(({ startsAt, endsAt }) => ({ day: dayOf(startsAt, zone), ...stretch(startsAt, endsAt, zone) }))
  const items = data.items.map((item) => ({ item, day: dayOf(item.startsAt, zone), ...stretch(item.startsAt, item.endsAt, zone) }))
  const all = [...spans, ...items]
  const first = Math.floor(Math.min(9 * 60, ...all.map((one) => one.from)) / 60)
  const last = Math.ceil(Math.max(17 * 60, ...all.map((one) => one.to)) / 60)
  const hours = Array.from({ length: last - first }, (_, i) => first + i)
  // A weekend on which nobody works takes less room.
  const columns = days.map((day) => (isWeekend(day) && !all.some((one) => one.day === day) ? 'minmax(0, 0.4fr)' : 'minmax(0, 1fr)'))
  const Whole = days.length > 1 ? 'section' : 'div'
  const place = ({ from, to }: { from: number; to: number }) => ({
    '--top': `calc(${(from - first * 60) / 60} * var(--hour))`,
    '--height': `calc(${(to - from) / 60} * var(--hour))`,
  })
  return (
    <Whole
      {...(days.length > 1 ? { 'aria-label': caption } : {})}
      aria-busy={stale}
      className={stale ? `${classes.room} ${classes.stale}` : classes.room}
    >
      <Text fw={600} mb="xs">
        {caption}
        {zone !== dates.zone && (
          <Text span c="dimmed" fw={400}>
            {' '}
            {t('calendar.zone', { zone: zone.replace('_', ' ') })}
          </Text>
        )}
      </Text>
      <div className={classes.grid} data-days={days.length} style={{ '--rows': hours.length, '--columns': columns.join(' ') } as never}>
        <div className={classes.axis} aria-hidden>
          {hours.map((hour) => (
            <span key={hour}>{String(hour).padStart(2, '0')}:00</span>
          ))}
        </div>
        {days.map((day) => {
          const own = items.filter((one) => one.day === day)
          const name = longDay(day, dates.locale)
          const short = shortDay(day, dates.locale)
          return (
            <section key={day} className={classes.day} aria-label={name} data-today={day === today || undefined}>
              <div className={classes.head}>
                {days.length > 1 ? (
                  <UnstyledButton className={classes.open} onClick={() => onDay(day)} aria-label={t('calendar.open', { short, day: name })}>
                    {short}
                  </UnstyledButton>
                ) : (
                  <span className={classes.open}>{short}</span>
                )}
              </div>
              <div className={classes.body}>
                {spans
                  .filter((one) => one.day === day)
                  .map((one) => (
                    <div key={one.from} className={classes.working} style={place(one) as never} aria-hidden />
                  ))}
                {own.length === 0 && <p className={classes.none}>{t('calendar.none')}</p>}
                <ol className={classes.items}>
                  {own.map(({ item, from, to }) => (
                    <li key={item.id} className={classes.item} style={place({ from, to }) as never}>
                      <Entry item={item} zone={zone} short={to - from < 30} />
                    </li>
                  ))}
                </ol>
              </div>
            </section>
          )
        })}
      </div>
    </Whole>
  )
}

function Entry({ item, zone, short }: { item: Item; zone: string; short: boolean }) {
  const { t } = useTranslation('appointments')
  const dates = useDates()
  const time = (at: string) => dates.instant(at, { look: 'time', zone })
  return (
    <Link
      to="/appointments/$id"
      params={{ id: item.id }}
      className={classes.entry}
      data-status={item.status}
      data-short={short || undefined}
    >
      <span className={classes.time}>
        {time(item.startsAt)}
        <span className={classes.until}>–{time(item.endsAt)}</span>
      </span>
      <span className={classes.name}>{item.employeeName}</span>
      <span className={classes.kind}>
        {t(`type.${item.type}`)}, {t(`mode.${item.mode}`)}
      </span>
      <span className="salus-unseen">, {t(`status.${item.status}`)}</span>
    </Link>
  )
}

/** Minutes of the day; an end at midnight is the end of the day. */
function stretch(startsAt: string, endsAt: string, zone: string) {
  const [from, to] = [minutesIn(startsAt, zone), minutesIn(endsAt, zone)]
  return { from, to: to > from ? to : 24 * 60 }
}
