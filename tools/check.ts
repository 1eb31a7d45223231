import { globSync } from 'node:fs'
import { finish, runChecks, runTests, withTestDatabase } from './testing.ts'

// Types, lint and the laws that need no running stories.
const checks = await runChecks()
const laws = await withTestDatabase((env) =>
  runTests('laws', { files: globSync('tests/laws/*.test.ts', { exclude: ['**/*.after.test.ts'] }), env }),
)
finish([checks, laws])
