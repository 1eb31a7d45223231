import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeDepartment } from '#modules/directory/contract.ts'
import { listNotifications } from '#modules/notifications/contract.ts'
import { changeOrgConfigs } from '#modules/structure/contract.ts'
import { sessionCookie } from '#platform/client.ts'
import { insert } from '#platform/db.ts'
import { visitor } from '../../tests/visitor.ts'
import { type Person, world } from '../../tests/world.ts'
import * as api from './contract.ts'

const w = await world('2026-06-15T09:00:00Z')
await w.owner.query("update tenancy.tenants set status = 'active', trial_ends_at = null")
const yard = await w.inTenant(async (db) => {
  const org = await insert(db, 'directory.organizations', { name: 'Harbour', code: 'harbour' })
  return insert(db, 'directory.departments', { orgId: org.id, name: 'Yard', code: 'yard' })
})
const ann = await w.person('Ann', ['employee'], { deptId: yard.id })
const bob = await w.person('Bob', ['employee'])
const head = await w.person('Head', ['employee', 'manager'])
const clerk = await w.person('Clerk', ['employee', 'admin'])
const hr = w.administrator
await hr.call(changeDepartment, { params: { id: yard.id }, body: { headUserId: head.id } })
const other = await w.tenant()
const pdf = Buffer.from('%PDF-1.7 a licence')
const upload = (person: Person, kind: string, id: string, bytes = pdf) =>
  visitor(w, { [sessionCookie]: person.token }).upload(`/my/papers/${kind}/${id}/file`, { name: 'licence.pdf', bytes })
const get = (person: Person, kind: string, id: string, query = '') =>
  visitor(w, { [sessionCookie]: person.token }).send('GET', `/papers/${kind}/${id}/file${query}`)
const licence = {
  name: 'Forklift',
  issuingOrganization: 'RTITB',
  credentialId: null,
  credentialUrl: null,
  issueDate: null,
  expiryDate: null,
}
const only = async (person: Person) => (await person.call(api.myCertifications.list, {})).items[0] as api.CertificationRow

test('a certification is verified by somebody else on its evidence; whatever changes after drops that', async () => {
  const { id } = await ann.call(api.myCertifications.add, { body: licence })
  const params = { kind: 'certifications', id } as const
  assert.equal((await hr.refused(api.verifyPaper, { params })).code, 'profiles.no_file')
  assert.equal((await upload(ann, 'certifications', id, Buffer.from('<html>'))).statusCode, 422)
  assert.equal((await upload(bob, 'certifications', id)).statusCode, 404)
  assert.equal((await upload(ann, 'certifications', id)).statusCode, 200)
  assert.deepEqual(
    (await hr.call(api.awaitingVerification, {})).items.map(({ title, person }) => [title, person.name]),
    [['Forklift', 'Ann Example']],
  )
  for (const person of [ann, head, bob]) assert.equal((await person.refused(api.verifyPaper, { params })).status, 403)
  assert.equal((await other.administrator.refused(api.verifyPaper, { params })).status, 404)
  await hr.call(api.verifyPaper, { params })
  const { verifiedAt, verifiedByName } = await only(ann)
  assert.deepEqual([verifiedAt, verifiedByName], ['2026-06-15T09:00:00Z', 'Avery Admin'])
  assert.deepEqual((await hr.call(api.awaitingVerification, {})).items, [])

  await ann.call(api.myCertifications.change, { params: { id }, body: { credentialId: '42' } })
  assert.equal((await only(ann)).verifiedAt, null)
  const mistaken = await ann.call(api.myCertifications.add, { body: { ...licence, name: 'Mistaken' } })
  assert.equal((await bob.refused(api.myCertifications.remove, { params: { id: mistaken.id } })).status, 404)
  await ann.call(api.myCertifications.remove, { params: { id: mistaken.id } })
  await hr.call(api.verifyPaper, { params })
  await upload(ann, 'certifications', id, Buffer.from('%PDF-1.7 another'))
  assert.equal((await only(ann)).verifiedByName, null)
  await hr.call(api.verifyPaper, { params })
  await hr.call(api.unverifyPaper, { params })
  assert.equal((await only(ann)).verifiedAt, null)
  const own = await clerk.call(api.myCertifications.add, { body: licence })
  await upload(clerk, 'certifications', own.id)
  assert.equal((await clerk.refused(api.verifyPaper, { params: { ...params, id: own.id } })).code, 'profiles.own_paper')
  assert.deepEqual(
    (await clerk.call(api.awaitingVerification, {})).items.map((one) => [one.person.id, one.may.verify]),
    [
      [ann.id, true],
      [clerk.id, false],
    ],
  )
})

