import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import S3rver from '@20minutes/s3rver'

/** An S3-compatible store on a port of its own, with its settings; `stored` counts what it keeps. */
export async function fileStore() {
  const directory = mkdtempSync(join(tmpdir(), 'salus-s3-'))
  const server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets: [{ name: 'salus' }] })
  const { port } = await server.run()
  const close = () => server.close().catch(() => {})
  after(async () => {
    await close()
    rmSync(directory, { recursive: true, force: true })
  })
  return {
    settings: { S3_ENDPOINT: `http://127.0.0.1:${port}`, S3_ACCESS_KEY_ID: 'S3RVER', S3_SECRET_ACCESS_KEY: 'S3RVER' },
    stored: () => readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('_object')).length,
    close,
  }
}
