import { type Mark, type Parts, partsOf, TooLarge } from './parts.ts'

/** What a workbook may hold: bytes that describe it, of shared texts and of rows; texts, rows, columns, cells, letters of a cell. */
const most = {
  ...{ described: 8 * 1024 * 1024, shared: 100 * 1024 * 1024, bytes: 400 * 1024 * 1024 },
  ...{ texts: 1_000_000, rows: 400_000, columns: 16_384, cells: 5_000_000, letters: 65_536 },
}
/** The attribute of this name that has a prefix, whichever it is. */
const prefixed = ({ attributes }: Mark, name: string) => Object.entries(attributes).find(([key]) => key.endsWith(`:${name}`))?.[1]

type Meaning = { texts: readonly string[]; days: ReadonlySet<number>; begins: number }
type Row = { line: number; cells: unknown[] }

/**
 * The rows of the first sheet of an XLSX file, piece by piece as they are unpacked: no more is held at once than a piece, and the texts
 * that cells share. Of a formula counts what it came to. Throws where it is no plain workbook; `TooLarge`.
 */
export async function* workbookRows(bytes: Buffer): AsyncGenerator<Row[]> {
  const parts = await partsOf(bytes)
  const [book] = await related(parts, '', 'officeDocument')
  if (!book) throw new Error('no workbook')
  let [sheet, begins]: [string | undefined, number] = [undefined, Date.UTC(1899, 11, 30)]
  for await (const marks of parts(book.path, most.described))
    for (const mark of marks) {
      if (mark.name === 'workbookPr' && /^(1|true)$/.test(mark.attributes.date1904 ?? '')) begins = Date.UTC(1904, 0, 1)
      if (mark.name === 'sheet') sheet ??= prefixed(mark, 'id')
    }
  const rows = (await related(parts, book.path, 'worksheet')).find(({ id }) => id === sheet)
  if (!rows) throw new Error('no sheet')
  const [texts, days] = [await sharedTexts(parts, book.path), await dayStyles(parts, book.path)]
  yield* rowsOf(parts(rows.path, most.bytes), { texts, days, begins })
}

/** The parts that a part refers to as something of this type. */
async function related(parts: Parts, from: string, type: string): Promise<{ id: string; path: string }[]> {
  const folder = from.slice(0, from.lastIndexOf('/') + 1)
  const found: { id: string; path: string }[] = []
  for await (const marks of parts(`${folder}_rels/${from.slice(folder.length)}.rels`, most.described))
    for (const mark of marks)
      if (mark.attributes.Type?.endsWith(`/${type}`))
        found.push({
          id: mark.attributes.Id ?? '',
          path: decodeURI(new URL(mark.attributes.Target ?? '', `file:///${folder}`).pathname.slice(1)),
        })
  return found
}

/** The texts that cells share, by their number. */
async function sharedTexts(parts: Parts, book: string): Promise<string[]> {
  const [part] = await related(parts, book, 'sharedStrings')
  const texts: string[] = []
  const letters = reader()
  for await (const marks of part ? parts(part.path, most.shared) : [])
    for (const mark of marks) {
      letters.take(mark)
      if (mark.name === 'si' && mark.closes && texts.push(letters.given()) > most.texts) throw new TooLarge()
    }
  return texts
}

/** Which styles of cells show a number as a day. */
async function dayStyles(parts: Parts, book: string): Promise<Set<number>> {
  const [part] = await related(parts, book, 'styles')
  const own = new Map<number, string>()
  const formats: number[] = []
  let isOfCells = false
  for await (const marks of part ? parts(part.path, most.described) : [])
    for (const mark of marks) {
      if (mark.name === 'numFmt' && mark.opens) own.set(Number(mark.attributes.numFmtId), mark.attributes.formatCode ?? '')
      if (mark.name === 'cellXfs') isOfCells = mark.opens
      if (mark.name === 'xf' && mark.opens && isOfCells) formats.push(Number(mark.attributes.numFmtId))
    }
  const isDay = (format: number) => {
    const letters = own.get(format)?.replace(/"[^"]*"|\[[^\]]*\]|\\.|[_*]./g, '')
    if (letters !== undefined) return /[ymd]/i.test(letters)
    return (format >= 14 && format <= 22) || (format >= 27 && format <= 36) || (format >= 50 && format <= 58)
  }
  return new Set(formats.flatMap((format, style) => (isDay(format) ? [style] : [])))
}

/** The text of a cell or of shared ones, of all its runs; how it is read aloud is left out. */
function reader() {
  let [text, isAside] = ['', false]
  return {
    take: ({ name, opens, closes, before }: Mark) => {
      if (closes && !isAside && (name === 'v' || name === 't')) text += before
      if (text.length > most.letters) throw new TooLarge()
      if (name === 'rPh') isAside = opens && !closes
    },
    given: () => {
      const whole = text
      text = ''
      return whole
    },
  }
}

async function* rowsOf(pieces: AsyncGenerator<Mark[]>, meaning: Meaning): AsyncGenerator<Row[]> {
  const letters = reader()
  let [line, rows, count, column] = [0, 0, 0, 0]
  let [kind, style]: [string | undefined, number] = [undefined, -1]
  let cells: unknown[] = []
  for await (const marks of pieces) {
    const found: Row[] = []
    for (const mark of marks) {
      letters.take(mark)
      if (mark.name === 'row' && mark.opens) {
        if (++rows > most.rows) throw new TooLarge()
        const given = Number(mark.attributes.r)
        line = Number.isInteger(given) && given > line && given <= most.rows ? given : line + 1
        ;[cells, column] = [[], 0]
      } else if (mark.name === 'c' && mark.opens) {
        column = columnOf(mark.attributes.r) ?? column
        if (++count > most.cells || column >= most.columns) throw new TooLarge()
        ;[kind, style] = [mark.attributes.t, Number(mark.attributes.s ?? -1)]
      }
      if (mark.name === 'c' && mark.closes) {
        const value = meant(letters.given(), { kind, style, ...meaning })
        // A cell that is only coloured is none, however far to the right it stands.
        while (value !== '' && cells.length < column) cells.push('')
        if (value !== '') cells[column] = value
        column++
      }
      if (mark.name === 'row' && mark.closes) found.push({ line, cells })
    }
    yield found
  }
}

/** What a cell says: text, or a number that its style shows as a day. */
function meant(text: string, { kind, style, texts, days, begins }: Meaning & { kind: string | undefined; style: number }): unknown {
  if (kind === 's') return texts[Number(text)] ?? ''
  if (kind === 'b') return text === '1'
  if (kind === 'd') return text.slice(0, 10)
  const number = text === '' || (kind ?? 'n') !== 'n' ? Number.NaN : Number(text)
  if (Number.isNaN(number)) return text
  return days.has(style) ? new Date(begins + Math.round(number * 86_400_000)) : number
}

/** `B7` stands in the second column, which is 1. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]+/.exec(reference ?? '')?.[0]
  return letters ? [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1 : undefined
}
