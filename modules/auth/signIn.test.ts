import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { sessionCookie } from '#platform/client.ts'
import { type World, world } from '../../tests/world.ts'
import { currentSession, mySessions, signIn, signOut } from './contract.ts'

const password = 'correct horse battery staple'
type Browser = {
  cookies: Record<string, string>
  send: (method: 'GET' | 'POST' | 'DELETE', url: string, body?: object) => Promise<LightMyRequestResponse>
}

/** A browser with its cookies. */
function browser(w: Pick<World, 'server'>, cookies: Record<string, string> = {}): Browser {
  const send: Browser['send'] = async (method, url, body) => {
    const answer = await w.server.inject({
      method,
      url: `/api${url}`,
      cookies,
      headers: { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0' },
      ...(body ? { payload: body } : {}),
    })
    for (const { name, value, expires } of answer.cookies) {
      if (value === '' || (expires && expires.getTime() === 0)) delete cookies[name]
      else cookies[name] = value
    }
    return answer
  }
  return { cookies, send }
}
const emailOf = async (w: Pick<World, 'owner'>, id: string): Promise<string> =>
  (await w.owner.query('select email from directory.users where id = $1', [id])).rows[0].email
const codeOf = async (w: Pick<World, 'owner'>, id: string): Promise<string> =>
  (await w.owner.query('select code from tenancy.tenants where id = $1', [id])).rows[0].code

test('a person signs in with address and password, sees who they are, and signs out', async () => {
  const w = await world()
  const identifier = await emailOf(w, w.administrator.id)
  const b = browser(w)
  const answer = await b.send('POST', '/session', { identifier: identifier.toUpperCase(), password })
  assert.equal(answer.statusCode, 200, answer.body)
  assert.equal(answer.json().me.name, 'Avery Admin')
  const cookie = answer.cookies.find(({ name }) => name === sessionCookie)
  assert.ok(cookie?.httpOnly && cookie.secure && cookie.sameSite === 'Lax' && cookie.path === '/')
  const seen = (await b.send('GET', '/session')).json()
  assert.equal(seen.me.id, w.administrator.id)
  assert.ok(seen.me.permissions.includes('people:write'))
  assert.equal((await b.send('DELETE', '/session')).statusCode, 204)
  assert.equal((await b.send('GET', '/session')).json().me, null)
})
