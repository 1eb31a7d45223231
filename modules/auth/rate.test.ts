import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sessionCookie } from '#platform/client.ts'
import { visitor } from '../../tests/visitor.ts'
import { world } from '../../tests/world.ts'

const w = await world(undefined, { SIGN_IN_LIMIT_PER_MINUTE: '3', RATE_LIMIT_PER_MINUTE: '10', TRUST_PROXY: 'true' })

test('one address signs in so often a minute, by every door and under whatever cookie', async () => {
  const doors = {
    '/session': { identifier: 'ann', password: 'x' },
    '/session/token': { identifier: 'ann', password: 'x' },
    '/operator/session': { key: 'x' },
  }
  for (const [path, body] of Object.entries(doors)) {
    const codes: number[] = []
    for (let i = 0; i < 4; i++)
      codes.push(
        (await visitor(w, { '__Host-salus': `made-up-${i}` }).send('POST', path, body, { headers: { authorization: `Bearer ${i}` } }))
          .statusCode,
      )
    assert.deepEqual(codes, [401, 401, 401, 429], path)
    assert.equal((await visitor(w).send('POST', path, body, { ip: '192.0.2.9' })).statusCode, 401)
  }
})

test('who makes up a cookie or a key for each request counts with their address, and shuts nobody else out', async () => {
  const ann = await w.person('Ann', ['employee'])
  const from = { ip: '192.0.2.77' }
  const codes: number[] = []
  for (let i = 0; i < 6; i++) {
    const made = visitor(w, { [sessionCookie]: `made-up-${i}` })
    codes.push((await made.send('GET', '/sso/offers', undefined, from)).statusCode)
    codes.push((await visitor(w).send('GET', '/notices', undefined, { ...from, bearer: `salus_made-up-${i}` })).statusCode)
  }
  assert.deepEqual(codes.slice(10), [429, 429])
  assert.equal((await visitor(w, { [sessionCookie]: ann.token }).send('GET', '/sessions', undefined, from)).statusCode, 200)
})

test('behind a proxy an address is what the proxy says, not what somebody wrote before it', async () => {
  const body = { identifier: 'ann', password: 'x' }
  const codes: number[] = []
  for (let i = 0; i < 4; i++) {
    const headers = { 'x-forwarded-for': `10.0.0.${i}, 203.0.113.9` }
    codes.push((await visitor(w).send('POST', '/session', body, { ip: '192.0.2.200', headers })).statusCode)
  }
  assert.deepEqual(codes, [401, 401, 401, 429])
})
