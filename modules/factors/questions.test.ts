import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as auth from '#modules/auth/contract.ts'
import { setConfig } from '#modules/tenancy/index.ts'
import { member, password } from '../../tests/members.ts'
import { visitor } from '../../tests/visitor.ts'
import { type Person, world } from '../../tests/world.ts'
import * as own from './contract.ts'

const api = { ...auth, ...own }

const w = await world()
const next = 'plum tractor window kite'
const answers = ['St. Mary’s', 'Curie Street', '  MRS   Óconnor ']
const questions = ['first_school', 'childhood_street', 'favourite_teacher'] as const
const chosen = questions.map((question, i) => ({ question, answer: answers[i] as string }))
const set = (securityQuestions: boolean) =>
  w.inTenant((db) => setConfig(db, api.signInPolicy, { ...api.signInPolicy.default, securityQuestions }))
/** The token of a link that this person was sent just now. */
async function linkOf({ identifier }: { identifier: string }): Promise<string> {
  await w.stranger.call(api.forgotPassword, { body: { identifier } })
  await w.runJobs()
  const [letter] = ((await w.tools.mail.kept?.()) ?? []).filter(({ to }) => to === identifier)
  return /#([\w-]{43})$/m.exec(letter?.text ?? '')?.[1] ?? ''
}
const complete = (token: string, given?: string[]) => ({ body: { token, password: next, ...(given ? { answers: given } : {}) } })
const signIn = async (identifier: string, secret: string) =>
  (await visitor(w).send('POST', '/session', { identifier, password: secret })).statusCode

test('without the organisation’s wish there are no security questions', async () => {
  const ann = await member(w, 'Ann')
  assert.deepEqual(await ann.call(api.mySecurityQuestions, {}), { isOn: false, chosen: [] })
  assert.equal((await ann.refused(api.setSecurityQuestions, { body: { answers: chosen } })).code, 'factors.questions_off')
  assert.equal((await ann.refused(api.removeSecurityQuestions, {})).status, 404)
  const token = await linkOf(ann)
  assert.deepEqual(await w.stranger.call(api.questionsOfReset, { body: { token } }), { questions: [] })
  await w.stranger.call(api.completeReset, complete(token))
  assert.equal(await signIn(ann.identifier, next), 200)
})

/** Somebody who has answered the questions above. */
async function asked(name: string) {
  const person = await member(w, name)
  await person.call(api.setSecurityQuestions, { body: { answers: chosen } })
  return person
}
const answered = async (person: Person) =>
  (await w.owner.query('select answered_at is not null as seen from auth.security_questions where user_id = $1', [person.id])).rows

test('three different questions with three real answers are chosen, kept as hashes, and the person is told', async () => {
  await set(true)
  const bea = await member(w, 'Bea')
  const choose = async (all: unknown) => (await bea.refused(api.setSecurityQuestions, { body: { answers: all } })).errors?.[0]
  assert.equal((await choose(chosen.slice(1)))?.path, 'answers')
  assert.match((await choose([chosen[0], chosen[0], chosen[1]]))?.message ?? '', /three different questions/)
  assert.match((await choose(chosen.map((one) => ({ ...one, answer: 'Same!' }))))?.message ?? '', /three different answers/)
  assert.match((await choose([{ ...chosen[0], answer: '!!!' }, chosen[1], chosen[2]]))?.message ?? '', /three different answers/)
  await bea.call(api.setSecurityQuestions, { body: { answers: chosen } })
  assert.deepEqual(await bea.call(api.mySecurityQuestions, {}), { isOn: true, chosen: [...questions] })
  const { rows } = await w.owner.query('select answer_hash from auth.security_questions where user_id = $1', [bea.id])
  assert.ok(rows.length === 3 && rows.every((row) => row.answer_hash.startsWith('$argon2id$v=19$m=65536,t=3,p=1$')))
  await w.runJobs()
  const [letter] = ((await w.tools.mail.kept?.()) ?? []).filter(({ to }) => to === bea.identifier)
  assert.equal(letter?.subject, 'Your security questions were changed')
})

test('a new password by a link needs all answers besides, however they are spelt; they open nothing without the link', async () => {
  const cat = await asked('Cat')
  const token = await linkOf(cat)
  assert.deepEqual(await w.stranger.call(api.questionsOfReset, { body: { token } }), { questions: [...questions] })
  assert.equal((await w.stranger.refused(api.completeReset, complete(token))).code, 'auth.answers_needed')
  assert.equal((await w.stranger.refused(api.completeReset, complete(token, answers.slice(1)))).code, 'auth.answers_needed')
  assert.equal(
    (await w.stranger.refused(api.completeReset, complete(token, ['St Marys', 'Curie Street', 'nobody']))).code,
    'auth.wrong_answers',
  )
  assert.equal(await signIn(cat.identifier, next), 401)
  assert.deepEqual(await answered(cat), [{ seen: false }, { seen: false }, { seen: false }])
  await w.stranger.call(api.completeReset, complete(token, ['st mary s', 'CURIE-STREET', 'mrs oconnor']))
  assert.equal(await signIn(cat.identifier, next), 200)
  assert.deepEqual(await answered(cat), [{ seen: true }, { seen: true }, { seen: true }])
  assert.equal((await w.stranger.refused(api.completeReset, complete('x'.repeat(43), answers))).code, 'auth.link_spent')
  assert.equal((await w.stranger.refused(api.questionsOfReset, { body: { token } })).code, 'auth.link_spent')
})

test('wrong answers count with wrong passwords, and the link waits with them', async () => {
  const dee = await asked('Dee')
  const token = await linkOf(dee)
  const wrong = ['one one', 'two two', 'three three']
  for (let i = 0; i < 5; i++) assert.equal((await w.stranger.refused(api.completeReset, complete(token, wrong))).code, 'auth.wrong_answers')
  assert.equal((await w.stranger.refused(api.completeReset, complete(token, answers))).code, 'auth.wrong_answers', 'right, but too soon')
  assert.equal(await signIn(dee.identifier, password), 401, 'the password door is shut too')
  w.clock.pass({ minutes: 16 })
  await w.stranger.call(api.completeReset, complete(token, answers))
  assert.equal(await signIn(dee.identifier, next), 200)
})

test('who forgets their questions, or whose organisation does, is asked none', async () => {
  const [eli, fay] = [await asked('Eli'), await asked('Fay')]
  await eli.call(api.removeSecurityQuestions, {})
  await w.stranger.call(api.completeReset, complete(await linkOf(eli)))
  await set(false)
  await w.stranger.call(api.completeReset, complete(await linkOf(fay)))
  assert.equal(await signIn(fay.identifier, next), 200)
})
