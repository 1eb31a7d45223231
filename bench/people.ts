import type pg from 'pg'
import { createEmptyTenant } from '#modules/auth/index.ts'
import { spellingsOf } from '#modules/directory/policy.ts'
import { latencies, median, percentile, send } from './measure.ts'
import { cookieOf, type Place } from './place.ts'
import type { Row } from './run.ts'

const administrator = { email: 'admin@people.example', firstName: 'Avery', lastName: 'Admin', password: 'correct horse battery staple' }
const syllables =
  'an ber cor dal el fen gar hol in jas kel lor mar nor ol pen qui ros sel tan ur vel wen xan yor ston ton ley son ham ford wick by shaw er ett low ard well den field worth ing ly ke ra'.split(
    ' ',
  )
const common = ['smith', 'jones', 'williams', 'taylor', 'brown', 'davies', 'evans', 'wilson', 'johnson', 'roberts']
const given = ['john', 'mary', 'david', 'sarah', 'zoe', 'ahmed', 'carys', 'piotr']
const join = (parts: string[], depth: number): string[] =>
  depth === 0 ? [''] : join(parts, depth - 1).flatMap((rest) => parts.map((one) => rest + one))
const every = (words: string[], step: number) => words.filter((_, i) => i % step === 0)
const lastNames = [...common, ...every(join(syllables, 3), 4)]
const firstNames = [...given, ...join(syllables, 2)]

/** A tenant of so many people, with names as unevenly spread as names are; made once, straight in SQL. */
export async function tenantOf({ tools }: Place, owner: pg.Pool, people: number): Promise<{ tenantId: string; userId: string }> {
  const code = `bench-people-${people}`
  const known = await owner.query(
    'select t.id as "tenantId", u.id as "userId" from tenancy.tenants t join directory.users u on u.tenant_id = t.id where t.code = $1 and u.email = $2 and t.name = \'filled\'',
    [code, administrator.email],
  )
  if (known.rows[0]) return known.rows[0]
  // What a run that was broken off left there.
  await owner.query("update tenancy.tenants set code = code || '-' || right(id::text, 12) where code = $1", [code])
  const { tenantId, administratorId } = await createEmptyTenant(tools, { code, name: code, administrator })
  const departments = Math.max(10, people / 1000)
  const client = await owner.connect()
  const run = (text: string, values: unknown[] = [tenantId]) => client.query(text, values)
  await client.query('set session_replication_role = replica') // what is made here refers to nothing that is not
  await run("insert into directory.organizations (tenant_id, name, code) values ($1, 'Bench', 'bench')")
  await run(
    `insert into directory.departments (tenant_id, org_id, name, code, employee_count)
     select $1, id, (array['Finance', 'Stores', 'Night shift', 'Maintenance'])[1 + i % 4] || ' ' || i, 'd' || i, 1000
       from directory.organizations, generate_series(1, $2::int) i where tenant_id = $1`,
    [tenantId, departments],
  )
  // Few names for many, many names for few: the most frequent family name has one of 80, the most frequent given name one of 30.
  await run('create temp table last_names as select last, l from unnest($1::text[]) with ordinality n(last, l)', [lastNames])
  await run('create temp table first_names as select first, f from unnest($1::text[]) with ordinality n(first, f)', [firstNames])
  await run('analyze last_names, first_names', [])
  await run(
    `insert into directory.users (tenant_id, id, org_id, dept_id, employee_id, email, username, first_name, last_name, search_name, status)
     select $1, uuidv7(), d.org_id, d.id, 'E-' || i, first || '.' || last || i || '@people.example', first || i, initcap(first), initcap(last),
            last || ' ' || first, case when i % 20 = 0 then 'inactive' else 'active' end
       from (select i, floor(10 * power(($2::int + 10) / 10.0, random()))::int - 9 as l,
                       floor(5 * power(($3::int + 5) / 5.0, random()))::int - 4 as f
               from generate_series(1, $4::int) i offset 0) drawn
       join last_names using (l) join first_names using (f)
       join (select id, org_id, row_number() over (order by code) - 1 as n from directory.departments where tenant_id = $1) d on d.n = i % $5::int`,
    [tenantId, lastNames.length, firstNames.length, people, departments],
  )
  await run(
    `insert into directory.person_words (tenant_id, word, name, user_id)
     select tenant_id, word, ' ' || search_name, id from directory.users, regexp_split_to_table(search_name, ' ') word where tenant_id = $1 and employee_id is not null`,
  )
  const spelt = [...new Set([...lastNames, ...firstNames])].flatMap((word) =>
    spellingsOf(word).map((spelling) => [spelling, word] as const),
  )
  for (let from = 0; from < spelt.length; from += 50_000) {
    const some = spelt.slice(from, from + 50_000)
    await run(
      `insert into directory.spellings (tenant_id, spelling, word) select $1, * from unnest($2::text[], $3::text[]) s(spelling, word)
        where exists (select from directory.person_words w where w.tenant_id = $1 and w.word = s.word)`,
      [tenantId, some.map(([spelling]) => spelling), some.map(([, word]) => word)],
    )
  }
  await run("update tenancy.tenants set name = 'filled' where id = $1")
  client.release(true)
  return { tenantId, userId: administratorId }
}

