import assert from 'node:assert/strict'
import { codeAt, stepAt } from '#modules/factors/policy.ts'
import { insert } from '#platform/db.ts'
import { hashPassword } from '../modules/auth/password.ts'
import { type Visitor, visitor } from './visitor.ts'
import type { World } from './world.ts'

export const password = 'correct horse battery staple'
const passwordHash = hashPassword(password)

export type Member = Awaited<ReturnType<typeof member>>
/** Somebody with the password above. */
export async function member(w: World, name: string, roles: Parameters<World['person']>[1] = ['employee']) {
  const person = await w.person(name, roles)
  const hash = await passwordHash
  await w.inTenant((db) => insert(db, 'auth.credentials', { userId: person.id, passwordHash: hash }))
  const { rows } = await w.owner.query(
    'select u.email as identifier, t.code as tenant from directory.users u join tenancy.tenants t on t.id = u.tenant_id where u.id = $1',
    [person.id],
  )
  return { ...person, ...(rows[0] as { identifier: string; tenant: string }) }
}

/** Signed in with the password, in a browser of their own. */
export async function enter(w: World, { tenant, identifier }: Pick<Member, 'tenant' | 'identifier'>, v = visitor(w)): Promise<Visitor> {
  const answer = await v.send('POST', '/session', { tenant, identifier, password })
  assert.equal(answer.statusCode, 200, answer.body)
  return v
}

/** Somebody who has just added an authenticator app `here`; `code` is what it shows next, half a minute later. */
export async function enrolled(w: World, name: string, known?: Member) {
  const person = known ?? (await member(w, name))
  const here = await enter(w, person)
  const { id, secret } = (await here.send('POST', '/factors/totp')).json()
  const bytes = bytesOf(secret)
  const code = () => {
    w.clock.pass({ seconds: 30 })
    return codeAt(bytes, stepAt(w.clock.now()))
  }
  const confirmed = await here.send('POST', `/factors/totp/${id}/confirmation`, { name: 'Phone', code: code() })
  assert.equal(confirmed.statusCode, 200, confirmed.body)
  return { ...person, here, code, recoveryCodes: confirmed.json().recoveryCodes as string[] }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const bytesOf = (base32: string) => {
  const bits = [...base32].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
