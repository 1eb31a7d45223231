import { randomBytes } from 'node:crypto'
import { after } from 'node:test'
import pg from 'pg'
import { asKept } from '#platform/config.ts'

export const testSecret = 'a root secret that only tests use, long enough'

/**
 * A fresh database, cloned from the migrated template and dropped after the file's tests. `owner` is a pool of its owner.
 * TEST_DATABASE_URL names the server; SALUS_TEMPLATE the template (`npm test` makes both).
 */
export async function testDatabase(): Promise<{ url: string; owner: pg.Pool }> {
  const server = process.env.TEST_DATABASE_URL
  const template = process.env.SALUS_TEMPLATE
  if (!server || !template) throw new Error('run tests with npm test, or set TEST_DATABASE_URL and SALUS_TEMPLATE')
  const name = `salus_test_${randomBytes(6).toString('hex')}`
  await onServer(server, `create database ${name} template ${template} strategy file_copy`)
  const place = new URL(server)
  place.pathname = `/${name}`
  const owner = new pg.Pool({ connectionString: place.href, max: 4 })
  owner.on('error', () => {})
  after(async () => {
    await owner.end()
    await onServer(server, `drop database if exists ${name} with (force)`)
  })
  return { url: place.href, owner }
}

async function onServer(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

/** A clock that stands still until it is set. */
export function testClock(start = '2026-06-15T09:00:00Z') {
  let instant = asKept(Temporal.Instant.from(start))
  return {
    now: () => instant,
    set: (text: string) => {
      instant = Temporal.Instant.from(text)
    },
    pass: (duration: Temporal.DurationLike) => {
      instant = instant.add(duration)
    },
  }
}
