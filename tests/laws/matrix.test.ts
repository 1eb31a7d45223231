import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { registry } from '#app/modules.ts'
import { world } from '../world.ts'
import { type Line, measure, page, whose } from './matrix.ts'

const file = new URL('../../docs/rights.md', import.meta.url)
const lines = await measure(await world())
if (process.env.SALUS_WRITE_RIGHTS) writeFileSync(file, page(lines))

/** What a line of the matrix must never say. */
function wrong(all: readonly Line[]): string[] {
  return all.flatMap(({ route, permission, roles }) =>
    [...roles].flatMap(([role, statuses]) => {
      const declared = registry.permissions[permission as never]
      const at = (words: string) => `${route} ${words} (${role})`
      return [
        ...(statuses.foreign === statuses.missing
          ? []
          : [at(`tells another tenant’s row ${statuses.foreign} from a missing one ${statuses.missing}`)]),
        ...(declared && !declared.roles.includes(role) && whose.some((kind) => statuses[kind] !== 403) ? [at('answers who may not')] : []),
        ...(declared?.roles.includes(role) && statuses.own === 401 ? [at('does not know who may')] : []),
        ...(whose.some((kind) => statuses[kind] >= 500) ? [at('breaks')] : []),
      ]
    }),
  )
}

test('route by role by tenant by own and other: nobody is answered what is not theirs', () => {
  assert.deepEqual(wrong(lines), [])
  assert.ok(lines.length > 100)
})

/** Asks for a second factor that was shown a moment ago, which nobody here has. */
const closely = ['POST /recovery-codes']
test('every route is reached by some role', () => {
  const unreached = lines.filter(({ roles }) =>
    [...roles.values()].every((statuses) => whose.every((kind) => [401, 403].includes(statuses[kind]))),
  )
  assert.deepEqual(
    unreached.map(({ route }) => route),
    closely,
  )
})

test('docs/rights.md says what is so', () => {
  assert.equal(readFileSync(file, 'utf8'), page(lines), 'print it again: npm run rights')
})

test('the law about the matrix notices what breaks it', () => {
  const line = (statuses: Partial<Record<(typeof whose)[number], number>>, role = 'learner', permission = 'people:write'): Line => ({
    ...{ route: 'GET /x', module: 'x', permission },
    roles: new Map([[role, { own: 403, other: 403, foreign: 403, missing: 403, ...statuses }]]) as never,
  })
  assert.deepEqual(wrong([line({})]), [])
  assert.match(wrong([line({ foreign: 200, missing: 404 })]).join(), /tells another tenant’s row/)
  assert.match(wrong([line({ own: 200 })]).join(), /answers who may not/)
  assert.match(wrong([line({ own: 500 })]).join(), /breaks/)
  assert.match(wrong([line({ own: 401 }, 'admin')]).join(), /does not know who may/)
})
