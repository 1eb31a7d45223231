import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'oxc-parser'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** One file of ours. `imports` are paths in this project, or names of packages; `typesOnly` leaves nothing at run time. */
export type Source = { path: string; text: string; lines: number; imports: Import[]; program: Node }
export type Import = { to: string; typesOnly: boolean; lazy: boolean }
export type Node = { type: string; start: number } & Record<string, unknown>

/** Every source file that people wrote; generated ones and migrations are left out. */
export function readSources(): Source[] {
  const paths = ['app', 'modules', 'platform', 'tests', 'tools', 'bench'].flatMap((folder) =>
    globSync(`${folder}/**/*.{ts,tsx,mjs,css}`, { cwd: root }),
  )
  return paths
    .filter((path) => !/\.gen\.ts$/.test(path))
    .sort()
    .map((path) => parse(path.replaceAll('\\', '/'), readFileSync(join(root, path), 'utf8')))
}

/** Reads one file's text as if it lay at `path`. */
export function parse(path: string, text: string): Source {
  const lines = text.replace(/\n$/, '').split('\n').length
  if (path.endsWith('.css')) return { path, text, lines, imports: [], program: { type: 'Program', start: 0 } }
  const { module, program, errors } = parseSync(path, text)
  if (errors.length) throw new Error(`${path}: ${errors[0]?.message}`)
  const at = (specifier: string) => resolveImport(path, specifier)
  const imports: Import[] = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      to: at(moduleRequest.value),
      typesOnly: entries.length > 0 && entries.every((entry) => entry.isType),
      lazy: false,
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest ? [{ to: at(moduleRequest.value), typesOnly: isType, lazy: false }] : [],
      ),
    ),
    ...module.dynamicImports.flatMap(({ moduleRequest }) => {
      const name = /^['"](.+)['"]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[1]
      return name ? [{ to: at(name), typesOnly: false, lazy: true }] : []
    }),
  ]
  return { path, text, lines, imports, program: program as unknown as Node }
}

function resolveImport(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return relative(root, join(root, dirname(from), specifier)).replaceAll('\\', '/')
  return specifier.replace(/^#(platform|modules|app)\//, '$1/')
}

/** Calls back for every node of a file's syntax tree, with its parent. */
export function walk(source: Source, visit: (node: Node, parent: Node | undefined) => void): void {
  const go = (node: Node, parent: Node | undefined) => {
    visit(node, parent)
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) go(child, node)
    }
  }
  go(source.program, undefined)
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/** Where a node stands, as people find it. */
export const placeOf = (source: Source, node: Node) => `${source.path}:${source.text.slice(0, node.start).split('\n').length}`

/** The module a path belongs to, `platform` for the platform; undefined for app, tests, tools and bench. */
export const moduleOf = (path: string) =>
  /^(?:modules\/)?(\w+)\//.exec(path.startsWith('modules/') || path.startsWith('platform/') ? path : '')?.[1]
export const isTest = (path: string) => /\.test\.tsx?$/.test(path)
export const isWeb = (path: string) => /^(modules\/\w+|platform)\/web\//.test(path)
/** A copy with one more file, or with another text at a path that is there: what a law is broken with. */
export const withFile = (sources: readonly Source[], path: string, text: string): Source[] => [
  ...sources.filter((source) => source.path !== path),
  parse(path, text),
]
