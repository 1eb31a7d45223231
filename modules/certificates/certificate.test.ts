import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { importCourse, publishDraft } from '#modules/courses/index.ts'
import { enrol, listEvidence, myOutline, tick } from '#modules/enrollments/contract.ts'
import { type Person, type World, world } from '../../tests/world.ts'
import * as api from './contract.ts'

const w = await world('2026-06-15T09:00:00Z')
const admin = await w.person('Ada', ['employee', 'admin'])
const lea = await w.person('Léa', ['learner'], { lastName: 'Żółkiewska' })

type Here = Pick<World, 'inTenant' | 'clock'>
let made = 0
/** A published course that is one text. */
async function course(here: Here, teacher: Person, { validityMonths = 12 as number | null } = {}) {
  const contents = [{ type: 'rich_text', title: 'Text', html: '<p>Read.</p>' }]
  const json = {
    ...{ code: `NOI-0${++made}`, title: `Noise ${made}`, validityMonths, selfEnrol: true },
    modules: [{ title: 'One', units: [{ title: 'Lesson', type: 'lesson', contents }] }],
  }
  return here.inTenant(async (db) => {
    const now = here.clock.now()
    const { courseId, revisionId } = await importCourse(db, json, { by: teacher.id, now })
    await publishDraft(db, { courseId, revisionId, by: teacher.id, now })
    return { courseId, title: json.title }
  })
}
/** The learner enrols in a course and completes it; the certificate that follows. */
async function certified(learner = lea, of: { here?: Here; teacher?: Person; validityMonths?: number | null } = {}) {
  const { courseId, title } = await course(of.here ?? w, of.teacher ?? admin, of)
  const { id } = await learner.call(enrol, { body: { courseId } })
  const { modules } = await learner.call(myOutline, { params: { id } })
  const contentId = modules[0]?.units[0]?.contents[0]?.id as string
  await learner.call(tick, { params: { id, contentId }, body: { status: 'completed' } })
  const { items } = await learner.call(api.myCertificates, { query: {} })
  const certificate = items.find((one) => one.courseId === courseId)
  assert.ok(certificate)
  return { certificate, courseId, title }
}
const verify = (number: string) => w.stranger.call(api.verifyCertificate, { params: { number } })
async function evidence(certificateId: string) {
  const { rows } = await w.owner.query(
    'select kind, withdraws_id is not null as withdraws, expires_at from enrollments.evidence where certificate_id = $1 order by recorded_at, kind',
    [certificateId],
  )
  return rows
}

describe('a certificate', () => {
  test('is issued when a course is completed, counts for as long as the course says, and is on the training record', async () => {
    const { certificate, title } = await certified()
    assert.deepEqual(
      [certificate.holderName, certificate.courseTitle, certificate.revisionNumber, certificate.state],
      ['Léa Żółkiewska', title, 1, 'valid'],
    )
    assert.equal(certificate.issueDate, '2026-06-15T09:00:00Z')
    assert.equal(certificate.expiryDate, '2027-06-15T09:00:00Z')
    assert.match(certificate.url, new RegExp(`/verify/${certificate.number}$`))
    assert.deepEqual(
      (await evidence(certificate.id)).map((row) => row.kind),
      ['certificate_issued'],
    )
    const { items } = await lea.call(listEvidence, { query: {} })
    assert.ok(items.some((one) => one.kind === 'course_completed' && one.courseTitle === title))
  })

  test('of a course without validity never expires', async () => {
    const { certificate } = await certified(lea, { validityMonths: null })
    assert.equal(certificate.expiryDate, null)
  })

  test('prints as a PDF with any name, for its holder only', async () => {
    const { certificate } = await certified()
    const params = { id: certificate.id }
    const bytes = (await lea.call(api.certificatePdf, { params })) as unknown as Buffer
    assert.equal(bytes.subarray(0, 5).toString(), '%PDF-')
    assert.match(bytes.subarray(-8).toString(), /%%EOF/)
    const max = await w.person('Max', ['employee', 'manager'])
    assert.equal((await max.refused(api.certificatePdf, { params })).status, 404)
    assert.ok(await admin.call(api.certificatePdf, { params }))
  })

  test('is on a list that goes on where the page before ended', async () => {
    const pia = await w.person('Pia', ['learner'])
    const first = await certified(pia)
    const second = await certified(pia)
    const page = await pia.call(api.myCertificates, { query: { limit: 1 } })
    const rest = await pia.call(api.myCertificates, { query: { limit: 1, cursor: page.next as string } })
    assert.deepEqual(new Set([...page.items, ...rest.items].map((one) => one.id)), new Set([first.certificate.id, second.certificate.id]))
    assert.equal(rest.next, null)
  })
})

