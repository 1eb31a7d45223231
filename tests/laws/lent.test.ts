import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { registry } from '#app/modules.ts'
import type { Endpoint } from '#platform/contract.ts'
import type { PermissionDeclaration } from '#platform/module.ts'
import { nameOf } from '../coverage.ts'

// A session at a kiosk, or lent for support, carries less than its person: what, is a closed list.

const classes: Record<string, string> = JSON.parse(readFileSync(new URL('../../docs/model/map.json', import.meta.url), 'utf8')).classes
const withClinical = new Set(Object.entries(classes).flatMap(([name, value]) => (value === 'clinical' ? [name.split('.')[0]] : [])))

/** What such a session reaches of the account itself. */
const ofAccount = ['DELETE /session', 'DELETE /support-session']
/** Permissions of modules that hold something clinical, and are lent all the same: they lead to nothing of it. */
const harmless: Record<string, string> = {
  'profiles:read_team': 'skills, certifications and languages only',
  'profiles:verify': 'certifications and documents about them only',
  'profiles:write': 'fields that the organisation added',
  'profile_fields:read': 'which fields there are',
  'profile_fields:write': 'which fields there are',
}

type Declared = Readonly<Record<string, PermissionDeclaration>>
type Module = { name: string; permissions?: Declared | undefined; endpoints: readonly Endpoint[] }
function lentTooMuch(modules: readonly Module[]): string[] {
  const all = new Map(modules.flatMap(({ permissions = {} }) => Object.entries(permissions)))
  return [
    ...modules.flatMap(({ name, permissions = {} }) =>
      Object.entries(permissions).flatMap(([code, { withheld }]) =>
        withClinical.has(name) && !withheld && !harmless[code] ? [`${code} is lent, and ${name} holds something clinical`] : [],
      ),
    ),
    ...[...all].flatMap(([code, { kiosk, about }]) =>
      kiosk && about !== 'oneself' ? [`${code} is for kiosks, and not about oneself`] : [],
    ),
    ...modules.flatMap(({ endpoints }) =>
      endpoints.flatMap((of) => [
        ...(of.whileLent && !ofAccount.includes(nameOf(of)) ? [`${nameOf(of)} is open while lent, and not in the closed list`] : []),
        ...(of.reads && of.whileLent ? [`${nameOf(of)} shows something clinical, and is open while lent`] : []),
        ...(of.reads && of.permission !== 'self' && all.get(of.permission)?.withheld !== 'health'
          ? [`${nameOf(of)} shows something clinical, and its right is lent`]
          : []),
      ]),
    ),
  ]
}
const modules: Module[] = registry.modules.map(({ name, permissions, routes }) => ({
  ...{ name, permissions: permissions as Declared | undefined },
  endpoints: routes.map(({ endpoint }) => endpoint),
}))

test('what a session carries that is not a person’s own in full is a closed list, without anything about health', () => {
  assert.deepEqual(lentTooMuch(modules), [])
  const known = new Set(modules.flatMap(({ endpoints }) => endpoints.filter((of) => of.whileLent).map(nameOf)))
  assert.deepEqual(
    ofAccount.filter((name) => !known.has(name)),
    [],
  )
})

test('the law about lent sessions notices what breaks it', () => {
  const of = (more: Partial<Endpoint>) => ({ method: 'GET', path: '/x', permission: 'x:y', ...more }) as Endpoint
  const declared = (more: Partial<PermissionDeclaration>): Declared => ({ 'x:y': { says: '', roles: [], ...more } })
  const said = (name: string, more: Partial<PermissionDeclaration>, endpoint: Partial<Endpoint> = {}) =>
    lentTooMuch([{ name, permissions: declared(more), endpoints: [of(endpoint)] }]).join()
  assert.equal(said('courses', {}), '')
  assert.match(said('clinical', {}), /x:y is lent, and clinical holds/)
  assert.match(said('courses', { kiosk: true }), /not about oneself/)
  assert.match(said('courses', {}, { whileLent: true }), /GET \/x is open while lent/)
  assert.match(said('courses', {}, { reads: 'clinical.notes', whileLent: true }), /shows something clinical/)
})
