import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { endpoint } from '../contract.ts'
import { href } from './api.ts'

const list = endpoint('GET /branches/:branchId/contacts', {
  permission: 'self',
  query: z.object({ q: z.string().optional(), kind: z.array(z.string()).optional(), limit: z.number().optional() }),
})

test('an address fills its parameters and leaves out what is not asked', () => {
  assert.equal(href(list, { params: { branchId: 'a/b' } }), '/api/branches/a%2Fb/contacts')
  assert.equal(
    href(list, { params: { branchId: '1' }, query: { q: 'press & shop', kind: ['phone', 'email'], limit: undefined } }),
    '/api/branches/1/contacts?q=press+%26+shop&kind=phone&kind=email',
  )
})
