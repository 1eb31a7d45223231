import type { Readable } from 'node:stream'
import { themeOf } from '#modules/tenancy/index.ts'
import type { Db } from '#platform/db.ts'
import { fonts } from '#platform/fonts.ts'
import type { Certificate, TemplateData } from './contract.ts'
import { printFacts } from './queries.ts'

type Font = keyof typeof fonts

type Printed = Omit<Certificate, 'may'> & { issuer: string; zone: string; colour: string; design: TemplateData }

const ink = '#1d2b2f'
const soft = '#5a6b70'
const [width, height] = [841.89, 595.28]
const margin = 64

/** The certificate as one A4 page in the design it was issued with and the tenant's colour; said across it where it no longer counts. */
export async function printCertificate(db: Db, certificate: Certificate & { templateId: string | null }): Promise<Readable> {
  const [[facts], theme] = await Promise.all([printFacts(db, certificate), themeOf(db)])
  const { issuer = '', zone = null, design = null } = facts ?? {}
  return drawCertificate({ ...certificate, issuer, zone: zone ?? 'Europe/London', design: design ?? {}, colour: theme.colors.primary })
}

export async function drawCertificate(printed: Printed): Promise<Readable> {
  // Rarely needed, and large.
  const [{ default: PDFDocument }, { default: QRCode }] = await Promise.all([import('pdfkit'), import('qrcode')])
  const qr = await QRCode.toBuffer(printed.url, { errorCorrectionLevel: 'M', margin: 0, width: 480 })
  const { design, holderName, courseTitle, issuer, number } = printed
  const colour = design.colour ?? printed.colour
  const doc = new PDFDocument({
    size: [width, height],
    margin: 0,
    lang: 'en-GB',
    displayTitle: true,
    info: {
      Title: `${courseTitle}: ${holderName}`,
      Author: issuer,
      Subject: `Certificate ${number}`,
      CreationDate: new Date(printed.issueDate),
    },
  })
  const write = (text: string, font: Font, size: number, y: number, fill = ink) => {
    doc
      .font(fonts[font])
      .fontSize(fitting(doc.font(fonts[font]), text, size))
      .fillColor(fill)
    doc.text(text, margin, y, { width: width - 2 * margin, align: 'left', lineBreak: false })
  }
  doc.rect(0, 0, width, height).fill('#ffffff')
  doc.rect(0, 0, 14, height).fill(colour)
  doc.rect(margin, 118, 72, 3).fill(colour)

  write(issuer, 'semibold', 15, 58, colour)
  write(design.heading || 'Certificate of completion', 'bold', 34, 136)
  write(design.statement || 'This certifies that', 'regular', 14, 204, soft)
  write(holderName, 'bold', 40, 226)
  write('has completed and passed', 'regular', 14, 290, soft)
  paragraph(doc, courseTitle, 312)

  const day = (instant: string) => formatDay(instant, printed.zone)
  const facts: [string, string][] = [
    ['Issued', day(printed.issueDate)],
    ['Valid until', printed.expiryDate ? day(printed.expiryDate) : 'No expiry'],
    ['Course revision', `${printed.revisionNumber} (${day(printed.revisionPublishedAt)})`],
  ]
  facts.forEach(([label, value], index) => {
    const x = margin + index * 150
    doc.font(fonts.regular).fontSize(10).fillColor(soft).text(label, x, 424, { lineBreak: false })
    doc.font(fonts.semibold).fontSize(13).fillColor(ink).text(value, x, 438, { lineBreak: false })
  })
  if (design.signatory) {
    doc
      .moveTo(margin, 500)
      .lineTo(margin + 200, 500)
      .lineWidth(0.7)
      .stroke(soft)
    doc.font(fonts.semibold).fontSize(11).fillColor(ink).text(design.signatory, margin, 505, { lineBreak: false })
    if (design.signatoryRole)
      doc.font(fonts.regular).fontSize(10).fillColor(soft).text(design.signatoryRole, margin, 520, { lineBreak: false })
  }

  const side = 108
  const left = width - margin - side
  doc.image(qr, left, 400, { width: side, height: side })
  doc.link(left, 400, side, side, printed.url)
  doc.font(fonts.regular).fontSize(9).fillColor(soft)
  doc.text('Scan to verify', left - 40, 400 + side + 6, { width: side + 80, align: 'center', lineBreak: false })
  doc
    .font(fonts.regular)
    .fontSize(9)
    .fillColor(soft)
    .text(`${number}  ·  ${printed.url}`, margin, height - 34, { lineBreak: false })
  if (printed.state !== 'valid') stamp(doc, printed.state === 'revoked' ? 'REVOKED' : 'EXPIRED')
  doc.end()
  return doc as unknown as Readable
}

/** The size at which a line fits the page: long names grow smaller, they are never cut. */
function fitting(doc: PDFKit.PDFDocument, text: string, size: number): number {
  const room = width - 2 * margin
  const wide = doc.fontSize(size).widthOfString(text)
  return wide <= room ? size : Math.max(9, (size * room) / wide)
}

/** A long course title takes two lines. */
function paragraph(doc: PDFKit.PDFDocument, text: string, y: number): void {
  const size = text.length > 70 ? 20 : 25
  doc.font(fonts.semibold).fontSize(size).fillColor(ink)
  doc.text(text, margin, y, { width: width - 2 * margin, height: 3.4 * size, lineGap: 2, ellipsis: true })
}

function stamp(doc: PDFKit.PDFDocument, word: string): void {
  doc.save()
  doc.rotate(-18, { origin: [width / 2, height / 2] })
  doc.fillOpacity(0.16).font(fonts.bold).fontSize(130).fillColor('#b3261e')
  doc.text(word, 0, height / 2 - 80, { width, align: 'center', lineBreak: false })
  doc.restore()
}

const formatDay = (instant: string, zone: string) =>
  Temporal.Instant.from(instant)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
