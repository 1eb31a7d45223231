import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { registry } from '#app/modules.ts'
import type { Endpoint } from '#platform/contract.ts'
import { callsFile, nameOf, type Seen } from '../coverage.ts'

const folder = process.env.SALUS_TEST_RECORD
if (!folder) throw new Error('this law looks at a whole run: npm test')
const file = join(folder, callsFile)
const calls: Seen[] = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : []
const endpoints = registry.modules.flatMap((module) => module.routes.map((route) => route.endpoint))

/** Writes whose effect is nowhere to be audited, with the reason. */
const withoutTrace: Record<string, string> = {
  'POST /password-resets/questions': 'it asks what a link needs besides; nothing changes',
  'POST /contact/email': 'the answer comes before the letter is written, as a job',
  'POST /contact/phone': 'the answer comes before the message is written, as a job',
  'POST /sso/visits': 'the visit is its own record, and gone with the answer',
  'POST /password-resets': 'the answer comes before the letter is written, as a job',
  'POST /notifications/reading': 'reading what is read already changes nothing',
}

/** Law 12: every endpoint is called by a story; every write leaves an audit row. */
function untold(all: readonly Pick<Endpoint, 'method' | 'path'>[], seen: readonly Seen[]): string[] {
  const called = new Set(seen.map((one) => one.endpoint))
  const audited = new Set(seen.filter((one) => one.audited).map((one) => one.endpoint))
  return all.flatMap((endpoint) => {
    const name = nameOf(endpoint)
    if (!called.has(name)) return [`${name} is called by no story`]
    if (endpoint.method === 'GET' || audited.has(name) || withoutTrace[name]) return []
    return [`${name} leaves no audit row`]
  })
}

test('every endpoint is called by a story, and every write leaves an audit row', () => {
  assert.ok(calls.length > 0, 'no story recorded a call')
  assert.deepEqual(untold(endpoints, calls), [])
})

test('the law over the stories notices what breaks it', () => {
  const write = { method: 'POST', path: '/x' } as const
  assert.deepEqual(untold([write], []), ['POST /x is called by no story'])
  assert.deepEqual(untold([write], [{ endpoint: 'POST /x', audited: false }]), ['POST /x leaves no audit row'])
  assert.deepEqual(untold([write], [{ endpoint: 'POST /x', audited: true }]), [])
  assert.deepEqual(untold([{ method: 'GET', path: '/x' }], [{ endpoint: 'GET /x', audited: false }]), [])
})
