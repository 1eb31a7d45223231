import { execFileSync } from 'node:child_process'
import pg from 'pg'
import { openTestDatabase } from './testDatabase.ts'

// Writes platform/rows.gen.ts and docs/model/ from a freshly migrated database.
const { url, template, close } = await openTestDatabase()
const server = new pg.Client({ connectionString: url })
await server.connect()
const name = `salus_test_rows_${process.pid}`
try {
  await server.query(`create database ${name} template ${template}`)
  const place = new URL(url)
  place.pathname = `/${name}`
  for (const program of ['tools/generate-rows.ts', 'tools/draw-model.ts'])
    execFileSync(process.execPath, [program], { env: { ...process.env, DATABASE_URL: place.href }, stdio: 'inherit' })
} finally {
  await server.query(`drop database if exists ${name} with (force)`)
  await server.end()
  await close()
}
