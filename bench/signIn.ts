import { verify } from '@node-rs/argon2'
import type pg from 'pg'
import { hashPassword } from '#modules/auth/password.ts'
import { median } from './measure.ts'
import type { Row } from './run.ts'

const atOnce = 4
const seconds = 6
const password = 'a long enough password for the bench'
const code = 'bench-small'

type Given = { origin: string; rounds: number; pairs: number }
/** Sign-ins a second next to what the hash alone allows, and whether an unknown name can be told from a wrong password by the time it takes. */
export async function signInRows(owner: pg.Pool, { origin, rounds, pairs }: Given): Promise<Row[]> {
  const hash = await hashPassword(password)
  const { rows } = await owner.query<{ email: string }>(
    `with people as (select u.tenant_id, u.id, u.email from directory.users u join tenancy.tenants t on t.id = u.tenant_id
                      where t.code = $1 and u.status = 'active' and u.email is not null order by u.id limit 40),
          known as (insert into auth.credentials (tenant_id, user_id, password_hash, password_changed_at)
                    select tenant_id, id, $2, now() from people
                    on conflict (tenant_id, user_id) do update set password_hash = excluded.password_hash returning user_id)
     select p.email from people p join known k on k.user_id = p.id`,
    [code, hash],
  )
  const emails = rows.map(({ email }) => email)
  // What an earlier run guessed wrongly.
  await owner.query('delete from auth.guess_counters')
  // Everybody comes on a device of their own, which is known from the second time on; whoever guesses comes on none.
  const devices = new Map<string, string>()
  const signIn = async (identifier: string, given: string): Promise<number> => {
    const cookie = given === password ? devices.get(identifier) : undefined
    const answer = await fetch(`${origin}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, ...(cookie ? { cookie } : {}) },
      body: JSON.stringify({ tenant: code, identifier, password: given }),
    })
    await answer.text()
    for (const set of answer.headers.getSetCookie()) if (set.includes('device')) devices.set(identifier, set.split(';')[0] as string)
    return answer.status
  }
  const ratios: number[] = []
  let last = ''
  for (let round = 0; round < rounds; round++) {
    const bare = await perSecond(async () => {
      if (!(await verify(hash, password))) throw new Error('the bare hash does not verify')
    })
    const whole = await perSecond(async (turn) => {
      const status = await signIn(emails[turn % emails.length] as string, password)
      if (status !== 200) throw new Error(`signing in answered ${status}`)
    })
    ratios.push(whole / bare)
    last = `${whole.toFixed(1)}/s ÷ ${bare.toFixed(1)}/s`
  }
  const given = 'not this one, whatever it may be'
  const t = await toldApart(pairs, [
    (pair) => signIn(emails[pair % emails.length] as string, given),
    (pair) => signIn(`nobody-${pair % emails.length}@bench.example`, given),
  ])
  return [
    {
      ...{ claim: `sign-ins ÷ bare argon2, ${atOnce} at once`, reached: median(ratios), target: 0.9, better: 'more', detail: last },
    },
    {
      ...{ claim: `unknown name or wrong password, ${pairs.toLocaleString('en-GB')} pairs: Welch |t| of the time taken` },
      ...{ reached: t, target: 4.5, better: 'less' },
    },
  ]
}

/** How often a second the work is done, so many at once. */
async function perSecond(work: (turn: number) => Promise<void>): Promise<number> {
  let turn = 0
  const start = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() - start < seconds * 1000) await work(turn++)
    }),
  )
  return (turn * 1000) / (performance.now() - start)
}

type Way = (pair: number) => Promise<unknown>
/** Welch's |t| of the time that two ways take, in pairs that take turns in going first. */
export async function toldApart(pairs: number, ways: [Way, Way], between: (pair: number) => unknown = () => {}): Promise<number> {
  const taken: [number[], number[]] = [[], []]
  for (let pair = 0; pair < pairs; pair++) {
    await between(pair)
    for (const which of pair % 2 ? ([0, 1] as const) : ([1, 0] as const)) {
      const start = performance.now()
      await ways[which](pair)
      taken[which].push(performance.now() - start)
    }
  }
  return Math.abs(welch(...taken))
}

/** Welch's t of two samples of unequal variance. */
function welch(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const spread = (values: readonly number[]) => {
    const middle = mean(values)
    return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1) / values.length
  }
  return (mean(a) - mean(b)) / Math.sqrt(spread(a) + spread(b))
}