describe('who may see it', () => {
  test('the holder, who manages the holder, and the office; anybody else hears that there is nothing', async () => {
    const max = await w.person('Milo', ['employee', 'manager'])
    const other = await w.person('Mona', ['employee', 'manager'])
    const deptId = await w.inTenant(async (db) => {
      const org = await db
        .insertInto('directory.organizations')
        .values({ name: 'North', code: 'north' } as never)
        .returning('id')
        .executeTakeFirstOrThrow()
      const dept = await db
        .insertInto('directory.departments')
        .values({ orgId: org.id, name: 'Works', code: 'works', headUserId: max.id } as never)
        .returning('id')
        .executeTakeFirstOrThrow()
      return dept.id
    })
    const nia = await w.person('Nia', ['learner'], { deptId })
    const { certificate } = await certified(nia)
    const params = { id: certificate.id }
    for (const somebody of [nia, max, admin]) assert.equal((await somebody.call(api.getCertificate, { params })).number, certificate.number)
    assert.equal((await max.call(api.certificatesOf, { params: { userId: nia.id }, query: {} })).items.length, 1)
    const missing = await other.refused(api.getCertificate, { params: { id: crypto.randomUUID() } })
    for (const somebody of [other, lea, await (await w.tenant()).person('Tess', ['employee', 'admin'])])
      assert.deepEqual(await somebody.refused(api.getCertificate, { params }), missing)
    assert.equal((await other.call(api.certificatesOf, { params: { userId: nia.id }, query: {} })).items.length, 0)
  })
})

describe('verification', () => {
  test('anybody who holds the number learns what is on the certificate, and nothing else', async () => {
    const { certificate, title } = await certified()
    const said = await verify(certificate.number.toLowerCase().replaceAll('-', ' '))
    assert.equal(said.state, 'valid')
    assert.deepEqual(Object.keys(said.certificate ?? {}).toSorted(), [
      'courseTitle',
      'expiryDate',
      'holderName',
      'issueDate',
      'issuedBy',
      'reason',
      'revisionNumber',
      'revisionPublishedAt',
      'revokedAt',
    ])
    assert.deepEqual([said.certificate?.holderName, said.certificate?.courseTitle], ['Léa Żółkiewska', title])
    assert.match(said.certificate?.issuedBy ?? '', /^Tenant /)
  })

  test('of an unknown number is an answer, not an error', async () => {
    for (const number of ['NOI01-0000-0000-0000-0000', 'nonsense', '%', '🙂']) assert.equal((await verify(number)).state, 'unknown')
  })

  test('says expired from the expiry on', async () => {
    const { certificate } = await certified(lea, { validityMonths: 1 })
    assert.equal((await verify(certificate.number)).state, 'valid')
    w.clock.set(certificate.expiryDate as string)
    assert.equal((await verify(certificate.number)).state, 'expired')
    w.clock.set('2026-06-15T09:00:00Z')
  })

  test('works across tenants: the number alone finds it', async () => {
    const there = await w.tenant()
    const teacher = await there.person('Theo', ['employee', 'admin'])
    const { certificate } = await certified(await there.person('Tina', ['learner']), { here: there, teacher })
    assert.equal((await verify(certificate.number)).certificate?.holderName, 'Tina Example')
  })
})

