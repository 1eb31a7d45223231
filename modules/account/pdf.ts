import { buffer } from 'node:stream/consumers'
import { fonts } from '#platform/fonts.ts'
import type { Held } from './gather.ts'
import { leftOut } from './held.ts'

const [ink, soft, line] = ['#1d2b2f', '#5a6b70', '#d5dddf']
/** So many rows of a table are printed; the JSON beside it has all. */
const printed = 200

/** What people look for first stands first; whatever a later module keeps stands before the trail, under its own name. */
const parts: Readonly<Record<string, string>> = {
  directory: 'About you',
  profiles: 'Your profile',
  employees: 'Employment and fitness for work',
  clinical: 'Occupational health record',
  appointments: 'Appointments',
  enrollments: 'Training',
  assessments: 'Quizzes',
  certificates: 'Certificates',
  messaging: 'Messages',
  discussions: 'Discussions',
  notifications: 'Notifications',
  settings: 'How you like it',
  access: 'Roles',
  auth: 'Signing in',
  factors: 'Second factors',
  sso: 'Single sign-on',
  account: 'Your requests',
}
const trail = 'platform'
const partOf = (table: string) => table.slice(0, table.indexOf('.'))
const place = (table: string) => {
  const at = Object.keys(parts).indexOf(partOf(table))
  return partOf(table) === trail ? 1000 : at < 0 ? 100 : at
}

const spelt: Readonly<Record<string, string>> = {
  ...{ org: 'organisation', organization: 'organisation', organizations: 'organisations', dept: 'department' },
  ...{ enrollment: 'enrolment', enrollments: 'enrolments', ip: 'IP', nhs: 'NHS', gp: 'GP' },
}
/** `content_progress` and `assignedBy` as people write: "Content progress", "Assigned by". */
const words = (name: string) => {
  const parts = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).split('_')
  const text = parts.map((part) => spelt[part] ?? part).join(' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

type Told = { zone: string; names: ReadonlyMap<string, string> }
type Fact = readonly [label: string, text: string]
/** What only machines need: ids without a name, who wrote a row (the trail is their authority), its version; when, if another time says it. */
const dull = /^(id|version|updatedAt|searchName|preferences|metadata)$|(By|Key)$/
const isTime = ([column, value]: [string, unknown]) => /(At|Date)$/.test(column) && !/^(cre|upd)atedAt$/.test(column) && value !== null
function factsOf(row: Record<string, unknown>, told: Told): Fact[] {
  const isDated = Object.entries(row).some(isTime)
  return Object.entries(row).flatMap(([column, value]) => {
    if (dull.test(column) || (isDated && column === 'createdAt')) return []
    if (/Id$/.test(column)) {
      const name = told.names.get(String(value))
      return name ? [[words(column.replace(/Id$/, '')), name] as const] : []
    }
    const text = said(value, told)
    return text === '' ? [] : [[words(column), text] as const]
  })
}
const done: Readonly<Record<string, string>> = { create: 'added', update: 'changed', delete: 'deleted', read: 'read' }
/** An entry of the trail: when, what, by whom, and from which value to which. */
function deed({ createdAt, entityType, action, byMyself, oldValues, newValues, ipAddress }: Record<string, unknown>, told: Told): Fact[] {
  const facts = [
    ['When', said(createdAt, told)],
    ['What', `${words(String(entityType)).toLowerCase()} ${done[String(action)] ?? String(action)}`],
    ['By', byMyself ? 'you' : 'somebody else, or Salus itself'],
    ['From', said(ipAddress, told)],
    ['Before', said(oldValues, told)],
    ['After', said(newValues, told)],
  ] as const
  return facts.filter(([, text]) => text !== '')
}
function said(value: unknown, told: Told): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value)) return joined(value.map((one) => said(one, told)))
  if (typeof value === 'object') return sentence(factsOf(value as Record<string, unknown>, told))
  const text = String(value)
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text))
    return Temporal.Instant.from(text).toZonedDateTimeISO(told.zone).toPlainDateTime().toLocaleString('en-GB', minutes)
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) return Temporal.PlainDateTime.from(text).toLocaleString('en-GB', minutes)
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return Temporal.PlainDate.from(text).toLocaleString('en-GB', { dateStyle: 'medium' })
  return /^[a-z]+(_[a-z]+)+$/.test(text) ? text.replaceAll('_', ' ') : text
}
const minutes = { dateStyle: 'medium', timeStyle: 'short' } as const
const joined = (texts: readonly string[]) => texts.filter(Boolean).join(', ')
const sentence = (facts: readonly Fact[]) => joined(facts.map(([label, text]) => `${label.toLowerCase()} ${text}`))

