import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visitor } from '../../tests/visitor.ts'
import { world } from '../../tests/world.ts'

const w = await world(undefined, { SIGN_IN_LIMIT_PER_MINUTE: '3' })

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
