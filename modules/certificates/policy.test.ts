import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { expiryOf, mayDo, newNumber, numberBytes, readNumber, stateOf } from './policy.ts'

const at = (text: string) => Temporal.Instant.from(text)

test('a number names its course, carries 80 random bits and has no letter that people confuse', () => {
  const number = newNumber('NOI-01', randomBytes(numberBytes))
  assert.match(number, /^NOI01(-[0-9A-HJKMNP-TV-Z]{4}){4}$/)
  assert.match(newNumber('—', randomBytes(numberBytes)), /^CERT-/)
  const numbers = new Set(Array.from({ length: 5000 }, () => newNumber('X', randomBytes(numberBytes))))
  assert.equal(numbers.size, 5000)
})

test('however a number is typed, it is read as the one that was printed', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[A-Z0-9-]{1,12}$/),
      fc.uint8Array({ minLength: numberBytes, maxLength: numberBytes }),
      (code, random) => {
        const number = newNumber(code, random)
        assert.equal(readNumber(number), number)
        assert.equal(readNumber(` ${number.toLowerCase().replaceAll('-', ' ')} `), number)
        const cut = number.length - 19
        const confused = number.slice(0, cut) + number.slice(cut).replaceAll('0', 'o').replaceAll('1', 'l')
        assert.equal(readNumber(confused), number)
      },
    ),
  )
})

test('a certificate expires calendar months later, at the same time of day where its holder is', () => {
  const cases: [string, number, string, string][] = [
    ['2026-06-15T09:00:00Z', 36, 'Europe/London', '2029-06-15T09:00:00Z'],
    ['2026-01-31T10:00:00Z', 1, 'Europe/London', '2026-02-28T10:00:00Z'],
    ['2024-02-29T10:00:00Z', 12, 'Europe/London', '2025-02-28T10:00:00Z'],
    ['2026-01-15T10:00:00Z', 6, 'Europe/London', '2026-07-15T09:00:00Z'], // ten o'clock in winter is ten o'clock in summer
    ['2026-12-31T23:30:00Z', 2, 'Asia/Tokyo', '2027-02-28T23:30:00Z'], // already 1 January there
  ]
  for (const [issued, months, zone, expires] of cases) assert.equal(expiryOf(at(issued), months, zone)?.toString(), expires)
  assert.equal(expiryOf(at('2026-06-15T09:00:00Z'), null, 'Europe/London'), null)
})

test('a certificate is valid before its expiry, expired from then on, and revoked once revoked', () => {
  const expiryDate = '2027-06-15T09:00:00Z'
  assert.equal(stateOf({ expiryDate, revokedAt: null }, at('2027-06-15T08:59:59Z')), 'valid')
  assert.equal(stateOf({ expiryDate, revokedAt: null }, at(expiryDate)), 'expired')
  assert.equal(stateOf({ expiryDate, revokedAt: '2027-01-01T00:00:00Z' }, at('2029-01-01T00:00:00Z')), 'revoked')
  assert.equal(stateOf({ expiryDate: null, revokedAt: null }, at('2099-01-01T00:00:00Z')), 'valid')
})

test('only who may revoke is offered it, and only while there is something to revoke', () => {
  const office = new Set(['certificates:revoke', 'certificates:issue'])
  assert.deepEqual(mayDo(office, 'valid'), { revoke: true, reissue: true })
  assert.deepEqual(mayDo(office, 'expired'), { revoke: true, reissue: false })
  assert.deepEqual(mayDo(office, 'revoked'), { revoke: false, reissue: false })
  assert.deepEqual(mayDo(new Set(), 'valid'), { revoke: false, reissue: false })
})
