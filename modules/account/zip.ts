import { crc32, deflateRawSync } from 'node:zlib'

export type Entry = { name: string; bytes: Buffer }

/**
 * An archive of these entries, one in memory at a time (PKWARE APPNOTE 6.3, without ZIP64: fewer than 65,536 entries and 4 GB).
 * Names are UTF-8. The date is the one given, for all.
 */
export async function* zip(entries: AsyncIterable<Entry>, at: Temporal.Instant): AsyncGenerator<Buffer> {
  const { year, month, day, hour, minute, second } = at.toZonedDateTimeISO('UTC')
  const [time, date] = [(hour << 11) | (minute << 5) | (second >> 1), ((year - 1980) << 9) | (month << 5) | day]
  const directory: Buffer[] = []
  let offset = 0
  for await (const { name, bytes } of entries) {
    const [title, packed] = [Buffer.from(name), deflateRawSync(bytes)]
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0) // version needed
    facts.writeUInt16LE(0x0800, 2) // UTF-8 names
    facts.writeUInt16LE(8, 4) // deflate
    facts.writeUInt16LE(time, 6)
    facts.writeUInt16LE(date, 8)
    facts.writeUInt32LE(crc32(bytes), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(bytes.length, 18)
    facts.writeUInt16LE(title.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, title, packed])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, place, title]))
    offset += local.length
    yield local
  }
  const all = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(directory.length, 4)
  end.writeUInt16LE(directory.length, 6)
  end.writeUInt32LE(all.length, 8)
  end.writeUInt32LE(offset, 12)
  yield Buffer.concat([all, Buffer.from('PK\x05\x06', 'latin1'), end])
}
