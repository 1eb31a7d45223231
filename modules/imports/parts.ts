import { promisify } from 'node:util'
import sax from 'sax'
import { type Entry, fromBuffer, type ZipFile } from 'yauzl'

/** What an archive may hold: parts, and bytes of all of them as they say themselves; letters of one tag or text of a part. */
const most = { parts: 2_000, bytes: 400 * 1024 * 1024, letters: 65_536 }
const open = promisify<Buffer, object, ZipFile>(fromBuffer as never)

/** Unpacked, a part or the whole of an archive is larger than allowed. */
export class TooLarge extends Error {}

/** A tag of XML without its prefix, what its attributes say, and the text right before it. One that closes itself is two. */
export type Mark = { name: string; attributes: Record<string, string>; opens: boolean; closes: boolean; before: string }
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
  let [bytes, marks, before]: [number, Mark[], string] = [0, [], '']
  const note = (name: string, attributes: Mark['attributes'], opens: boolean) => {
    marks.push({ name: local(name), attributes, opens, closes: !opens, before })
    before = ''
  }
  const take = (text: string) => {
    before += text
    if (before.length > most.letters) throw new TooLarge()
  }
  const parser = sax.parser(true)
  parser.onopentag = ({ name, attributes }) => note(name, attributes as Mark['attributes'], true)
  parser.onclosetag = (name) => note(name, {}, false)
  parser.ontext = (text) => take(unescaped(text))
  parser.oncdata = take
  parser.ondoctype = () => {
    throw new Error('a document type')
  }
  parser.onerror = (error) => {
    throw /buffer length/.test(error.message) ? new TooLarge() : error
  }
  const decoder = new TextDecoder()
  for await (const chunk of stream) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new TooLarge()
    parser.write(decoder.decode(chunk, { stream: true }))
    yield marks
    marks = []
  }
  parser.close()
  yield marks
}
const local = (name: string) => name.slice(name.indexOf(':') + 1)

/** Letters that spreadsheets write as `_x000D_`. */
const unescaped = (text: string): string =>
  text.replace(/_x([\dA-Fa-f]{4})_/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
