import type pg from 'pg'
import { hashPassword } from '#modules/auth/password.ts'
import { hashToken, newToken } from '#platform/crypto.ts'
import type { Row } from './run.ts'
import { toldApart } from './signIn.ts'

/** So many pairs come between two clearings: fewer than a kiosk rests after, so that every answer is looked at. */
const atRest = 8

type Given = { tenantId: string; origin: string; pairs: number }
/** Whether an unknown number can be told from a wrong PIN at a kiosk by the time it takes. */
export async function kioskRows(owner: pg.Pool, { tenantId, origin, pairs }: Given): Promise<Row[]> {
  const token = newToken()
  await owner.query("insert into kiosks.kiosks (tenant_id, name, token_hash, registered_at) values ($1, 'Bench', $2, now())", [
    tenantId,
    hashToken(token),
  ])
  const { rows: people } = await owner.query<{ number: string }>(
    `with people as (select tenant_id, id, employee_id from directory.users
                      where tenant_id = $1 and status = 'active' and employee_id is not null order by id limit 40),
          known as (insert into kiosks.pins (tenant_id, user_id, pin_hash, set_at) select tenant_id, id, $2, now() from people
                    on conflict (tenant_id, user_id) do update set pin_hash = excluded.pin_hash returning user_id)
     select p.employee_id as number from people p join known k on k.user_id = p.id`,
    [tenantId, await hashPassword('a PIN that nobody types')],
  )
  const enter = async (number: string) => {
    const answer = await fetch(`${origin}/api/kiosk/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, cookie: `__Host-salus-kiosk=${token}` },
      body: JSON.stringify({ number, pin: '918273' }),
    })
    await answer.text()
    if (answer.status !== 401) throw new Error(`a wrong PIN was answered ${answer.status}`)
  }
  const numberOf = (pair: number) => people[pair % people.length]?.number as string
  const clear = () => owner.query('delete from auth.guess_counters where tenant_id = $1', [tenantId])
  const known = async (pair: number) => enter(numberOf(pair))
  const nobody = async (pair: number) => enter(`X${numberOf(pair)}`)
  const t = await toldApart(pairs, [known, nobody], (pair) => (pair % atRest === 0 ? clear() : undefined))
  return [
    {
      ...{ claim: `unknown number or wrong PIN at a kiosk, ${pairs.toLocaleString('en-GB')} pairs: Welch |t| of the time taken` },
      ...{ reached: t, target: 4.5, better: 'less' },
    },
  ]
}
