import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { migrate, rolePasswords } from './postgres/migrate.ts'
import { startPostgres, stopPostgres } from './postgres/postgres.ts'

// Writes platform/rows.gen.ts and docs/model/ from a freshly migrated database of its own: nothing that needs the row types runs before.
const dataDir = fileURLToPath(new URL('../.cache/rows-pg', import.meta.url))
rmSync(dataDir, { recursive: true, force: true })
const { url } = await startPostgres({ dataDir, log: () => {}, settings: { fsync: 'off' } })
try {
  await migrate({ url, passwords: rolePasswords(randomBytes(32).toString('hex')) })
  for (const program of ['tools/generate-rows.ts', 'tools/draw-model.ts'])
    execFileSync(process.execPath, [program], { env: { ...process.env, DATABASE_URL: url }, stdio: 'inherit' })
} finally {
  await stopPostgres(dataDir)
  rmSync(dataDir, { recursive: true, force: true })
}