type Of = { name: string; issuer: string; day: string; held: readonly Held[] } & Told
/** What is held about a person, to be read: in their words and time, a heading for each kind of record, a paragraph for each row. */
export async function readable({ name, issuer, day, held, ...told }: Of): Promise<Buffer> {
  // Rarely needed, and large.
  const { default: PDFDocument } = await import('pdfkit')
  const title = `What ${issuer} holds about ${name}`
  const margins = { top: 56, bottom: 64, left: 56, right: 56 }
  const info = { Title: title, Author: issuer }
  const doc = new PDFDocument({ size: 'A4', margins, lang: 'en-GB', displayTitle: true, bufferPages: true, info })
  const write = (text: string, { size = 10, font = fonts.regular, colour = ink, gap = 2 } = {}) =>
    doc.font(font).fontSize(size).fillColor(colour).text(text, { paragraphGap: gap })
  const room = (points: number) => void (doc.y + points > doc.page.height - margins.bottom && doc.addPage())
  const heading = (text: string, size: number) => {
    room(size * 5)
    write(text, { size, font: fonts.bold, gap: 4 })
  }
  write(title, { size: 20, font: fonts.bold, gap: 6 })
  const when = said(day, told)
  write(
    `${when}. Times are those of ${told.zone.replaceAll('_', ' ')}. Everything, to the last detail, is in data.json beside this file.`,
    {
      colour: soft,
      gap: 14,
    },
  )
  const sorted = held.toSorted((one, other) => place(one.table) - place(other.table))
  for (const [part, tables] of Map.groupBy(sorted, ({ table }) => partOf(table))) {
    doc.moveDown(0.6)
    heading(part === trail ? 'What you did, and what was done with what is yours' : (parts[part] ?? words(part)), 15)
    for (const { table, rows } of tables) {
      heading(`${words(table.slice(part.length + 1))} (${rows.length})`, 11)
      for (const row of rows.slice(0, printed)) paragraph(part === trail ? deed(row, told) : factsOf(row, told))
      if (rows.length > printed) write(`… and ${rows.length - printed} more in data.json`, { colour: soft, gap: 6 })
    }
  }
  heading('Not in this copy', 15)
  for (const [table, why] of Object.entries(leftOut)) paragraph([[words(table.split('.')[1] ?? ''), why]])
  const { count } = doc.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page)
    doc.page.margins.bottom = 0 // what stands below the last line begins no new page
    doc.font(fonts.regular).fontSize(8).fillColor(soft)
    doc.text(`${name} · ${when} · ${page + 1} of ${count}`, margins.left, doc.page.height - 40, { align: 'center' })
  }
  doc.end()
  return buffer(doc)

  /** Labels are quiet, what they say is not; a thin line ends it. */
  function paragraph(facts: readonly Fact[]) {
    room(30)
    doc.fontSize(10)
    const last = facts.length - 1
    for (const [i, [label, text]] of facts.entries()) {
      doc.font(fonts.regular).fillColor(soft).text(`${label}  `, { continued: true })
      doc.fillColor(ink).text(i === last ? text : `${text}    `, { continued: i !== last, paragraphGap: 3 })
    }
    if (facts.length === 0) return
    doc
      .moveTo(margins.left, doc.y)
      .lineTo(doc.page.width - margins.right, doc.y)
      .lineWidth(0.5)
      .stroke(line)
    doc.y += 4
  }
}
