import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

/**
 * npm run mutate: how well the tests of what decides know it. Branch coverage must be whole; then every small change of the code
 * (Stryker, fetched for this run) must make a test fail. Writes docs/mutation.md.
 */
const decides = ['modules/access/policy.ts', 'modules/access/ceiling.ts']
const tests = decides.map((path) => path.replace('.ts', '.test.ts'))
const stryker = '@stryker-mutator/core@10.1.1'
const toReach = 90
const folder = '.cache/mutation'

const coverage = execFileSync(
  process.execPath,
  [
    ...['--test', '--experimental-test-coverage', '--test-coverage-branches=100', '--test-coverage-lines=100'],
    ...decides.map((path) => `--test-coverage-include=${path}`),
    ...tests,
  ],
  { encoding: 'utf8' },
)
const branches = /all files\s*\|\s*[\d.]+\s*\|\s*([\d.]+)/.exec(coverage)?.[1] ?? '?'
console.log(`branches covered: ${branches} %`)

mkdirSync(folder, { recursive: true })
const settings = {
  mutate: decides,
  testRunner: 'command',
  commandRunner: { command: `"${process.execPath}" --test ${tests.join(' ')}` },
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: `${folder}/report.json` },
  ignorePatterns: ['.cache', 'app', 'bench', 'data', 'dist', 'docs', 'migrations', 'tests/journeys', 'tools', '**/web/**'],
  // Types are stripped, not compiled: Stryker need not look for a compiler.
  tsconfigFile: 'none',
  tempDirName: `${folder}/sandbox`,
  concurrency: 2,
  timeoutMS: 20_000,
  checkers: [],
  allowEmpty: false,
  disableTypeChecks: false,
  thresholds: { high: 95, low: toReach, break: toReach },
}
writeFileSync(`${folder}/stryker.json`, JSON.stringify(settings))
let failed = false
try {
  execFileSync('npm', ['exec', '--yes', `--package=${stryker}`, '--', 'stryker', 'run', `${folder}/stryker.json`], { stdio: 'inherit' })
} catch {
  failed = true
}

const Report = z.object({
  files: z.record(
    z.string(),
    z.object({
      mutants: z.array(
        z.object({
          status: z.string(),
          mutatorName: z.string(),
          replacement: z.string().optional(),
          location: z.object({ start: z.object({ line: z.number() }) }),
        }),
      ),
    }),
  ),
})
const { files } = Report.parse(JSON.parse(readFileSync(`${folder}/report.json`, 'utf8')))
const noticed = new Set(['Killed', 'Timeout'])
const counts = Object.entries(files).map(([path, { mutants }]) => {
  const counted = mutants.filter(({ status }) => noticed.has(status) || status === 'Survived' || status === 'NoCoverage')
  const survived = counted.filter(({ status }) => !noticed.has(status))
  return { path, all: counted.length, survived }
})
const score = (all: number, survived: number) => ((100 * (all - survived)) / all).toFixed(1)
const total = counts.reduce((sum, one) => ({ all: sum.all + one.all, survived: sum.survived + one.survived.length }), {
  all: 0,
  survived: 0,
})
writeFileSync(
  'docs/mutation.md',
  [
    '# What the tests of the rules notice',
    '',
    `By \`npm run mutate\`: branches covered ${branches} % (to reach: 100), mutation score ${score(total.all, total.survived)} % (to reach: ${toReach}).`,
    '',
    '| Decides | Changes tried | Not noticed | Score |',
    '|---|---|---|---|',
    ...counts.map(({ path, all, survived }) => `| ${path} | ${all} | ${survived.length} | ${score(all, survived.length)} % |`),
    '',
    'Not noticed:',
    '',
    ...counts.flatMap(({ path, survived }) =>
      survived.map(({ location, mutatorName, replacement }) => {
        const words = (replacement ?? '').replaceAll(/\s+/g, ' ').slice(0, 80)
        return `- ${path}, line ${location.start.line}: ${mutatorName}${words ? ` → \`${words}\`` : ''}`
      }),
    ),
    '',
  ].join('\n'),
)
rmSync(`${folder}/sandbox`, { recursive: true, force: true })
console.log(`mutation score: ${score(total.all, total.survived)} %, in docs/mutation.md`)
process.exit(failed ? 1 : 0)
