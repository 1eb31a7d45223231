import type { OperatingHours } from '../contract.ts'

export const week = ['1', '2', '3', '4', '5', '6', '7'] as const
export type Weekday = (typeof week)[number]

/** 5 January 2026 was a Monday. */
export const dayName = (day: Weekday, language: string, weekday: 'short' | 'long') =>
  new Date(Date.UTC(2026, 0, 4 + Number(day))).toLocaleDateString(language, { weekday, timeZone: 'UTC' })

/** A week in few words: days that follow each other with the same hours are told together. */
export function hoursWords(hours: OperatingHours, language: string): { days: string; spans: string }[] {
  const told: { first: Weekday; last: Weekday; spans: string }[] = []
  for (const day of week) {
    const spans = hours[day].map((span) => span.join('–')).join(', ')
    const before = told.at(-1)
    if (before?.spans === spans) before.last = day
    else told.push({ first: day, last: day, spans })
  }
  return told.map(({ first, last, spans }) => {
    const names = [...new Set([first, last])].map((day) => dayName(day, language, 'short'))
    return { days: names.join('–'), spans }
  })
}

/** Monday to Friday, nine to five: where people begin. */
export const usual = (): OperatingHours =>
  Object.fromEntries(week.map((day) => [day, Number(day) < 6 ? [['09:00', '17:00']] : []])) as unknown as OperatingHours

/** 8, 830, 8.30 and 8:30 are half past eight or eight; what is none of these stays as it is, and is told. */
export function asClock(typed: string): string {
  const [, hour = '', minute = '00'] = /^\s*(\d{1,2})[:.h]?(\d{2})?\s*$/.exec(typed) ?? []
  return hour ? `${hour.padStart(2, '0')}:${minute}` : typed
}
