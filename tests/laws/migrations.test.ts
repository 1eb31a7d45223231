import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { isLower, levels } from './levels.ts'

type Migration = { name: string; text: string }
/** Law 4: a migration belongs to one module, comes after those it needs, and touches its own schema only. */
function migrationsObey(all: readonly Migration[]): string[] {
  return all.flatMap(({ name, text }) => {
    const own = /^\d{4}_([a-z]+)/.exec(name)?.[1] ?? ''
    if (!(own in levels)) return [`${name}: ${own || 'it'} is no module`]
    const code = text.replaceAll(/--.*$/gm, '')
    const touched = [
      ...code.matchAll(
        /^\s*(?:create|alter|drop)\s+(?:or\s+replace\s+)?(?:unlogged\s+)?(?:table|view|function|sequence|type|schema)\s+(?:if\s+(?:not\s+)?exists\s+)?([a-z_]+)/gim,
      ),
    ]
    const indexed = [...code.matchAll(/^\s*create\s+(?:unique\s+)?index\s+\w+\s+on\s+([a-z_]+)\./gim)]
    const foreign = [...touched, ...indexed].map((match) => match[1] as string).filter((schema) => schema !== own)
    const needed = [...code.matchAll(/\b(?:references|from|join)\s+([a-z]+)\.[a-z_]+/gim)].map((match) => match[1] as string)
    const above = needed.filter((schema) => schema in levels && schema !== own && !isLower(schema, own))
    return [
      ...new Set([
        ...foreign.map((schema) => `${name} touches ${schema}`),
        ...above.map((schema) => `${name} needs ${schema}, which is not below it`),
      ]),
    ]
  })
}
const folder = fileURLToPath(new URL('../../migrations', import.meta.url))
const migrations: Migration[] = globSync('*.sql', { cwd: folder })
  .sort()
  .map((name) => ({ name: basename(name), text: readFileSync(`${folder}/${name}`, 'utf8') }))

test('a migration touches its own module only, and needs lower ones only', () => {
  assert.deepEqual(migrationsObey(migrations), [])
  const said = (name: string, text: string) => migrationsObey([{ name, text }]).join()
  assert.match(said('0200_auth.sql', 'alter table directory.users add x int;'), /touches directory/)
  assert.match(said('0200_auth.sql', 'create index i on directory.users (x);'), /touches directory/)
  assert.match(said('0200_auth.sql', 'create table auth.x (y uuid references employees.employees);'), /needs employees/)
  assert.match(said('0200_more.sql', ''), /more is no module/)
})

/** Those that had a number in common before this law. In a new database they are applied in the order of their whole names. */
const before = [
  ...['0033_access_source.sql', '0033_directory_branches.sql', '0033_directory_profiles.sql', '0033_directory_search.sql'],
  ...['0034_access.sql', '0034_directory_structure.sql', '0035_access.sql', '0035_directory_counts.sql'],
  ...['0042_auth_lent.sql', '0042_structure.sql', '0064_profiles.sql', '0064_sso.sql'],
]
/** Two with one number: which came first depends on who was upgraded when. */
function clashes(names: readonly string[]): string[] {
  const byNumber = Map.groupBy(names, (name) => name.slice(0, 4))
  return [...byNumber.values()].filter((those) => those.length > 1 && those.some((name) => !before.includes(name))).flat()
}

test('no new migration has the number of another', () => {
  const names = migrations.map(({ name }) => name)
  assert.deepEqual(clashes(names), [])
  assert.deepEqual(
    before.filter((name) => !names.includes(name)),
    [],
  )
  assert.deepEqual(clashes(['0064_more.sql', '0064_sso.sql', '0200_auth.sql']), ['0064_more.sql', '0064_sso.sql'])
})
