import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Config } from './config.ts'

export type StoredFile = { key: string; sha256: string; size: number }

/** Where bytes live: a local folder, or an S3-compatible store when configured. Keys begin with the tenant's id. */
export type Files = {
  /** Stores a stream and tells its key, SHA-256 and size. Nothing is kept when the stream breaks. */
  put: (tenantId: string, content: Readable, mimeType: string) => Promise<StoredFile>
  /** The bytes, or a part of them (`start` and `end` inclusive). Throws when there are none. */
  get: (key: string, range?: { start: number; end: number }) => Promise<Readable>
  remove: (key: string) => Promise<void>
}

/** Passes a stream through while counting and hashing it. */
function measure() {
  const hash = createHash('sha256')
  let size = 0
  const through = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk)
      size += chunk.length
      done(null, chunk)
    },
  })
  return { through, result: () => ({ sha256: hash.digest('hex'), size }) }
}

/** Where streams are measured on their way to a store. */
export const stagingOf = ({ DATA_DIR }: Pick<Config, 'DATA_DIR'>) => join(DATA_DIR, 'staging')

export async function openFiles(config: Config): Promise<Files> {
  const { S3_ENDPOINT: endpoint, S3_REGION: region, S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId } = config
  if (!endpoint) return localFiles(join(config.DATA_DIR, 'files'))
  const key = accessKeyId ? { key: { accessKeyId, secretAccessKey: config.S3_SECRET_ACCESS_KEY ?? '' } } : {}
  return s3Files({ endpoint, region, bucket, ...key, folder: stagingOf(config) })
}

export function localFiles(folder: string): Files {
  const root = resolve(folder)
  const place = (key: string) => {
    const path = resolve(root, key)
    if (!path.startsWith(root + sep)) throw new Error('a file key leaves the store')
    return path
  }
  return {
    put: async (tenantId, content) => {
      const key = `${tenantId}/${randomUUID()}`
      const path = place(key)
      const partial = `${path}.partial`
      await mkdir(dirname(path), { recursive: true })
      const { through, result } = measure()
      try {
        await pipeline(content, through, createWriteStream(partial, { flags: 'wx' }))
        await rename(partial, path)
      } catch (error) {
        await rm(partial, { force: true })
        throw error
      }
      return { key, ...result() }
    },
    get: async (key, range) => {
      await stat(place(key))
      return createReadStream(place(key), range)
    },
    remove: (key) => rm(place(key), { force: true }),
  }
}

/** An S3-compatible store. `agents`: how it is reached, where that is not for the client to decide; `folder`: where streams are measured. */
export type Store = {
  endpoint: string
  region: string
  bucket: string
  key?: { accessKeyId: string; secretAccessKey: string }
  agents?: object
  folder: string
}

/** The S3 client is loaded only where a store is configured. */
export async function s3Files({ endpoint, region, bucket: Bucket, key: credentials, agents, folder }: Store): Promise<Files> {
  const { S3Client, PutObjectCommand, GetObjectCommand, DeleteObjectCommand } = await import('@aws-sdk/client-s3')
  const client = new S3Client({
    ...{ endpoint, region, forcePathStyle: true },
    requestHandler: { connectionTimeout: 5_000, socketTimeout: 30_000, ...agents }, // of silence: a large file may take longer
    ...(credentials ? { credentials } : {}),
  })
  const staging = localFiles(folder)
  return {
    // S3 wants the length first, and only whole files may become visible: the stream is measured on disk, then sent.
    put: async (tenantId, content, mimeType) => {
      const stored = await staging.put(tenantId, content, mimeType)
      try {
        const Body = await staging.get(stored.key)
        // The hash that is known anyway: the store refuses bytes that arrived otherwise, and needs no trailer, which not every store reads.
        const ChecksumSHA256 = Buffer.from(stored.sha256, 'hex').toString('base64')
        await client.send(
          new PutObjectCommand({ Bucket, Key: stored.key, Body, ContentLength: stored.size, ContentType: mimeType, ChecksumSHA256 }),
        )
      } finally {
        await staging.remove(stored.key)
      }
      return stored
    },
    get: async (key, range) => {
      const Range = range && `bytes=${range.start}-${range.end}`
      const answer = await client.send(new GetObjectCommand({ Bucket, Key: key, ...(Range ? { Range } : {}) }))
      return answer.Body as Readable
    },
    remove: async (key) => void (await client.send(new DeleteObjectCommand({ Bucket, Key: key }))),
  }
}
