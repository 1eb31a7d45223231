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
