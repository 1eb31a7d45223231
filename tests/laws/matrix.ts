import { ports, registry } from '#app/modules.ts'
import { assignRole } from '#modules/access/index.ts'
import type { Db } from '#platform/db.ts'
import { type Route, type SeededRole, seededRoles, type Tools } from '#platform/module.ts'
import { createServer } from '#platform/server.ts'
import { nameOf } from '../coverage.ts'
import type { Person, World } from '../world.ts'
import { fillEveryTable } from './filled.ts'
import { makeReadable, sealEverything } from './readable.ts'
import { ask } from './requests.ts'

/** Whose row is asked for: one's own, a colleague's, one of another tenant, one that never was. */
export const whose = ['own', 'other', 'foreign', 'missing'] as const
type Statuses = Record<(typeof whose)[number], number>
export type Line = { route: string; module: string; permission: string; roles: Map<SeededRole, Statuses> }

const [here, missing] = ['018f0000-0000-7000-8000-00000000000a', '018f0000-0000-7000-8000-00000000000b']

class Undone extends Error {
  readonly result: unknown
  constructor(result: unknown) {
    super('looked at, and undone')
    this.result = result
  }
}
/** Every request's transaction is rolled back after its answer is known: a walk over all routes leaves everything as it was. */
export const undoing = (tools: Tools): Tools => ({
  ...tools,
  inTenant: (actor, work) =>
    tools
      .inTenant(actor, async (db: Db) => {
        throw new Undone(await work(db))
      })
      .catch((error) => {
        if (error instanceof Undone) return error.result as never
        throw error
      }),
})

/** What every route answers every seeded role about each kind of row. The world is this law's own. */
export async function measure(w: World): Promise<Line[]> {
  const there = await w.tenant()
  await fillEveryTable(w.owner, w.tenantId, here)
  await makeReadable(w)
  await sealEverything(w, here)
  const server = await createServer({ tools: undoing(w.tools), ports })
  const routes = registry.modules.flatMap((module) =>
    (module.routes as readonly Route[]).map((route) => ({ module: module.name, ...route })),
  )
  const lines = routes
    .filter(({ endpoint: of }) => of.permission !== 'public' && of.permission !== 'operator')
    .map(({ module, endpoint: of }): Line & { of: typeof of } => ({
      route: nameOf(of),
      module,
      permission: of.permission,
      roles: new Map(),
      of,
    }))
  try {
    for (const role of seededRoles) {
      const people = {
        own: await holder(w, role),
        other: await w.person(`Other ${role}`, [role]),
        foreign: await there.person(`Far ${role}`, [role]),
      }
      const asked = {
        own: [people.own, here],
        other: [people.other, here],
        foreign: [people.foreign, here],
        missing: [people.foreign, missing],
      } as const
      for (const line of lines) {
        const statuses = {} as Statuses
        for (const kind of whose) {
          const [as, id] = asked[kind]
          statuses[kind] = (await ask(server, line.of, { as, id })).statusCode
        }
        line.roles.set(role, statuses)
      }
    }
  } finally {
    await server.close()
  }
  return lines.map(({ of: _, ...line }) => line)
}

/** The person to whom all the rows belong, with this role alone. */
async function holder(w: World, role: SeededRole): Promise<Person> {
  await w.owner.query('delete from access.user_roles where user_id = $1', [here])
  await w.inTenant((db) => assignRole(db, { userId: here, role, now: w.clock.now() }))
  return w.signIn({ id: here })
}

/** A status as the page shows it: what is answered, what a rule refuses, what is not there, what is not allowed. */
const sign = (status: number) => (status < 300 ? '✓' : status === 403 ? '–' : status === 404 ? '∅' : status < 500 ? 'r' : '!')
const cell = ({ own, other }: Statuses) => {
  const signs = [sign(own), sign(other)]
  return signs[0] === signs[1] ? (signs[0] as string) : signs.join(' ')
}

const titles: Record<SeededRole, string> = {
  employee: 'employee',
  oh_professional: 'professional',
  manager: 'manager',
  admin: 'admin',
  instructor: 'instructor',
  learner: 'learner',
  tenant_administrator: 'tenant admin',
}
/** docs/rights.md */
export function page(lines: readonly Line[]): string {
  const head = `| Route | Needs | ${seededRoles.map((role) => titles[role]).join(' | ')} |`
  const rule = `|---|---|${seededRoles.map(() => ':-:').join('|')}|`
  const row = ({ route, permission, roles }: Line) =>
    `| \`${route}\` | ${permission} | ${seededRoles.map((role) => cell(roles.get(role) as Statuses)).join(' | ')} |`
  return [
    '# Who may do what',
    '',
    'Measured by `npm run rights`, by asking every route as somebody of every role that comes with the system, about a row of their own and about the same',
    'row of a colleague (one sign where both are answered alike). A law keeps this page true, and sees to it that another tenant’s row and one that never was',
    'answer every role alike. Routes that are public or the operator’s are not here.',
    '',
    '✓ answered · ∅ not theirs to see (404) · – not allowed (403) · r allowed, and refused by a rule of the row or by what was sent (409, 422 …)',
    '',
    ...[...Map.groupBy(lines, (line) => line.module)].flatMap(([module, of]) => [`## ${module}`, '', head, rule, ...of.map(row), '']),
  ].join('\n')
}
