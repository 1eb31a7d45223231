import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { tables } from '#platform/rows.gen.ts'
import { isLower, levels } from './levels.ts'
import { isTest, isWeb, moduleOf, placeOf, readSources, type Source, walk, withFile } from './sources.ts'

const sources = readSources()
const { dependencies, devDependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

/** Law 3: lower modules only, and of those only index.ts and contract.ts. */
function downwards(all: readonly Source[]): string[] {
  return all.flatMap(({ path, imports }) => {
    const own = moduleOf(path)
    if (!own) return []
    return imports.flatMap(({ to }) => {
      const other = moduleOf(to)
      if (to.startsWith('app/') || (to.startsWith('tests/') && !isTest(path))) return [`${path} imports ${to}: nothing below imports it`]
      if (!other || other === own || other === 'platform') return []
      if (!(other in levels)) return [`${path} imports ${to}: the module ${other} has no level`]
      if (!isLower(other, own)) return [`${path} imports ${to}: calls go down, events go up`]
      return /^modules\/\w+\/(index|contract)\.ts$/.test(to) ? [] : [`${path} imports ${to}: only index.ts and contract.ts are for others`]
    })
  })
}

test('a module imports only lower modules, and only what they offer', () => {
  assert.deepEqual(downwards(sources), [])
  const broken = (path: string, text: string) => downwards(withFile(sources, path, text)).join()
  assert.match(broken('modules/directory/x.ts', "import '#modules/auth/index.ts'"), /calls go down/)
  assert.match(broken('modules/auth/x.ts', "export * from '#modules/directory/placement.ts'"), /only index\.ts and contract\.ts/)
  assert.match(broken('modules/auth/x.ts', "await import('../directory/module.ts')"), /only index\.ts and contract\.ts/)
  assert.match(broken('modules/notifications/x.ts', "import type { A } from '#modules/settings/contract.ts'"), /calls go down/)
  assert.match(broken('platform/x.ts', "import '#modules/tenancy/index.ts'"), /calls go down/)
  assert.match(broken('modules/auth/x.ts', "import { modules } from '#app/modules.ts'"), /nothing below imports it/)
})

/** Law 3: at run time no file needs itself, by whatever way. */
function cycles(all: readonly Source[]): string[] {
  const next = new Map(all.map(({ path, imports }) => [path, imports.filter((one) => !one.typesOnly && !one.lazy).map((one) => one.to)]))
  const found: string[] = []
  const done = new Set<string>()
  const visit = (path: string, way: readonly string[]) => {
    if (way.includes(path)) found.push([...way.slice(way.indexOf(path)), path].join(' → '))
    else if (!done.has(path)) {
      for (const to of next.get(path) ?? []) visit(to, [...way, path])
      done.add(path)
    }
  }
  for (const path of next.keys()) visit(path, [])
  return found
}

test('no file imports itself, by whatever way', () => {
  assert.deepEqual(cycles(sources), [])
  const two = withFile(withFile(sources, 'tools/a.ts', "import './b.ts'"), 'tools/b.ts', "import './a.ts'")
  assert.match(cycles(two).join(), /tools\/a\.ts → tools\/b\.ts → tools\/a\.ts/)
})

/** Law 3: a module's SQL names its own schema and lower modules' views. */
const openTables: Record<string, readonly string[]> = {
  account: Object.keys(tables), // the copy of everything held about a person, whichever module keeps it: docs/decisions/copy.md
  audit: ['platform.audit_logs', 'platform.audit_seals'], // it shows the trail
  auth: ['platform.operator_keys'], // it checks the operator key
}
function ownSchema(all: readonly Source[]): string[] {
  return all
    .filter(({ path }) => path.startsWith('modules/') && !isTest(path) && !isWeb(path) && !path.endsWith('.css'))
    .flatMap((source) => {
      const own = moduleOf(source.path) as string
      const found: string[] = []
      walk(source, (node) => {
        const text =
          node.type === 'Literal' && typeof node.value === 'string'
            ? node.value
            : node.type === 'TemplateElement'
              ? (node.value as { raw: string }).raw
              : undefined
        if (text === undefined) return
        const names = node.type === 'Literal' ? [/^([a-z]+\.[a-z_]+)( as \w+)?$/.exec(text)?.[1]] : text.match(/\b[a-z]+\.[a-z_]+\b/g)
        for (const name of names ?? []) {
          const table = tables[name as keyof typeof tables]
          const schema = name?.split('.')[0] as string
          if (!table || !name || schema === own || openTables[own]?.includes(name)) continue
          if (table.view && isLower(schema, own)) continue
          found.push(`${placeOf(source, node)} names ${name}: ${table.view ? 'a higher module’s view' : 'another module’s table'}`)
        }
      })
      return found
    })
}

test('a module queries its own schema and the views of lower modules', () => {
  assert.deepEqual(ownSchema(sources), [])
  const broken = (text: string) => ownSchema(withFile(sources, 'modules/notifications/x.ts', text)).join()
  assert.match(broken("db.selectFrom('directory.users as u')"), /another module’s table/)
  assert.match(broken("db.innerJoin('directory.users', 'a', 'b')"), /another module’s table/)
  assert.match(broken('sql`select from directory.users`'), /another module’s table/)
  assert.match(broken("db.selectFrom('employees.roster')"), /a higher module’s view/)
  assert.equal(broken("db.selectFrom('directory.people as p')"), '')
})

/** Law 5: a page imports contracts and the web platform; a contract brings nothing that only a server has. */
function webImports(all: readonly Source[]): string[] {
  const byPath = new Map(all.map((source) => [source.path, source]))
  const packages = new Set([...Object.keys(devDependencies), 'zod'])
  const packageOf = (name: string) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')
  const isOurs = (to: string) => /^(app|modules|platform|tests|tools)\//.test(to)
  const found: string[] = []
  const seen = new Set<string>()
  const reach = (path: string) => {
    if (seen.has(path)) return
    seen.add(path)
    for (const { to, typesOnly } of byPath.get(path)?.imports ?? []) {
      if (typesOnly) continue
      if (isOurs(to)) reach(to)
      else if (!packages.has(packageOf(to)) || (dependencies[packageOf(to)] && packageOf(to) !== 'zod'))
        found.push(`${path} imports ${to}, and is part of a page`)
    }
  }
  for (const { path, imports } of all) {
    if (!isWeb(path) || isTest(path)) continue
    const own = moduleOf(path) as string
    for (const { to } of imports) {
      const other = moduleOf(to)
      if (!other || /\.(json|css)$/.test(to)) continue
      const isContract = /^(modules\/\w+|platform)\/contract\.ts$/.test(to) || to === 'platform/session.ts'
      if (to.startsWith('platform/web/') || isContract || (other === own && isWeb(to))) continue
      found.push(`${path} imports ${to}: a page imports contracts and the web platform only`)
    }
    reach(path)
  }
  return found
}

test('a page imports contracts and the web platform only', () => {
  assert.deepEqual(webImports(sources), [])
  const broken = (path: string, text: string) => webImports(withFile(sources, path, text)).join()
  assert.match(broken('modules/auth/web/X.tsx', "import { openSession } from '../index.ts'"), /contracts and the web platform only/)
  assert.match(
    broken('modules/auth/web/X.tsx', "import { A } from '#modules/directory/web/Person.tsx'"),
    /contracts and the web platform only/,
  )
  assert.match(broken('modules/auth/web/X.tsx', "import pg from 'pg'"), /is part of a page/)
  assert.match(broken('modules/auth/contract.ts', "import { createHash } from 'node:crypto'"), /is part of a page/)
})

/** Law 11: what a story could not control is handed in by the platform. */
function forbiddenGlobals(all: readonly Source[]): string[] {
  return all
    .filter(({ path }) => /^(app|modules)\//.test(path) && !isTest(path) && !path.endsWith('.css'))
    .flatMap((source) => {
      const found: string[] = []
      walk(source, (node) => {
        const named = (value: unknown) => (value as { type?: string; name?: string })?.name ?? ''
        const member = node.type === 'MemberExpression' ? `${named(node.object)}.${named(node.property)}` : ''
        const bad = ['process.env', 'Date.now', 'Temporal.Now', 'Math.random'].includes(member)
          ? member
          : node.type === 'CallExpression' && named(node.callee) === 'fetch'
            ? 'fetch'
            : node.type === 'NewExpression' && named(node.callee) === 'Date' && (node.arguments as unknown[]).length === 0
              ? 'new Date()'
              : undefined
        if (bad) found.push(`${placeOf(source, node)} uses ${bad}`)
      })
      return found
    })
}

test('business code takes time, chance, settings and the network from the platform', () => {
  assert.deepEqual(forbiddenGlobals(sources), [])
  for (const text of ['process.env.X', "fetch('x')", 'new Date()', 'Date.now()', 'Temporal.Now.instant()', 'Math.random()'])
    assert.match(forbiddenGlobals(withFile(sources, 'modules/auth/x.ts', text)).join(), /modules\/auth\/x\.ts:1 uses/, text)
  assert.deepEqual(forbiddenGlobals(withFile(sources, 'modules/auth/x.ts', 'new Date(1)')), [])
})