test('evidence is downloaded by its owner, their manager and HR; a document by its owner and, with a reason, HR', async () => {
  const { id } = await only(ann)
  for (const person of [ann, head, hr]) {
    const file = await get(person, 'certifications', id)
    assert.deepEqual([file.statusCode, file.body], [200, '%PDF-1.7 another'])
    assert.match(String(file.headers['content-disposition']), /^attachment; .*Forklift\.pdf$/)
  }
  assert.equal((await get(bob, 'certifications', id)).statusCode, 404)
  const body = { documentType: 'passport', title: 'Passport', expiresOn: '2030-03-01' } as const
  const passport = await ann.call(api.myDocuments.add, { body })
  assert.equal(passport.expiresOn, '2030-03-01')
  await upload(ann, 'documents', passport.id)
  assert.equal((await get(head, 'documents', passport.id)).statusCode, 404)
  assert.equal((await get(hr, 'documents', passport.id)).statusCode, 422)
  assert.equal((await get(hr, 'documents', passport.id, '?reason=Right+to+work')).statusCode, 200)
  await hr.call(api.verifyPaper, { params: { kind: 'documents', id: passport.id } })
  const [shown] = (await ann.call(api.myDocuments.list, {})).items
  assert.equal(shown?.verifiedByName, 'Avery Admin')
  const changed = await ann.call(api.myDocuments.change, { params: { id: passport.id }, body: { expiresOn: '2031-03-01' } })
  assert.deepEqual([changed.expiresOn, changed.verifiedAt], ['2031-03-01', null])
  const used = async () =>
    Number((await w.owner.query('select storage_bytes from tenancy.tenants where id = $1', [w.tenantId])).rows[0].storage_bytes)
  await w.runJobs() // the replaced files of before go
  const before = await used()
  await ann.call(api.myDocuments.remove, { params: { id: passport.id } })
  await w.runJobs()
  assert.equal(await used(), before - pdf.length)
  assert.equal((await get(ann, 'documents', passport.id)).statusCode, 404)
})

test('no room left: the file is refused and its bytes do not stay', async () => {
  const { id } = await only(ann)
  await w.owner.query('update tenancy.tenants set max_storage_gb = 1, storage_bytes = storage_bytes + 999999950 where id = $1', [
    w.tenantId,
  ])
  const refused = await upload(ann, 'certifications', id)
  assert.equal(refused.json().code, 'tenancy.storage_full')
  await w.owner.query('update tenancy.tenants set max_storage_gb = null, storage_bytes = storage_bytes - 999999950 where id = $1', [
    w.tenantId,
  ])
  assert.equal((await get(ann, 'certifications', id)).body, '%PDF-1.7 another')
})

