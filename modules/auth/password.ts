import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { hash, verify } from '@node-rs/argon2'
import { type Account, plain } from '#modules/directory/index.ts'
import { configOf } from '#modules/tenancy/index.ts'
import { changeAll, type Db, insertMany, remove } from '#platform/db.ts'
import type { Client } from '#platform/module.ts'
import { turns } from '#platform/turns.ts'
import { attempt, noteFailure } from './attempt.ts'
import { type SecurityQuestion, signInPolicy } from './contract.ts'
import { answersNeeded, tooEasy, wrongAnswers } from './policy.ts'

/** argon2id, 64 MiB, three passes, one lane; the PHC string carries parameters and salt. */
const parameters = { memoryCost: 65_536, timeCost: 3, parallelism: 1 }

/** Four hashes at once, so that a crowd at the door cannot take all memory. */
const inTurn = turns(4, 40)

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, parameters))

// What nobody's password hashes to: an unknown name takes as long as a known one.
const nobody = '$argon2id$v=19$m=65536,t=3,p=1$4Clw21gmj7rg+5Ili0BMzA$jC3saQJnxH2qyhAW8dcu+aWQxx4d1ZbHRfaAsZ8OvM4'

/** Does the password belong to this hash? Without a hash the same work is done, for nothing. */
export const checkPassword = (stored: string | null | undefined, password: string): Promise<boolean> =>
  inTurn(async () => (await verify(stored ?? nobody, password)) && stored != null)

/** Was it hashed with less than today's parameters? */
export const isOutdated = (stored: string): boolean =>
  !stored.includes(`$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$`)

type Chosen = { password: string; least: number; about: readonly (string | null)[]; field?: string }
/**
 * Refuses a new password that is shorter than the organisation's `least`, is among the common ones, or is easily guessed by
 * somebody who knows the person (`about`: names, address, organisation). No composition rules. Throws 422.
 */
export async function refuseEasyPassword({ password, least, about, field = 'password' }: Chosen): Promise<void> {
  if (password.length < least) throw tooEasy(field, `Your organisation asks for at least ${least} characters.`)
  const words = about
    .flatMap((text) => (text ? [text, ...text.split(/[^\p{L}\p{N}]+/u)] : []))
    .filter((word) => word.length > 2)
    .map((word) => word.toLowerCase())
  const known = [...new Set(['salus', ...words])].sort((a, b) => b.length - a.length)
  const refusal = await judging(() => judged({ password, known }))
  if (refusal) throw tooEasy(field, refusal)
}

const judging = turns(1, 20)
/** Judged in a thread of its own: it takes up to half a second, and its word lists 80 MB that are given back. */
async function judged(given: { password: string; known: string[] }): Promise<string | null> {
  const thread = new Worker(new URL('./judge.ts', import.meta.url), { workerData: given })
  try {
    const [refusal] = (await once(thread, 'message')) as [string | null]
    return refusal
  } finally {
    await thread.terminate()
  }
}

/** An answer as it is hashed: without case, accents, punctuation and double spaces. */
const normal = (answer: string) =>
  plain(answer)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** The questions that a reset of this person asks besides: none where the organisation does not want them, or none are chosen. */
export async function questionsOf(db: Db, userId: string) {
  const { securityQuestions } = await configOf(db, signInPolicy)
  if (!securityQuestions) return []
  const chosen = await db
    .selectFrom('auth.security_questions')
    .select(['id', 'question', 'answerHash'])
    .where('userId', '=', userId)
    .orderBy('sequence')
    .execute()
  return chosen as (Omit<(typeof chosen)[number], 'question'> & { question: SecurityQuestion })[]
}

/** Hashes of answers, each different and of at least three letters once normalised; undefined where they are not. */
export async function hashAnswers(answers: readonly string[]): Promise<string[] | undefined> {
  const typed = answers.map(normal)
  if (typed.some((one) => one.length < 3) || new Set(typed).size < typed.length) return undefined
  return Promise.all(typed.map(hashPassword))
}

/** Questions and hashed answers of a person, instead of those before; none of either forgets them. */
export async function keepQuestions(
  db: Db,
  userId: string,
  chosen: readonly { question: SecurityQuestion; answerHash: string }[],
): Promise<void> {
  const [old] = await db.selectFrom('auth.security_questions').select('id').where('userId', '=', userId).limit(1).execute()
  if (old) await remove(db, 'auth.security_questions', { userId })
  await insertMany(
    db,
    'auth.security_questions',
    chosen.map((one, i) => ({ ...one, userId, sequence: i + 1 })),
  )
}

type Asked = { person: Account; answers?: readonly string[] | undefined; client: Client; now: Temporal.Instant }
type InTenant = <T>(work: (db: Db) => Promise<T>) => Promise<T>
/**
 * A further hurdle after the link of a letter, never a door of its own: all answers must be right. Wrong ones count with wrong
 * passwords. Throws 422; the link then still works.
 */
export async function askQuestions(inTenant: InTenant, { person, answers, client, now }: Asked): Promise<void> {
  const asked = await inTenant((db) => questionsOf(db, person.id))
  if (asked.length === 0) return
  if (answers?.length !== asked.length) throw answersNeeded()
  const tried = await inTenant((db) => attempt(db, { account: person, typed: person.id, client, now }))
  const right = await Promise.all(asked.map(({ answerHash }, i) => checkPassword(answerHash, normal(answers[i] as string))))
  if (!tried.guess.allowed || right.includes(false)) {
    await inTenant((db) => noteFailure(db, tried, { wrong: 'wrong answers', client, now, method: 'one_time_token' }))
    throw wrongAnswers()
  }
  await inTenant(async (db) => {
    await tried.guess.takeBack(db)
    await changeAll(db, 'auth.security_questions', { userId: person.id }, { answeredAt: now.toString() })
  })
}
