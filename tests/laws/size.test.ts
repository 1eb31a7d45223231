import assert from 'node:assert/strict'
import { basename } from 'node:path'
import { test } from 'node:test'
import { isTest, isWeb, moduleOf, readSources, type Source, withFile } from './sources.ts'

const sources = readSources()
const longest = 250
const emptyNames = /^(utils?|helpers?|common|types?|services?|managers?|base)$/i

/** Law 10: a file is read in one go, and its name says what is in it. */
function tooLong(all: readonly Source[]): string[] {
  return all.flatMap(({ path, lines }) => [
    ...(lines > longest ? [`${path} has ${lines} lines, more than ${longest}`] : []),
    ...(emptyNames.test(basename(path).split('.')[0] as string) ? [`${path}: the name says nothing`] : []),
  ])
}

test('no source file is longer than 250 lines, and none has a name that says nothing', () => {
  assert.deepEqual(tooLong(sources), [])
  assert.match(tooLong(withFile(sources, 'tools/long.ts', '\n'.repeat(260))).join(), /tools\/long\.ts has 260 lines/)
  for (const name of ['utils', 'helper', 'types', 'userService', 'Base'])
    assert.equal(tooLong(withFile(sources, `tools/${name}.ts`, '')).length, name === 'userService' ? 0 : 1, name)
})

/** The budgets of the house: what grows without being noticed is noticed. */
function overBudget(all: readonly Source[]): string[] {
  const server = all.filter(({ path }) => /^(modules|platform)\//.test(path) && !isTest(path) && !isWeb(path) && path.endsWith('.ts'))
  const perModule = Map.groupBy(
    server.filter(({ path }) => path.startsWith('modules/')),
    ({ path }) => moduleOf(path) as string,
  )
  const platform = server.filter(({ path }) => path.startsWith('platform/')).reduce((sum, { lines }) => sum + lines, 0)
  const written = all.filter(({ path }) => /^(app|modules|platform)\//.test(path) && /\.tsx?$/.test(path) && !isTest(path))
  const p95 = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0
  const lines = p95(written.map((source) => source.lines))
  // module.ts is its module's table of contents, and app/ joins all modules: they name what others only use.
  const imports = p95(
    server.filter(({ path }) => !path.endsWith('/module.ts')).map((source) => new Set(source.imports.map((one) => one.to)).size),
  )
  return [
    ...[...perModule]
      .filter(([, files]) => files.length > 14)
      .map(([name, files]) => `${name} has ${files.length} server files, more than 14`),
    ...(platform > 3_000 ? [`the platform has ${platform} lines, more than 3,000`] : []),
    ...(lines > 160 ? [`19 of 20 files should have at most 160 lines; here it is ${lines}`] : []),
    ...(imports > 8 ? [`19 of 20 files should have at most 8 imports; here it is ${imports}`] : []),
  ]
}

test('platform, modules and files stay within their budgets', () => {
  assert.deepEqual(overBudget(sources), [])
  const crowd = (count: number, path: (i: number) => string, text: string) =>
    Array.from({ length: count }).reduce<Source[]>((all, _, i) => withFile(all, path(i), text), sources)
  const many = crowd(15, (i) => `modules/auth/x${i}.ts`, '')
  assert.match(overBudget(many).join(), /auth has \d+ server files/)
  assert.match(overBudget(crowd(40, (i) => `modules/m${i}/x.ts`, '\n'.repeat(200))).join(), /at most 160 lines/)
  assert.match(overBudget(withFile(sources, 'platform/x.ts', '\n'.repeat(3_001))).join(), /the platform has/)
  const nine = Array.from({ length: 9 }, (_, i) => `import './a${i}.ts'`).join('\n')
  assert.match(overBudget(crowd(40, (i) => `modules/m${i}/x.ts`, nine)).join(), /at most 8 imports/)
})
