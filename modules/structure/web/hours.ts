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
