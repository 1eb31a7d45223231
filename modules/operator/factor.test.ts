import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashToken } from '#platform/crypto.ts'
import { codeFor } from '../../tests/authenticator.ts'
import { visitor } from '../../tests/visitor.ts'
import { world } from '../../tests/world.ts'

const w = await world()
const key = 'salus_op_a-key-of-this-story'
await w.owner.query('insert into platform.operator_keys (key_hash) values ($1)', [hashToken(key).toString('base64')])
const enter = async (code?: string) => {
  const v = visitor(w)
  return { v, answer: await v.send('POST', '/operator/session', { key, ...(code ? { code } : {}) }) }
}
const now = () => w.clock.now()
const nextCode = (secret: string) => {
  w.clock.pass({ seconds: 30 })
  return codeFor(secret, now())
}

test('the operator’s own second factor is asked for at the console, each code once, and the key alone then makes tenants only', async () => {
  const { v } = await enter()
  assert.equal((await visitor(w).send('POST', '/operator/factor')).statusCode, 401)
  const { secret } = (await v.send('POST', '/operator/factor')).json()
  assert.equal((await v.send('POST', '/operator/factor/confirmation', { code: '000000' })).json().errors[0].path, 'code')
  assert.equal((await enter()).answer.statusCode, 204)
  assert.equal((await v.send('POST', '/operator/factor/confirmation', { code: codeFor(secret, now()) })).statusCode, 204)

  // What was opened without it has ended.
  assert.equal((await v.send('GET', '/operator/tenants')).statusCode, 401)
  assert.equal((await enter()).answer.json().code, 'operator.code_needed')
  assert.equal((await visitor(w).send('POST', '/operator/session', { key: 'salus_op_guess', code: nextCode(secret) })).statusCode, 401)
  const bearer = { bearer: key }
  assert.equal((await visitor(w).send('GET', '/operator/tenants', undefined, bearer)).statusCode, 401)
  const administrator = { email: 'first@new.example', firstName: 'First', lastName: 'One' }
  const made = await visitor(w).send('POST', '/operator/tenants', { code: 'by-program', name: 'By a program', administrator }, bearer)
  assert.equal(made.statusCode, 201)

  const code = nextCode(secret)
  const tries = await Promise.all(Array.from({ length: 8 }, () => enter(code)))
  assert.equal(tries.filter(({ answer }) => answer.statusCode === 204).length, 1)
  const inside = tries.find(({ answer }) => answer.statusCode === 204)?.v
  assert.deepEqual((await inside?.send('GET', '/operator/session'))?.json(), { signedIn: true, hasFactor: true })
  assert.equal((await inside?.send('POST', '/operator/factor'))?.json().code, 'operator.factor_there')

  // Ten wrong ones within an hour, then none at all.
  for (let wrong = 0; wrong < 5; wrong++) await enter('000000')
  assert.equal((await enter(nextCode(secret))).answer.json().code, 'operator.too_many_codes')
  w.clock.pass({ minutes: 61 })
  const { v: again, answer } = await enter(codeFor(secret, now()))
  assert.equal(answer.statusCode, 204)
  assert.equal((await again.send('DELETE', '/operator/factor', { code: '000000' })).statusCode, 422)
  assert.equal((await again.send('DELETE', '/operator/factor', { code: nextCode(secret) })).statusCode, 204)
  const { v: last, answer: open } = await enter()
  assert.equal(open.statusCode, 204)
  const refused = (await last.send('GET', '/operator/audit?action=refused&limit=200')).json().items
  const reasons = refused.map((one: { new: { reason: string } }) => one.new.reason)
  assert.deepEqual(reasons.toReversed().slice(0, 2), ['code_needed', 'wrong_key'])
  assert.deepEqual([...new Set(reasons.slice(0, -2))].sort(), ['too_many_codes', 'wrong_code'])
})

test('the secret of the operator’s app lies sealed in the database', async () => {
  const { v } = await enter()
  const { secret } = (await v.send('POST', '/operator/factor')).json()
  const { rows } = await w.owner.query('select * from operator.factors')
  assert.ok(rows.length === 1 && !JSON.stringify(rows).includes(secret))
})
