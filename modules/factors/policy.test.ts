import assert from 'node:assert/strict'
import { test } from 'node:test'
import { base32, codeAt, plainCode, recoveryCode, stepAt, stepOf } from './policy.ts'

const secret = Buffer.from('12345678901234567890')
const at = (seconds: number) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000)

test('codes are those of RFC 6238, appendix B, in six digits', () => {
  const vectors: [number, string][] = [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ]
  for (const [seconds, code] of vectors) assert.equal(codeAt(secret, stepAt(at(seconds))), code)
})

test('a code counts in its half minute, and in the one before and after', () => {
  const now = at(1_234_567_890)
  for (const drift of [-1, 0, 1]) assert.equal(stepOf(secret, codeAt(secret, stepAt(now) + drift), now), stepAt(now) + drift)
  for (const drift of [-2, 2]) assert.equal(stepOf(secret, codeAt(secret, stepAt(now) + drift), now), undefined)
})

test('a secret is written as RFC 4648 says, and a recovery code is read however it is typed', () => {
  assert.equal(base32(Buffer.from('foobar')), 'MZXW6YTBOI')
  const code = recoveryCode(Buffer.from('abcdefgh'))
  assert.match(code, /^[a-z2-7]{5}-[a-z2-7]{5}$/)
  assert.equal(plainCode(` ${code.toUpperCase().replace('-', ' ')} `), code.replace('-', ''))
})