/** What somebody types: rightly, in any order, only the beginning, wrongly; a number, an address, a department. */
export const typed = [
  ...['john smith', 'Smith, Mary', 'jonh smiht', 'Davd Jnoes', 'willams', 'Zoë', 'mar', 'mary dal', 'j wil', 's', 'e w', 'roberts zo'],
  ...['johnston', 'ahmed brwon', 'piotr ston', 'tayler carys', 'quiston sarah', 'ellenford', 'elenfrod david', 'zzyx smith', 'xanthe'],
  ...['E-4711', 'e-99', 'mary.smith', 'john.jones12@', 'night shift', 'finance 12', 'stores smith', 'maintenance jonse', 'berdalton ley'],
]

/** p95 of searching, and of a filtered list, among so many people as a thousandth of them are there for comparison. */
export async function peopleRows(place: Place, owner: pg.Pool, origin: string, rounds: number, people = 1_000_000): Promise<Row[]> {
  const [small, large] = [await tenantOf(place, owner, people / 1000), await tenantOf(place, owner, people)]
  await owner.query('vacuum (analyze) directory.users, directory.person_words, directory.spellings, directory.departments')
  const ask = async ({ tenantId, userId }: typeof small) => {
    const cookie = await cookieOf(place, tenantId, userId)
    const { rows } = await owner.query('select id from directory.departments where tenant_id = $1 order by code limit 10', [tenantId])
    const get = async (query: string) => {
      const { status, text } = await send(`${origin}/api/people?${query}`, cookie)
      if (status !== 200) throw new Error(`${query} answered ${status}: ${text}`)
    }
    const p95 = async (queries: string[], count: number) => {
      for (const query of queries) await get(query)
      const taken = await latencies((client, turn) => get(queries[(client * 7 + turn) % queries.length] as string), { clients: 2, count })
      return percentile(taken, 0.95)
    }
    return { p95, departments: rows.map(({ id }) => `departmentId=${id}&status=active`) }
  }
  const [few, many] = [await ask(small), await ask(large)]
  const searches = typed.map((q) => `${new URLSearchParams({ q, limit: '20' })}`)
  const searched: number[] = []
  const ratios: number[] = []
  for (let round = 0; round < rounds; round++) {
    searched.push(await many.p95(searches, 200))
    const least = await few.p95(few.departments, 300)
    ratios.push((await many.p95(many.departments, 300)) / least)
  }
  const among = people.toLocaleString('en-GB')
  return [
    { claim: `searching ${among} people, as typed and mistyped, p95`, reached: median(searched), target: 50, better: 'less', unit: 'ms' },
    {
      claim: `filtered people list: p95 at ${among} ÷ at ${(people / 1000).toLocaleString('en-GB')}`,
      reached: median(ratios),
      target: 1.5,
      better: 'less',
    },
  ]
}
