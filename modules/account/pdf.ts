import { buffer } from 'node:stream/consumers'
import { fonts } from '#platform/fonts.ts'
import type { Held } from './gather.ts'
import { leftOut } from './held.ts'

const [ink, soft] = ['#1d2b2f', '#5a6b70']
/** So many rows of a table are printed; the JSON beside it has all. */
const printed = 200

/** `content_progress` and `assignedBy` as people write: "Content progress", "Assigned by". */
const words = (name: string) => {
  const text = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
const said = (value: unknown): string =>
  typeof value === 'boolean' ? (value ? 'Yes' : 'No') : typeof value === 'object' ? JSON.stringify(value) : String(value)

/** What is held about a person, to be read: a heading for each kind of record, a paragraph for each row. */
export async function readable(of: { name: string; issuer: string; day: string; held: readonly Held[] }): Promise<Buffer> {
  // Rarely needed, and large.
  const { default: PDFDocument } = await import('pdfkit')
  const title = `What ${of.issuer} holds about ${of.name}`
  const doc = new PDFDocument({ size: 'A4', margin: 56, lang: 'en-GB', displayTitle: true, info: { Title: title, Author: of.issuer } })
  const line = (text: string, { size = 10, font = fonts.regular, colour = ink, gap = 2 } = {}) =>
    doc.font(font).fontSize(size).fillColor(colour).text(text, { paragraphGap: gap })
  line(title, { size: 20, font: fonts.bold, gap: 6 })
  line(`${of.day}. The same, complete and for machines, is in data.json beside this file.`, { colour: soft, gap: 14 })
  for (const { table, rows } of of.held) {
    const [module = '', name = ''] = table.split('.')
    line(`${words(module)}: ${words(name).toLowerCase()} (${rows.length})`, { size: 13, font: fonts.bold, gap: 4 })
    for (const row of rows.slice(0, printed)) {
      const facts = Object.entries(row).filter(([column, value]) => value !== null && value !== '' && !/(^id|Id|Key)$/.test(column))
      line(facts.map(([column, value]) => `${words(column)}: ${said(value)}`).join(' · '), { gap: 6 })
    }
    if (rows.length > printed) line(`… and ${rows.length - printed} more in data.json`, { colour: soft, gap: 6 })
    doc.moveDown(0.5)
  }
  line('Not in this copy', { size: 13, font: fonts.bold, gap: 4 })
  for (const [table, why] of Object.entries(leftOut)) line(`${words(table.split('.')[1] ?? '')}: ${why}`, { gap: 4 })
  doc.end()
  return buffer(doc)
}
