import type { Readable } from 'node:stream'
import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { fonts } from '#platform/fonts.ts'

const ink = '#1d2b2f'
const soft = '#5a6b70'
const [left, right, bottom] = [56, 539, 770]

type Party = {
  name?: string
  address?: string | null
  email?: string
  vatNumber?: string | null
  taxId?: string | null
  country?: string | null
  bankDetails?: string | null
}
/** An invoice or credit note as it was issued, and what is open of it. Throws 404. */
export async function documentOf(db: Db, id: string) {
  const row = await db
    .selectFrom('billing.invoices as i')
    .leftJoin('billing.open_items as o', 'o.invoiceId', 'i.id')
    .leftJoin('billing.invoices as c', 'c.id', 'i.correctsId')
    .selectAll('i')
    .select(['o.openAmount', 'c.number as corrects'])
    .where('i.id', '=', id)
    .executeTakeFirst()
  if (!row) throw notFound()
  const { seller, buyer, lines, openAmount, ...rest } = row
  const parties = { seller: seller as Party, buyer: buyer as Party }
  return { ...rest, ...parties, lines: lines as { description: string; net: number }[], open: openAmount ?? 0 }
}
type Document = Omit<Awaited<ReturnType<typeof documentOf>>, 'tenantId' | 'createdAt'>

export const money = (amount: number, currency: string): string =>
  /^[A-Z]{3}$/.test(currency) ? new Intl.NumberFormat('en-GB', { style: 'currency', currency }).format(amount) : amount.toFixed(2)
const countries = new Intl.DisplayNames('en-GB', { type: 'region' })
const countryName = (code: string) => (/^[A-Z]{2}$/.test(code) ? countries.of(code) : code)
const dayOf = (instant: string) =>
  Temporal.Instant.from(instant).toZonedDateTimeISO('UTC').toPlainDate().toLocaleString('en-GB', { dateStyle: 'long' })

/** The document as A4 pages: who, to whom, what for, the sums, and how to pay. */
export async function printInvoice(of: Document): Promise<Readable> {
  const { default: PDFDocument } = await import('pdfkit') // rarely needed, and large
  const { seller, buyer, number, currency } = of
  const title = of.kind === 'invoice' ? 'Invoice' : 'Credit note'
  const doc = new PDFDocument({
    ...{ size: 'A4', margins: { top: 56, bottom: 40, left, right: 56 }, lang: 'en-GB', displayTitle: true },
    info: { Title: `${title} ${number}`, Author: seller.name ?? '', CreationDate: new Date(of.issuedAt) },
  })
  const write = (
    text: string,
    x: number,
    y: number,
    { font = 'regular' as keyof typeof fonts, size = 10, fill = ink, width = right - x, align = 'left' as 'left' | 'right' } = {},
  ) => {
    doc.font(fonts[font]).fontSize(size).fillColor(fill).text(text, x, y, { width, align })
    return doc.y
  }
  const rule = (y: number, weight = 0.5) => doc.moveTo(left, y).lineTo(right, y).lineWidth(weight).stroke('#c9d3d5')
  const block = (label: string, lines: (string | null | undefined)[], x: number, y: number, width: number) => {
    const below = label ? write(label, x, y, { size: 9, fill: soft, width }) + 2 : y
    const [first = '', ...others] = lines.filter((line) => line)
    const next = write(first as string, x, below, { font: 'bold', size: 11, width })
    return others.length ? write(others.join('\n'), x, next, { width }) : next
  }

  const top = write(title, left, 56, { font: 'bold', size: 26, width: 260 })
  const vat = seller.vatNumber ? `VAT number ${seller.vatNumber}` : null
  const sellerEnds = block('', [seller.name, seller.address, seller.email, vat], 320, 60, right - 320)
  write(number, left, top, { size: 13, fill: soft, width: 260 })
  const start = Math.max(sellerEnds, 130) + 22
  rule(start - 10)
  const buyerEnds = block(
    'Billed to',
    [buyer.name, buyer.address, buyer.country && countryName(buyer.country), buyer.taxId ? `VAT number ${buyer.taxId}` : null],
    left,
    start,
    240,
  )
  const facts: [string, string][] = [
    ['Issued', dayOf(of.issuedAt)],
    ...(of.kind === 'invoice' ? ([['Due', dayOf(of.dueAt)]] as [string, string][]) : []),
    ...(of.corrects ? ([['Corrects invoice', of.corrects]] as [string, string][]) : []),
  ]
  facts.forEach(([label, value], i) => {
    write(label, 320, start + i * 18, { fill: soft, width: 100 })
    write(value, 420, start + i * 18, { font: 'bold' })
  })

  let y = Math.max(buyerEnds, start + facts.length * 18) + 26
  const amounts = { width: 110, align: 'right' as const }
  const row = (text: string, amount: number, style: { font?: 'bold'; size?: number } = {}) => {
    if (y > bottom - 60) {
      doc.addPage()
      y = 56
    }
    const ends = write(text, left, y, { width: right - 120 - left, ...style })
    write(money(amount, currency), right - 110, y, { ...amounts, ...style })
    y = ends + 8
  }
  write('Description', left, y, { size: 9, fill: soft })
  write('Amount', right - 110, y, { size: 9, fill: soft, ...amounts })
  y += 18
  rule(y - 4)
  for (const { description, net } of of.lines) row(description, net)
  rule(y)
  y += 10
  row('Net', of.net)
  row(of.taxNote ?? `VAT ${of.vatRate} %`, of.vat)
  rule(y, 1)
  y += 8
  row('Total', of.total, { font: 'bold', size: 13 })
  y += 18
  if (of.occasion === 'refund') write('This amount is paid back to you.', left, y, { fill: soft })
  else if (of.kind === 'credit_note') write('This amount comes off what is open, and off the next invoices.', left, y, { fill: soft })
  else if (seller.bankDetails)
    block(`Please pay by ${dayOf(of.dueAt)}, with ${number} as the reference, to`, seller.bankDetails.split('\n'), left, y, 320)
  doc.end()
  return doc as unknown as Readable
}
