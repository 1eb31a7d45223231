import { zip } from '#modules/account/zip.ts'

type Part = readonly [name: string, text: string | Buffer]
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const related = (...all: [id: string, type: string, target: string][]) =>
  `<Relationships>${all.map(([id, type, to]) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${to}"/>`).join('')}</Relationships>`

/** Any archive, as somebody makes it who means no good: names and contents as given. */
export async function archive(parts: readonly Part[]): Promise<Buffer> {
  async function* entries() {
    for (const [name, text] of parts) yield { name, bytes: Buffer.from(text) }
  }
  const chunks: Buffer[] = []
  for await (const chunk of zip(entries(), Temporal.Instant.from('2026-06-15T08:00:00Z'))) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** A workbook of one sheet: its XML between `<sheetData>` and its end, and that of the parts that may stand beside it. */
export const workbook = (rows: string | Buffer, { shared = '', styles = '', more = [] as readonly Part[] } = {}): Promise<Buffer> =>
  archive([
    ['_rels/.rels', related(['r1', 'officeDocument', 'xl/workbook.xml'])],
    ['xl/workbook.xml', '<x:workbook xmlns:x="x"><x:sheets><x:sheet name="People" sheetId="1" r:id="r1"/></x:sheets></x:workbook>'],
    [
      'xl/_rels/workbook.xml.rels',
      related(
        ['r1', 'worksheet', 'worksheets/sheet1.xml'],
        ['r2', 'sharedStrings', '/xl/sharedStrings.xml'],
        ['r3', 'styles', 'styles.xml'],
      ),
    ],
    ['xl/sharedStrings.xml', `<sst>${shared}</sst>`],
    ['xl/styles.xml', `<styleSheet>${styles}</styleSheet>`],
    [
      'xl/worksheets/sheet1.xml',
      Buffer.concat([Buffer.from('<worksheet><sheetData>'), Buffer.from(rows), Buffer.from('</sheetData></worksheet>')]),
    ],
    ...more,
  ])