test('a colleague endorses a skill once, never their own, and takes it back', async () => {
  const skill = { skillName: 'Welding', proficiencyLevel: 'expert', yearsOfExperience: 9 } as const
  const { id } = await ann.call(api.mySkills.add, { body: skill })
  assert.equal((await ann.refused(api.mySkills.add, { body: { ...skill, skillName: 'WELDING' } })).errors?.[0]?.path, 'skillName')
  const params = { id }
  const endorsers = async () => (await ann.call(api.mySkills.list, {})).items[0]?.endorsements.map(({ name }) => name)
  assert.equal((await ann.refused(api.endorseSkill, { params, body: {} })).code, 'profiles.own_skill')
  assert.equal((await bob.refused(api.endorseSkill, { params, body: {} })).status, 404) // who was not asked knows of no skill
  assert.equal((await bob.refused(api.askEndorsement, { params, body: { userId: head.id } })).status, 404)
  assert.equal((await ann.refused(api.askEndorsement, { params, body: { userId: ann.id } })).status, 422)
  await ann.call(api.askEndorsement, { params, body: { userId: bob.id } })
  await ann.call(api.askEndorsement, { params, body: { userId: bob.id } })
  assert.deepEqual(
    (await bob.call(listNotifications, {})).items.map((one) => one.title),
    ['Ann Example asks you to endorse a skill'],
  )
  await bob.call(api.endorseSkill, { params, body: { comment: 'Neat seams' } })
  await bob.call(api.endorseSkill, { params, body: { comment: 'Very neat seams' } })
  await head.call(api.endorseSkill, { params, body: {} }) // a manager sees the skill, and was not asked
  assert.deepEqual(await endorsers(), ['Bob Example', 'Head Example'])
  const [mine] = (await bob.call(api.myEndorsements, {})).items
  assert.deepEqual([mine?.personName, mine?.skillName, mine?.comment], ['Ann Example', 'Welding', 'Very neat seams'])
  const seen = await head.call(api.personProfile, { params: { id: ann.id } })
  assert.deepEqual([seen.skills[0]?.endorsedByMe, seen.skills[0]?.mayEndorse], [true, false])
  await bob.call(api.withdrawEndorsement, { params })
  assert.deepEqual(await endorsers(), ['Head Example'])
  assert.equal((await hr.refused(api.withdrawEndorsement, { params })).status, 404)
  await ann.call(api.mySkills.change, { params, body: { skillName: 'Arc welding' } })
  await ann.call(api.mySkills.remove, { params })
})

test('the owner, their manager and who verifies papers are warned 60, 30 and 7 days before a paper expires, once each', async () => {
  const { id } = await only(ann)
  await ann.call(api.myCertifications.change, { params: { id }, body: { expiryDate: '2026-09-30' } })
  await ann.call(api.myCertifications.change, { params: { id }, body: { expiryDate: '2026-12-31' } })
  const passport = { documentType: 'passport', title: 'Passport', expiresOn: '2026-12-31' } as const
  await ann.call(api.myDocuments.add, { body: passport })
  const told = async (person: Person) =>
    (await (await w.signIn(person)).call(listNotifications, {})).items.filter((one) => one.type === 'certificate_expiring').length
  const days: [string, number, number, number][] = [
    ['2026-10-01T09:00:00Z', 0, 0, 0],
    ['2026-11-01T08:59:00Z', 0, 0, 0],
    ['2026-11-01T09:00:00Z', 2, 1, 2],
    ['2026-12-01T09:00:00Z', 4, 2, 4],
    ['2026-12-24T09:00:00Z', 6, 3, 6],
    ['2027-02-01T09:00:00Z', 6, 3, 6],
  ]
  for (const [now, mine, managers, verifiers] of days) {
    w.clock.set(now)
    await w.runJobs()
    assert.deepEqual([await told(ann), await told(head), await told(clerk), await told(bob)], [mine, managers, verifiers, 0], now)
  }
  const [last] = (await (await w.signIn(head)).call(listNotifications, {})).items
  assert.equal(last?.message, 'It is Ann Example’s, and counts until 31 December 2026.')
})

test('an organisation that warns at other days does so for papers it knows already', async () => {
  const told = async () =>
    (await (await w.signIn(ann)).call(listNotifications, {})).items.filter(({ title }) => title.includes('Visa')).length
  const visa = { documentType: 'other', title: 'Visa', expiresOn: '2027-06-30' } as const
  await (await w.signIn(ann)).call(api.myDocuments.add, { body: visa })
  const administrator = await w.signIn(hr)
  await administrator.call(changeOrgConfigs, { params: { orgId: yard.orgId }, body: { warnDays: [90, 1] } })
  const days: [string, number][] = [
    ['2027-04-01T08:00:00Z', 1],
    ['2027-05-02T09:00:00Z', 1],
    ['2027-06-29T08:00:00Z', 2],
  ]
  for (const [now, count] of days) {
    w.clock.set(now)
    await w.runJobs()
    assert.equal(await told(), count, now)
  }
})
