import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { Settings } from '#platform/config.ts'
import { findBrowser } from './browser.ts'
import { openTestDatabase } from './testDatabase.ts'

export type Outcome = { passed: number; failed: number; skipped: number }
type Env = Record<string, string | undefined>

// The whole process group hears Ctrl-C: what runs ends by itself, the rest is left out, the database is closed.
let interrupted = false
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    interrupted = true
  })

/** Types and lint, side by side; their output only when they fail. */
export async function runChecks(): Promise<Outcome> {
  const began = performance.now()
  const results = await Promise.all([
    // Several checkers each work out the same types of the tables anew: one is done sooner, with a third of the work.
    quietly('types', ['node_modules/typescript/bin/tsc', '-p', '.', '--pretty', 'false', '--singleThreaded']),
    quietly('lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings']),
  ])
  const failed = results.filter((passed) => !passed).length
  return told('types and lint', { passed: results.length - failed, failed, skipped: 0 }, began)
}

/** The web, as `npm start` builds it when it is stale. */
export async function runBuild(): Promise<Outcome> {
  const began = performance.now()
  const built = await quietly('web build', ['tools/start.mjs', 'build'])
  return told('web build', { passed: built ? 1 : 0, failed: built ? 0 : 1, skipped: 0 }, began)
}

function quietly(name: string, argv: string[]): Promise<boolean> {
  const closed = Promise.withResolvers<boolean>()
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] })
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk))
  child.on('close', (code) => {
    if (code !== 0) console.log(`✖ ${name}\n${Buffer.concat(output)}`)
    closed.resolve(code === 0)
  })
  return closed.promise
}

/** Runs work with the environment tests need: a server, its migrated template, a folder to leave records in, no settings of yours. */
export async function withTestDatabase<T>(work: (env: Env) => Promise<T>): Promise<T> {
  const { url, template, close } = await openTestDatabase()
  mkdirSync('.cache', { recursive: true })
  const record = mkdtempSync(resolve('.cache/test-run-'))
  const yours = Object.fromEntries(Object.keys(Settings.shape).map((name) => [name, undefined]))
  const env = { ...process.env, ...yours, NODE_ENV: 'test', TEST_DATABASE_URL: url, SALUS_TEMPLATE: template, SALUS_TEST_RECORD: record }
  try {
    return await work(env)
  } finally {
    await close()
    rmSync(record, { recursive: true, force: true })
  }
}

/** Runs test files with `node --test`, which prints them. A group without the browser it needs counts as one failure. */
export async function runTests(
  name: string,
  { files, env, concurrency, browser }: { files: string[]; env: Env; concurrency?: number; browser?: boolean },
): Promise<Outcome> {
  const nothing = { passed: 0, failed: 0, skipped: 0 }
  if (interrupted || files.length === 0) return nothing
  const began = performance.now()
  console.log(`\n── ${name}: ${files.length} ${files.length === 1 ? 'file' : 'files'}`)
  const found = browser ? await findBrowser() : ''
  if (found === null) return told(name, { ...nothing, failed: 1 }, began)
  const counts = join(String(env.SALUS_TEST_RECORD), `${name.replaceAll(' ', '-')}.counts`)
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./tools/testCounts.ts',
    `--test-reporter-destination=${counts}`,
  ]
  const workers = concurrency ?? Math.max(2, Math.min(3, availableParallelism()))
  const limits = [`--test-concurrency=${workers}`, '--test-timeout=180000', '--test-force-exit']
  const closed = Promise.withResolvers<number | null>()
  spawn(process.execPath, ['--test', ...limits, ...reporters, ...files], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: found ? { ...env, SALUS_BROWSER: found } : env,
  }).on('close', closed.resolve)
  const code = await closed.promise
  const outcome = readCounts(counts) ?? nothing
  return told(name, code !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome, began)
}

function readCounts(path: string): Outcome | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

function told(name: string, outcome: Outcome, began: number): Outcome {
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(
    `${outcome.failed ? '✖' : '✔'} ${name}: ${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped (${seconds} s)`,
  )
  return outcome
}

/** The last line of every run, and its exit code. */
export function finish(outcomes: Outcome[]): never {
  const total = (key: keyof Outcome) => outcomes.reduce((sum, outcome) => sum + outcome[key], 0)
  console.log(`\n${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`)
  process.exit(interrupted ? 130 : total('failed') > 0 ? 1 : 0)
}
