import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { detectDelimiter } from 'hucre/csv'
import { TooLarge } from './parts.ts'
import { wrongFile } from './policy.ts'
import { workbookRows } from './workbook.ts'

/** What a file may hold: rows that say something, rows at all, columns, letters of a cell. */
const most = { rows: 200_000, lines: 400_000, columns: 100, letters: 1_000 }
const longestLine = most.columns * most.letters
/** So many rows are handed on, and so many letters of a text are read, before others have their turn. */
const atOnce = 2_000
const pieceLength = 65_536

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
const tooLong = (line: number) => wrongFile(`A cell in line ${line} is longer than ${most.letters.toLocaleString('en-GB')} characters.`)

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
  const parser = parse({
    ...{ delimiter: detectDelimiter(text.slice(0, 65_536)), record_delimiter: ['\r\n', '\n', '\r'], bom: true },
    ...{ relax_column_count: true, relax_quotes: true, max_record_size: longestLine },
  })
  Readable.from(pieces(text)).pipe(parser)
  let [rows, line]: [Row[], number] = [[], 0]
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (++line > most.lines) throw wrongFile(`This file has more than ${most.lines.toLocaleString('en-GB')} lines. Please split it.`)
      rows.push({ line, cells: cells.map(textOf) })
      if (rows.length < atOnce) continue
      yield rows
      rows = []
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const at = Number(error.records) + 1
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') throw wrongFile(`A quotation mark (") that opens in line ${at} is never closed.`)
    const letters = longestLine.toLocaleString('en-GB')
    throw wrongFile(`Line ${at} is longer than ${letters} characters, or a quotation mark (") in it is not closed.`)
  }
  yield rows
}
/** A text in pieces, so that no more of it is read than is asked for. */
function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += pieceLength) yield text.slice(at, at + pieceLength)
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
