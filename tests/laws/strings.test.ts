import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { isTest, isWeb, moduleOf, type Node, placeOf, readSources, type Source, walk, withFile } from './sources.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
/** Words by folder (`modules/auth/web`), then by language. */
type Words = Map<string, Map<string, ReadonlySet<string>>>

function keysOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, below]) => keysOf(below, path ? `${path}.${key}` : key))
}
function readWords(): Words {
  const all: Words = new Map()
  for (const path of globSync(['modules/*/web/*.json', 'platform/web/*.json'], { cwd: root })) {
    const folder = dirname(path).replaceAll('\\', '/')
    const language = path.match(/([a-z]{2})\.json$/)?.[1] as string
    const keys = keysOf(JSON.parse(readFileSync(join(root, path), 'utf8'))).map((key) => key.replace(/_(zero|one|two|few|many|other)$/, ''))
    all.set(folder, (all.get(folder) ?? new Map()).set(language, new Set(keys)))
  }
  return all
}
const words = readWords()
const sources = readSources()

/** Law 13: what is in one language is in every language that there is. */
function untranslated(all: Words): string[] {
  const languages = new Set([...all.values()].flatMap((of) => [...of.keys()]))
  return [...all].flatMap(([folder, of]) =>
    [...languages].flatMap((language) => {
      const english = of.get('en') ?? new Set()
      const there = of.get(language) ?? new Set()
      return [
        ...[...english].filter((key) => !there.has(key)).map((key) => `${folder}/${language}.json lacks ${key}`),
        ...[...there].filter((key) => !english.has(key)).map((key) => `${folder}/${language}.json has ${key}, which English lacks`),
      ]
    }),
  )
}

/** Names of keys are the same in every language. */
const keyCaps = /^\s*(Ctrl|Alt|Shift|Esc|Enter)?[\s+]*[A-Z]?\s*$/

/** Law 13: what a page says by key is there, and no page says anything without one. */
function unsaid(all: readonly Source[], of: Words): string[] {
  return all
    .filter(({ path }) => isWeb(path) && !isTest(path) && path.endsWith('.tsx'))
    .flatMap((source) => {
      const found: string[] = []
      const own = `${source.path.startsWith('platform/') ? '' : 'modules/'}${moduleOf(source.path)}/web`
      const namespaces = new Set<string>()
      const said: { key: string; node: Node }[] = []
      walk(source, (node) => {
        if (node.type === 'JSXText' && /\p{L}/u.test(String(node.value)) && !keyCaps.test(String(node.value)))
          found.push(`${placeOf(source, node)} says ‘${String(node.value).trim().slice(0, 40)}’ without a key`)
        if (node.type === 'JSXAttribute' && /^(aria-label|title|label|placeholder|alt|description)$/.test(nameOf(node.name))) {
          const value = node.value as Node | null
          if (value?.type === 'Literal' && /\p{L}{2}/u.test(String(value.value)))
            found.push(`${placeOf(source, node)} says ‘${String(value.value).slice(0, 40)}’ without a key`)
        }
        if (node.type !== 'CallExpression') return
        const [first] = node.arguments as Node[]
        if (nameOf(node.callee) === 'useTranslation')
          namespaces.add(first?.type === 'Literal' ? `modules/${first.value}/web` : 'platform/web')
        if (nameOf(node.callee) === 't' && first?.type === 'Literal') said.push({ key: String(first.value), node })
      })
      if (namespaces.size === 0) namespaces.add(own)
      for (const { key, node } of said) {
        const [namespace, rest] = key.includes(':') ? (key.split(':') as [string, string]) : [undefined, key]
        const folders = namespace ? [namespace === 'app' ? 'platform/web' : `modules/${namespace}/web`] : [...namespaces]
        const known = folders.some((folder) => hasKey(of.get(folder)?.get('en'), rest))
        if (!known) found.push(`${placeOf(source, node)} says ${key}, which en.json of ${folders.join(', ')} lacks`)
      }
      return found
    })
}
const hasKey = (keys: ReadonlySet<string> | undefined, key: string) =>
  keys !== undefined && (keys.has(key) || [...keys].some((one) => one.startsWith(`${key}.`)))
const nameOf = (node: unknown) => (node as { name?: string })?.name ?? ''

test('every word is in every language', () => {
  assert.deepEqual(untranslated(words), [])
  const two: Words = new Map([
    [
      'modules/x/web',
      new Map([
        ['en', new Set(['a'])],
        ['cy', new Set(['b'])],
      ]),
    ],
  ])
  assert.deepEqual(untranslated(two), ['modules/x/web/cy.json lacks a', 'modules/x/web/cy.json has b, which English lacks'])
})

test('every page speaks by keys that are there', () => {
  assert.deepEqual(unsaid(sources, words), [])
  const said = (text: string) => unsaid(withFile([], 'modules/auth/web/X.tsx', text), words).join()
  assert.match(said("const { t } = useTranslation('auth'); t('no.such')"), /no\.such, which en\.json of modules\/auth\/web lacks/)
  assert.match(said('const x = <b>Hello</b>'), /says ‘Hello’ without a key/)
  assert.match(said('const x = <b aria-label="Close it" />'), /says ‘Close it’ without a key/)
  assert.equal(said('const x = <b className="x">…</b>'), '')
})

test('every module with pages has words', () => {
  const folders = globSync('modules/*/web/routes.tsx', { cwd: root }).map((path) => dirname(path))
  assert.deepEqual(
    folders.filter((folder) => !existsSync(join(root, folder, 'en.json'))),
    [],
  )
})