describe('revoking', () => {
  test('is done by the office for a reason, shown to whoever verifies, and ends the evidence', async () => {
    const { certificate } = await certified()
    const params = { id: certificate.id }
    const iris = await w.person('Iris', ['employee', 'instructor'])
    for (const somebody of [lea, iris])
      assert.equal((await somebody.refused(api.revokeCertificate, { params, body: { reason: 'No' } })).status, 403)
    assert.equal((await admin.refused(api.revokeCertificate, { params, body: { reason: ' ' } })).status, 422)
    assert.equal((await verify(certificate.number)).state, 'valid')
    const revoked = await admin.call(api.revokeCertificate, { params, body: { reason: 'Somebody else took the course' } })
    assert.deepEqual([revoked.state, revoked.may], ['revoked', { revoke: false, reissue: false }])
    const said = await verify(certificate.number)
    assert.deepEqual([said.state, said.certificate?.reason], ['revoked', 'Somebody else took the course'])
    assert.deepEqual(
      (await evidence(certificate.id)).map(({ kind, withdraws }) => [kind, withdraws]),
      [
        ['certificate_issued', false],
        ['certificate_revoked', true],
      ],
    )
    const again = await admin.refused(api.revokeCertificate, { params, body: { reason: 'Twice' } })
    assert.equal(again.code, 'certificates.already_revoked')
    assert.ok(await lea.call(api.certificatePdf, { params }))
  })

  test('twice at once revokes once', async () => {
    const { certificate } = await certified()
    const revoke = () =>
      admin.call(api.revokeCertificate, { params: { id: certificate.id }, body: { reason: 'Mistake' } }).then(
        () => 'done',
        (error: Error) => (/already_revoked/.test(error.message) ? 'refused' : error.message),
      )
    assert.deepEqual((await Promise.all([revoke(), revoke(), revoke()])).toSorted(), ['done', 'refused', 'refused'])
  })
})

test('issued again, it carries the corrected name and the same expiry; the former one says that it was replaced', async () => {
  const nora = await w.person('Nora', ['learner'])
  const { certificate } = await certified(nora)
  await w.owner.query(`update directory.users set last_name = 'Newname' where id = $1`, [nora.id])
  w.clock.pass({ hours: 1 })
  assert.equal((await nora.refused(api.reissueCertificate, { params: { id: certificate.id } })).status, 403)
  const corrected = await admin.call(api.reissueCertificate, { params: { id: certificate.id } })
  assert.deepEqual(
    [corrected.holderName, corrected.expiryDate, corrected.issueDate, corrected.issueNumber],
    ['Nora Newname', certificate.expiryDate, certificate.issueDate, 2],
  )
  assert.notEqual(corrected.number, certificate.number)
  assert.equal((await verify(corrected.number)).state, 'valid')
  assert.match((await verify(certificate.number)).certificate?.reason ?? '', /Replaced/)
  assert.equal((await admin.refused(api.reissueCertificate, { params: { id: certificate.id } })).code, 'certificates.not_valid')
  const { items } = await nora.call(api.myCertificates, { query: {} })
  assert.deepEqual(
    items.map((one) => [one.issueNumber, one.state]),
    [
      [2, 'valid'],
      [1, 'revoked'],
    ],
  )
})

test('the office keeps designs; the active one is printed', async () => {
  const design = { heading: 'Well done', signatory: 'Dr Jane Example', signatoryRole: 'Head of Occupational Health', colour: '#5b2a86' }
  const body = { name: 'House style', description: '', orgId: null, status: 'draft' as const, templateData: design }
  const made = await admin.call(api.templates.create, { body })
  assert.equal((await admin.refused(api.templates.create, { body })).code, 'certificates.name_taken')
  await admin.call(api.templates.change, { params: { id: made.id as string }, body: { status: 'active' } } as never)
  assert.equal((await lea.refused(api.templates.create, { body })).status, 403)
  assert.equal((await admin.call(api.templates.list, { query: {} })).items.length, 1)
  const { certificate } = await certified()
  const { rows } = await w.owner.query('select template_id from certificates.certificates where id = $1', [certificate.id])
  assert.equal(rows[0].template_id, made.id)
  assert.ok(await lea.call(api.certificatePdf, { params: { id: certificate.id } }))
  const unused = await admin.call(api.templates.create, { body: { ...body, name: 'Other' } })
  await admin.call(api.templates.remove, { params: { id: unused.id as string } })
  assert.equal((await admin.refused(api.templates.remove, { params: { id: made.id as string } })).code, 'in_use')
})
