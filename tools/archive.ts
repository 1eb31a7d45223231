import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'

/** A file (or folder, without `read`) of an archive. `read` may yield less or more than `size`: exactly `size` bytes are kept. */
export type Entry = { name: string; size: number; read?: () => AsyncIterable<Buffer> }
type Body = { name: string; folder: boolean; body: AsyncIterable<Buffer> }

const hashesName = 'hashes.json'
const block = 512
const piece = 1 << 20

/** Writes a gzipped tar file that ends with the SHA-256 of everything in it. */
export async function writeArchive(path: string, entries: AsyncIterable<Entry>): Promise<void> {
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })
  await pipeline(Readable.from(pack(entries), { objectMode: false }), createGzip({ level: 1 }), file)
}

async function* pack(entries: AsyncIterable<Entry>): AsyncGenerator<Buffer> {
  const hashes: Record<string, string> = {}
  for await (const entry of entries) {
    yield header(entry)
    if (!entry.read) continue
    const sum = createHash('sha256')
    for await (const part of exactly(entry.size, entry.read())) {
      sum.update(part)
      yield part
    }
    yield padding(entry.size)
    hashes[entry.name] = sum.digest('hex')
  }
  const last = Buffer.from(JSON.stringify(hashes))
  yield Buffer.concat([header({ name: hashesName, size: last.length, read: async function* () {} }), last, padding(last.length)])
  yield Buffer.alloc(2 * block)
}

/** A file that changes while it is read: cut off, or filled with zeros. PostgreSQL's own log mends what was torn. */
async function* exactly(size: number, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let left = size
  for await (const chunk of source) {
    if (left === 0) return
    const part = chunk.subarray(0, left)
    left -= part.length
    yield part
  }
  for (; left > 0; left -= Math.min(left, piece)) yield Buffer.alloc(Math.min(left, piece))
}

const padding = (size: number) => Buffer.alloc((block - (size % block)) % block)

function header({ name, size, read }: Entry): Buffer {
  const path = read ? name : `${name}/`
  const cut = path.length > 100 ? path.indexOf('/', path.length - 101) : -1
  const [prefix, rest] = cut > 0 ? [path.slice(0, cut), path.slice(cut + 1)] : ['', path]
  if (rest.length > 100 || prefix.length > 155) throw new Error(`The name ${name} is too long for an archive`)
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`
  const bytes = Buffer.alloc(block)
  bytes.write(rest, 0)
  bytes.write(`${octal(read ? 0o600 : 0o700, 8)}${octal(0, 8)}${octal(0, 8)}`, 100)
  if (size < 8 ** 11) bytes.write(octal(size, 12), 124)
  else {
    bytes.writeUInt8(0x80, 124)
    bytes.writeBigUInt64BE(BigInt(size), 128)
  }
  bytes.write(octal(Math.floor(Date.now() / 1000), 12), 136)
  bytes.write('        ', 148)
  bytes.write(read ? '0' : '5', 156)
  bytes.write('ustar\x0000', 257)
  bytes.write(prefix, 345)
  bytes.write(
    `${octal(
      bytes.reduce((sum, byte) => sum + byte, 0),
      7,
    )} `,
    148,
  )
  return bytes
}

/** Hands every entry to `take` and then compares what was read with the archive's own hashes. Throws when it is not whole. */
export async function readArchive(path: string, take: (entry: Body) => Promise<void>): Promise<void> {
  const found: Record<string, string> = {}
  let hashes: Record<string, string> | undefined
  for await (const { name, folder, body } of unpack(createReadStream(path).pipe(createGunzip()))) {
    if (name === hashesName) {
      hashes = JSON.parse(Buffer.concat(await Array.fromAsync(body)).toString())
      break
    }
    if (/^\/|(^|\/)\.\.(\/|$)/.test(name)) throw new Error(`it holds a path that leads elsewhere: ${name}`)
    const sum = createHash('sha256')
    const hashed = async function* () {
      for await (const part of body) {
        sum.update(part)
        yield part
      }
    }
    await take({ name, folder, body: hashed() })
    if (!folder) found[name] = sum.digest('hex')
  }
  if (!hashes) throw new Error('it ends too early')
  const wrong = Object.keys({ ...hashes, ...found }).find((name) => hashes[name] !== found[name])
  if (wrong) throw new Error(`${wrong} is not what was saved`)
}

async function* unpack(stream: Readable): AsyncGenerator<Body> {
  const chunks = stream[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  const upTo = async (wanted: number): Promise<Buffer> => {
    if (rest.length === 0) rest = (await chunks.next()).value ?? Buffer.alloc(0)
    if (rest.length === 0) throw new Error('it ends too early')
    const part = rest.subarray(0, wanted)
    rest = rest.subarray(part.length)
    return part
  }
  const bytes = async function* (size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0; ) {
      const part = await upTo(left)
      left -= part.length
      yield part
    }
  }
  for (;;) {
    const head = Buffer.concat(await Array.fromAsync(bytes(block)))
    if (head.every((byte) => byte === 0)) return
    const text = (from: number, length: number) => head.toString('utf8', from, from + length).replace(/\0.*$/s, '')
    const size = head[124] === 0x80 ? Number(head.readBigUInt64BE(128)) : Number.parseInt(text(124, 12), 8)
    if (text(257, 5) !== 'ustar' || Number.isNaN(size)) throw new Error('it is not a backup of Salus')
    const body = bytes(size)
    const folder = text(156, 1) === '5'
    yield { name: [text(345, 155), text(0, 100)].filter(Boolean).join('/').replace(/\/$/, ''), folder, body }
    for await (const _ of body); // what was not read
    for await (const _ of bytes(padding(size).length));
  }
}
