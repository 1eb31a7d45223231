import { promisify } from 'node:util'
import { type Entry, fromBuffer, type ZipFile } from 'yauzl'

/** What an archive may hold: parts, and bytes of all of them as they say themselves; letters of one tag or text of a part. */
const most = { parts: 2_000, bytes: 400 * 1024 * 1024, letters: 65_536 }
const open = promisify<Buffer, object, ZipFile>(fromBuffer as never)

/** Unpacked, a part or the whole of an archive is larger than allowed. */
export class TooLarge extends Error {}

/** A tag of XML without its prefix, what its attributes say, and the text right before it. */
export type Mark = { name: string; attributes: string; opens: boolean; closes: boolean; before: string }
/** The marks of a part by its path, as they are unpacked; up to so many bytes of it. */
export type Parts = (path: string, most: number) => AsyncGenerator<Mark[]>

/** The parts of a workbook. Throws where it is no plain archive; `TooLarge`. */
export async function partsOf(bytes: Buffer): Promise<Parts> {
  // Names with absolute or parent paths are refused by yauzl.
  const zip = await open(bytes, { lazyEntries: true, autoClose: false })
  const found = new Map<string, Entry>()
  let said = 0
  for await (const entry of entriesOf(zip)) {
    const isLink = ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000
    if (isLink || found.has(entry.fileName)) throw new Error('no plain workbook')
    said += entry.uncompressedSize
    if (found.size >= most.parts || said > most.bytes) throw new TooLarge()
    found.set(entry.fileName, entry)
  }
  const read = promisify<Entry, NodeJS.ReadableStream>(zip.openReadStream.bind(zip) as never)
  return async function* (path, mostBytes) {
    const entry = found.get(path)
    if (!entry) throw new Error(`no ${path}`)
    yield* marksOf((await read(entry)) as AsyncIterable<Buffer>, mostBytes)
  }
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
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

/** The marks of XML, piece by piece as it comes. What no program writes into a workbook ends it: a document type, endless tags and texts. */
async function* marksOf(stream: AsyncIterable<Buffer>, mostBytes: number): AsyncGenerator<Mark[]> {
  const decoder = new TextDecoder()
  let [bytes, rest] = [0, '']
  for await (const chunk of stream) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new TooLarge()
    const xml = rest + decoder.decode(chunk, { stream: true })
    const { marks, end } = marksIn(xml)
    rest = xml.slice(end)
    if (rest.length > most.letters) throw new TooLarge()
    yield marks
  }
  if (rest.trim() !== '') throw new Error('the part ends early')
}

/** The whole marks of a piece of XML, and where that begins which is not whole. */
function marksIn(xml: string): { marks: Mark[]; end: number } {
  const marks: Mark[] = []
  let [end, at, before] = [0, 0, '']
  for (;;) {
    const from = xml.indexOf('<', at)
    const to = from < 0 ? -1 : endOf(xml, from)
    if (to < 0) return { marks, end }
    before += unescaped(xml.slice(at, from))
    at = to
    if (xml.startsWith('<![CDATA[', from)) before += xml.slice(from + 9, to - 3)
    if (xml[from + 1] === '!' || xml[from + 1] === '?') continue
    const closes = xml[from + 1] === '/'
    const [, name = '', attributes = ''] = /^<\/?(?:[^\s/>:]+:)?([^\s/>]*)(.*?)\/?>$/s.exec(xml.slice(from, to)) ?? []
    marks.push({ name, attributes, opens: !closes, closes: closes || xml[to - 2] === '/', before })
    ;[before, end] = ['', at]
  }
}

const asides: [string, string][] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
]
/** Where a tag or what else begins with `<` is over; -1 where it is not. */
function endOf(xml: string, from: number): number {
  for (const [begin, end] of asides)
    if (xml.startsWith(begin, from)) {
      const found = xml.indexOf(end, from + begin.length)
      return found < 0 ? -1 : found + end.length
    }
  if (xml[from + 1] === '!' && xml.length > from + 9) throw new Error('a document type')
  let quote = 0
  for (let i = from + 1; i < xml.length; i++) {
    const letter = xml.charCodeAt(i)
    if (quote > 0) quote = letter === quote ? 0 : quote
    else if (letter === 34 || letter === 39) quote = letter
    else if (letter === 62) return i + 1
  }
  return -1
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
/** Text as it is meant: entities of XML, and letters that spreadsheets write as `_x000D_`. Entities of a document's own there are none. */
export const unescaped = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));|_x([\dA-Fa-f]{4})_/gi, (whole, decimal, hex, name, escaped) => {
    if (name) return named[name] ?? whole
    const letter = decimal ? Number(decimal) : Number.parseInt(hex ?? escaped, 16)
    return letter <= 0x10ffff ? String.fromCodePoint(letter) : whole
  })

/** Reads what a tag says by an attribute; `name` as a pattern. */
export function attribute(name: string): (of: Mark) => string | undefined {
  const pattern = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
  return ({ attributes }) => {
    const found = pattern.exec(attributes)
    return found ? unescaped(found[1] ?? found[2] ?? '') : undefined
  }
}
