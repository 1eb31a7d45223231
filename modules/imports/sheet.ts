import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { detectDelimiter, parseCsv } from 'hucre/csv'
import { streamXlsxRows } from 'hucre/xlsx'
import { type Entry, fromBuffer, type ZipFile } from 'yauzl'
import { wrongFile } from './policy.ts'

/** What a file may hold: real bytes after unpacking, parts of an archive, rows, columns, letters of a cell. */
const most = { bytes: 400 * 1024 * 1024, parts: 2_000, rows: 200_000, columns: 100, letters: 1_000 }
const open = promisify<Buffer, object, ZipFile>(fromBuffer as never)

/** The rows of a CSV or of the first sheet of an XLSX file, as text; empty ones are left out. Throws 422 for anything else. */
export async function* rowsOf(bytes: Buffer): AsyncGenerator<{ line: number; cells: string[] }> {
  const archive = bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04'
  let count = 0
  for await (const { line, cells } of archive ? sheetRows(bytes) : textRows(bytes)) {
    if (cells.every((cell) => cell === '')) continue
    if (++count > most.rows) throw wrongFile(`This file has more than ${most.rows.toLocaleString('en-GB')} rows. Please split it.`)
    if (cells.length > most.columns) throw wrongFile(`Line ${line} has more than ${most.columns} columns.`)
    if (cells.some((cell) => cell.length > most.letters))
      throw wrongFile(`A cell in line ${line} is longer than ${most.letters} characters.`)
    yield { line, cells }
  }
}

async function* sheetRows(bytes: Buffer): AsyncGenerator<{ line: number; cells: string[] }> {
  await withinLimits(bytes)
  try {
    for await (const { index, values } of streamXlsxRows(bytes as Uint8Array<ArrayBuffer>))
      yield { line: index + 1, cells: values.map(textOf) }
  } catch {
    throw wrongFile('This is not a workbook that can be read. Save it again as XLSX, or as CSV.')
  }
}

/** A cell as people read it: a day without its time. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  return String(value).trim()
}

/** Unpacks every part of an archive once, only to count: what an archive says of itself is not believed. */
async function withinLimits(bytes: Buffer): Promise<void> {
  let total = 0
  const names = new Set<string>()
  const count = () =>
    new Writable({
      write(chunk: Buffer, _, done) {
        total += chunk.length
        done(total > most.bytes ? new Error('too large') : null)
      },
    })
  try {
    const zip = await open(bytes, { lazyEntries: true, autoClose: false })
    const read = promisify<Entry, NodeJS.ReadableStream>(zip.openReadStream.bind(zip) as never)
    for await (const entry of entries(zip)) {
      const isLink = ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000
      if (isLink || names.has(entry.fileName) || names.size >= most.parts) throw new Error('no plain workbook')
      names.add(entry.fileName)
      await pipeline(await read(entry), count())
    }
  } catch {
    throw wrongFile(total > most.bytes ? 'Unpacked, this workbook is larger than allowed.' : 'This is not a workbook that can be read.')
  }
}

async function* entries(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const next = await new Promise<Entry | null>((resolve, reject) => {
      const over = (given: Entry | null) => {
        zip.removeAllListeners()
        resolve(given)
      }
      zip
        .once('entry', over)
        .once('end', () => over(null))
        .once('error', reject)
      zip.readEntry()
    })
    if (!next) return
    yield next
  }
}

/** Text as UTF-8 or, as spreadsheets of old write it, Windows-1252; the separator is found. */
function* textRows(bytes: Buffer): Generator<{ line: number; cells: string[] }> {
  if (bytes.includes(0)) throw wrongFile('Choose a CSV or an XLSX file.')
  const text = decoded(bytes)
  const rows = parseCsv(text, { delimiter: detectDelimiter(text) })
  for (const [i, cells] of rows.entries()) yield { line: i + 1, cells: cells.map(textOf) }
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
