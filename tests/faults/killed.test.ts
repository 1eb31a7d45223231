import assert from 'node:assert/strict'
import { test } from 'node:test'
import { saveAnswer, startAttempt } from '#modules/assessments/contract.ts'
import { importAssessment } from '#modules/assessments/index.ts'
import { importCourse, publishDraft } from '#modules/courses/index.ts'
import { enrol } from '#modules/enrollments/contract.ts'
import { ended, startWeb } from '../../tools/webProcess.ts'
import { employed, practising } from '../clinic.ts'
import { testSecret } from '../database.ts'
import { world } from '../world.ts'
import { wire } from './wire.ts'

const w = await world(Temporal.Now.instant().toString())
const noor = await practising(w, 'Noor')
const iris = await w.person('Iris', ['employee', 'instructor'])

/** A web process with its own wire to the database. */
async function start() {
  const line = await wire(w.url)
  const settings = { DATABASE_URL: line.url, SALUS_SECRET: testSecret, DATA_DIR: w.tools.config.DATA_DIR, POOL_SIZE: '2' }
  return { ...(await startWeb(settings)), line }
}

/** One person's write, and what it leaves where it happened once: a count by name. */
type Act = { token: string; path: string; body: object; effects: () => Promise<Record<string, number>>; whole: Record<string, number> }

/** Kills the web process at the n-th message of an act, for n = 1, 2 … until one runs through; each is a fresh act, and is tried again. */
async function killAtEveryMessage(fresh: (number: number) => Promise<Act>): Promise<void> {
  // Starting takes longer than all the rest: the next two get ready meanwhile.
  const waiting = [start(), start()]
  const next = () => {
    waiting.push(start())
    return waiting.shift() as ReturnType<typeof start>
  }
  let web = await next()
  let killedAt = 0
  for (let message = 1; ; message++) {
    const { token, path, body, effects, whole } = await fresh(message)
    const send = () =>
      fetch(`${web.origin}/api${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: `__Host-salus=${token}`, 'idempotency-key': `killed-at-${message}` },
        body: JSON.stringify(body),
      }).then(
        (answer) => answer.status,
        () => 0,
      )
    web.line.arm(message, () => web.process.kill('SIGKILL'))
    const status = await send()
    const messages = web.line.disarm()
    const left = await effects()
    if (Object.values(left).some((n) => n > 0)) assert.deepEqual(left, whole, `half an effect at message ${message}`)
    if (status === 0) assert.ok(messages >= message, 'it answered nothing although nothing was cut')
    else {
      assert.ok([200, 201].includes(status), `answered ${status}`)
      assert.deepEqual(left, whole, 'what was acknowledged exists exactly once')
      if (messages < message) break
      // Cut while it told others, after the commit: the answer may have left before.
    }
    killedAt++
    await ended(web.process, 'SIGKILL')
    web = await next()
    // The person tries again with the same key: one effect, whatever was left.
    assert.ok([200, 201].includes(await send()), 'the same request again')
    assert.deepEqual(await effects(), whole)
  }
  assert.ok(killedAt >= 3, `only ${killedAt} messages were cut`)
  await Promise.all([web, ...(await Promise.all(waiting))].map((one) => one.stop()))
}
const counted = async (text: string, id: string) => (await w.owner.query(text, [id])).rows[0]

/** Half past nine in London on the n-th weekday from next week on. */
function morning(number: number): string {
  let day = w.clock.now().toZonedDateTimeISO('Europe/London').toPlainDate().add({ days: 7 })
  for (let left = number; left > 0 || day.dayOfWeek > 5; day = day.add({ days: 1 })) if (day.dayOfWeek <= 5) left--
  return day.toZonedDateTime({ timeZone: 'Europe/London', plainTime: '09:30' }).toInstant().toString()
}

test('a web process killed at any message of a booking leaves a whole appointment or none', { timeout: 120_000 }, async () => {
  await killAtEveryMessage(async (number) => {
    const ann = await employed(w, `Ann${number}`)
    const where = { professionalId: noor.professionalId, type: 'consultation', mode: 'in_person' }
    const effects = () =>
      counted(
        `select (select count(*) from appointments.appointments where employee_id = e.id)::int as appointments,
                (select count(*) from platform.audit_logs where user_id = $1 and entity_type = 'appointments')::int as audits,
                (select count(*) from platform.events where user_id = $1 and name = 'appointments.booked')::int as events
           from employees.employees e where e.user_id = $1`,
        ann.id,
      )
    const body = { ...where, startsAt: morning(number), reason: 'canary' }
    return { token: ann.token, path: '/appointments', body, effects, whole: { appointments: 1, audits: 1, events: 1 } }
  })
})

/** A published course that is one quiz with one question. */
const { courseId, quizId } = await w.inTenant(async (db) => {
  const options = ['True', 'False'].map((text) => ({ text, isCorrect: text === 'True' }))
  const assessment = { title: 'Quiz', passingScore: 100, questions: [{ type: 'true_false', text: 'Is it so?', options }] }
  const modules = [{ title: 'One', units: [{ title: 'Quiz', type: 'assessment', assessment }] }]
  const [by, now] = [iris.id, w.clock.now()]
  const made = await importCourse(db, { code: 'Q', title: 'Quiz', validityMonths: 12, selfEnrol: true, modules }, { by, now })
  for (const quiz of made.quizzes) await importAssessment(db, quiz.unitId, quiz.assessment)
  await publishDraft(db, { ...made, by, now })
  const { id } = await db.selectFrom('assessments.assessments').select('id').executeTakeFirstOrThrow()
  return { courseId: made.courseId, quizId: id }
})

test('a web process killed at any message of handing in a quiz leaves it marked once, with its evidence and certificate, or not at all', {
  timeout: 120_000,
}, async () => {
  await killAtEveryMessage(async (number) => {
    const lea = await w.person(`Lea${number}`, ['learner'])
    await lea.call(enrol, { body: { courseId } })
    const { id, questions } = await lea.call(startAttempt, { params: { id: quizId } })
    const params = { id, questionId: questions[0]?.id as string }
    await lea.call(saveAnswer, { params, body: { answer: { value: true }, sequence: 1 } })
    const effects = () =>
      counted(
        `select (select count(*) from assessments.assessment_attempts where user_id = $1 and status = 'graded')::int as marked,
                (select count(*) from assessments.question_responses r join assessments.assessment_attempts t on t.id = r.attempt_id
                  where t.user_id = $1 and r.is_correct)::int as answers,
                (select count(*) from enrollments.enrollments where user_id = $1 and status = 'completed')::int as completed,
                (select count(*) from enrollments.evidence where user_id = $1 and kind = 'attempt_passed')::int as passed,
                (select count(*) from enrollments.evidence where user_id = $1 and kind = 'certificate_issued')::int as issued,
                (select count(*) from certificates.certificates where user_id = $1)::int as certificates,
                (select count(*) from platform.events where user_id = $1 and name = 'assessments.attempt_marked')::int as events,
                (select count(*) from platform.events where user_id = $1 and name = 'enrollments.completed')::int as completions`,
        lea.id,
      )
    const whole = { marked: 1, answers: 1, completed: 1, passed: 1, issued: 1, certificates: 1, events: 1, completions: 1 }
    return { token: lea.token, path: `/attempts/${id}/submission`, body: {}, effects, whole }
  })
})
