import { setImmediate } from 'node:timers/promises'
import { detectDelimiter } from 'hucre/csv'
import { TooLarge } from './parts.ts'
import { wrongFile } from './policy.ts'
import { workbookRows } from './workbook.ts'

/** What a file may hold: rows that say something, rows at all, columns, letters of a cell. */
const most = { rows: 200_000, lines: 1_048_576, columns: 100, letters: 1_000 }
/** So many rows of a text are read before others have their turn. */
const atOnce = 2_000

type Row = { line: number; cells: string[] }
/** The rows of a CSV or of the first sheet of an XLSX file, as text, some at a time; empty ones are left out. Throws 422 for anything else. */
export async function* rowsOf(bytes: Buffer): AsyncGenerator<Row[]> {
  const archive = bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04'
  let count = 0
  for await (const rows of archive ? sheetRows(bytes) : textRows(bytes)) {
    const said = rows.filter(({ cells }) => cells.some((cell) => cell !== ''))
    count += said.length
    if (count > most.rows) throw wrongFile(`This file has more than ${most.rows.toLocaleString('en-GB')} rows. Please split it.`)
    for (const { line, cells } of said) {
      if (cells.length > most.columns) throw tooWide(line)
      if (cells.some((cell) => cell.length > most.letters)) throw tooLong(line)
    }
    yield said
  }
}
const tooWide = (line: number) => wrongFile(`Line ${line} has more than ${most.columns} columns.`)
const tooLong = (line: number, or = '') =>
  wrongFile(`A cell in line ${line} is longer than ${most.letters.toLocaleString('en-GB')} characters${or}.`)

async function* sheetRows(bytes: Buffer): AsyncGenerator<Row[]> {
  try {
    for await (const rows of workbookRows(bytes)) yield rows.map(({ line, cells }) => ({ line, cells: cells.map(textOf) }))
  } catch (error) {
    if (error instanceof TooLarge) throw wrongFile('Unpacked, this workbook is larger than allowed. Save only its sheet of people, as CSV.')
    throw wrongFile('This is not a workbook that can be read. Save it again as XLSX, or as CSV.')
  }
}

/** A cell as people read it: a day without its time, nothing that no keyboard writes. */
function textOf(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  return String(value).replaceAll('\0', '').toWellFormed().trim()
}

/** The rows of text, whose separator is found; a quotation mark that is not closed ends nothing unseen. */
async function* textRows(bytes: Buffer): AsyncGenerator<Row[]> {
  const text = decoded(bytes)
  const delimiter = detectDelimiter(text.slice(0, 65_536))
  const plain = new RegExp(`[^${delimiter}\\r\\n]*`, 'y')
  let [rows, at]: [Row[], number] = [[], 0]
  for (let line = 1; at < text.length; line++) {
    if (line > most.lines) throw wrongFile(`This file has more than ${most.lines.toLocaleString('en-GB')} lines. Please split it.`)
    const cells: string[] = []
    for (let isMore = true; isMore; ) {
      const quoted = text[at] === '"' ? closed(text, at + 1, line) : { value: '', end: at }
      plain.lastIndex = quoted.end
      const rest = plain.exec(text)?.[0] ?? ''
      if (cells.push(textOf(quoted.value + rest)) > most.columns) throw tooWide(line)
      at = quoted.end + rest.length
      isMore = text[at] === delimiter
      at += text.startsWith('\r\n', at) ? 2 : 1
    }
    rows.push({ line, cells })
    if (rows.length < atOnce) continue
    yield rows
    rows = []
    await setImmediate()
  }
  yield rows
}

/** What stands between two quotation marks; a doubled one is one of the text. */
function closed(text: string, from: number, line: number): { value: string; end: number } {
  let value = ''
  for (let at = from; ; ) {
    const end = text.indexOf('"', at)
    if (end < 0) throw wrongFile(`A quotation mark (") that opens in line ${line} is never closed.`)
    value += text.slice(at, end)
    if (value.length > most.letters) throw tooLong(line, ', or its quotation mark (") is not closed')
    if (text[end + 1] !== '"') return { value, end: end + 1 }
    value += '"'
    at = end + 2
  }
}

/** Text as UTF-8, as UTF-16 that says so, or, as spreadsheets of old write it, as Windows-1252. */
function decoded(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex')
  if (mark === 'fffe' || mark === 'feff') return new TextDecoder(mark === 'fffe' ? 'utf-16le' : 'utf-16be').decode(bytes)
  if (bytes.includes(0)) throw wrongFile('This is not text. Choose a CSV file, saved as UTF-8, or an XLSX file.')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
