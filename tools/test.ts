import { globSync } from 'node:fs'
import { finish, type Outcome, runBuild, runChecks, runTests, withTestDatabase } from './testing.ts'

// Everything, or with arguments only the test files named: `npm test -- modules/courses`.
const named = process.argv.slice(2).flatMap((path) => (path.endsWith('.ts') ? [path] : globSync(`${path}/**/*.test.ts`)))
const outcomes: Outcome[] = []
if (named.length === 0) outcomes.push(await runChecks())
await withTestDatabase(async (env) => {
  const run = async (name: string, globs: string[], more: { exclude?: string[]; concurrency?: number; browser?: boolean } = {}) => {
    const found = globSync(globs, { exclude: more.exclude ?? [] }).sort()
    const files = named.length ? found.filter((file) => named.includes(file)) : found
    if (files.length && more.browser) outcomes.push(await runBuild())
    if (files.length) outcomes.push(await runTests(name, { files, env, ...more }))
  }
  await run('laws', ['tests/laws/*.test.ts'], { exclude: ['**/*.after.test.ts'] })
  await run('stories', ['app/**/*.test.ts', 'modules/**/*.test.ts', 'platform/**/*.test.ts', 'tools/**/*.test.ts'])
  await run('laws over the stories', ['tests/laws/*.after.test.ts'])
  await run('faults', ['tests/faults/*.test.ts'], { concurrency: 2 })
  await run('journeys', ['tests/journeys/*.test.ts'], { concurrency: 1, browser: true })
})
finish(outcomes)
