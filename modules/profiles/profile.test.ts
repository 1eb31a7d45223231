import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { changeDepartment } from '#modules/directory/contract.ts'
import { sessionCookie } from '#platform/client.ts'
import { insert } from '#platform/db.ts'
import { visitor } from '../../tests/visitor.ts'
import { type Person, world } from '../../tests/world.ts'
import * as api from './contract.ts'
import { inBatches } from './web/batches.ts'

const w = await world('2026-06-15T09:00:00Z')
const yard = await w.inTenant(async (db) => {
  const org = await insert(db, 'directory.organizations', { name: 'Harbour', code: 'harbour' })
  return insert(db, 'directory.departments', { orgId: org.id, name: 'Yard', code: 'yard' })
})
const ann = await w.person('Ann', ['employee'], { deptId: yard.id, phone: '020 7946 0000' })
const bob = await w.person('Bob', ['employee'], { deptId: yard.id })
const head = await w.person('Head', ['employee', 'manager'])
const otherHead = await w.person('Other', ['employee', 'manager'])
const hr = w.administrator
await hr.call(changeDepartment, { params: { id: yard.id }, body: { headUserId: head.id } })
const other = await w.tenant()
const browser = (person: Person) => visitor(w, { [sessionCookie]: person.token })
const reason = 'Updating the pay record'
const listed = (values: Record<string, string | number | null>) => Object.entries(values).map(([key, value]) => ({ key, value }))
const picture = (size: number) =>
  sharp({ create: { width: size, height: size, channels: 3, background: 'teal' } })
    .withExif({ IFD0: { Copyright: 'canary-photographer' } })
    .jpeg()
    .toBuffer()

test('everybody keeps up their own profile; two windows do not overwrite each other', async () => {
  const blank = await ann.call(api.myProfile, {})
  assert.equal(blank.preferredName, null)
  const contacts = [{ name: 'Jo', relationship: 'Sister', phone: '0123 456' }]
  const body = { preferredName: 'Annie', pronouns: 'she/her', city: 'Leeds', emergencyContacts: contacts }
  const first = await ann.call(api.changeMyProfile, {
    body: { ...body, website: 'https://ann.example', contactBy: 'phone', phone: '0113 4960000' } as never,
  })
  assert.deepEqual(
    [first.preferredName, first.phone, first.website, first.contactBy],
    ['Annie', '020 7946 0000', 'https://ann.example', 'phone'],
    'a number is changed where it is proven',
  )
  assert.deepEqual(first.emergencyContacts, contacts)
  const second = await ann.call(
    api.changeMyProfile,
    { body: { linkedIn: 'https://in.example/ann', additionalInfo: 'Has a boat' } },
    { 'if-match': `"${first.version}"` },
  )
  assert.deepEqual([second.website, second.linkedIn, second.contactBy], ['https://ann.example', 'https://in.example/ann', 'phone'])
  assert.equal((await ann.refused(api.changeMyProfile, { body: { bio: 'x' } }, { 'if-match': `"${first.version}"` })).status, 412)
  const bad = await ann.refused(api.changeMyProfile, {
    body: { country: 'Britain', website: 'javascript:alert(1)', dateOfBirth: '2026-02-30' },
  })
  assert.deepEqual(bad.errors?.map(({ path }) => path).sort(), ['country', 'dateOfBirth', 'website'])
  assert.equal((await ann.call(api.myProfile, {})).bio, null)
})

test('languages, education, work and skills are one’s own lists', async () => {
  const polish = await ann.call(api.myLanguages.add, { body: { language: 'pl', proficiencyLevel: 'native', isPrimary: true } })
  const twice = await ann.refused(api.myLanguages.add, { body: { language: 'pl', proficiencyLevel: 'basic', isPrimary: false } })
  assert.equal(twice.errors?.[0]?.message, 'This language is on your list already.')
  const second = { language: 'en', proficiencyLevel: 'fluent', isPrimary: true } as const
  assert.equal((await ann.refused(api.myLanguages.add, { body: second })).errors?.[0]?.path, 'isPrimary')
  assert.equal(
    (await ann.call(api.myLanguages.change, { params: { id: polish.id }, body: { proficiencyLevel: 'fluent' } })).isPrimary,
    true,
  )
  assert.equal((await bob.refused(api.myLanguages.change, { params: { id: polish.id }, body: { isPrimary: false } })).status, 404)
  assert.equal((await bob.refused(api.myLanguages.remove, { params: { id: polish.id } })).status, 404)

  const study = {
    institution: 'Leeds',
    degree: 'BSc',
    fieldOfStudy: null,
    grade: null,
    startDate: '2010-09-01',
    endDate: null,
    isCurrent: false,
    note: 'Evenings',
  }
  const degree = await ann.call(api.myEducation.add, { body: study })
  assert.deepEqual((await ann.call(api.myEducation.list, {})).items, [{ id: degree.id, ...study }])
  const early = await ann.refused(api.myEducation.change, { params: { id: degree.id }, body: { endDate: '2009-01-01' } })
  assert.equal(early.errors?.[0]?.message, 'It ends before it begins.')
  assert.equal((await ann.call(api.myEducation.change, { params: { id: degree.id }, body: { note: null } })).note, null)
  await ann.call(api.myEducation.remove, { params: { id: degree.id } })

  const job = {
    company: 'Docks',
    position: 'Fitter',
    location: null,
    startDate: '2015-01-01',
    endDate: null,
    isCurrent: true,
    description: null,
    note: null,
  }
  const { id } = await ann.call(api.myWork.add, { body: job })
  const ended = await ann.refused(api.myWork.change, { params: { id }, body: { endDate: '2020-01-01' } })
  assert.equal(ended.errors?.[0]?.message, 'What still goes on has no end yet.')
  assert.deepEqual(
    (await ann.call(api.myWork.list, {})).items.map((one) => one.company),
    ['Docks'],
  )
  assert.equal((await ann.call(api.myWork.change, { params: { id }, body: { location: 'Hull' } })).location, 'Hull')
  await ann.call(api.myWork.remove, { params: { id } })
  const french = await ann.call(api.myLanguages.add, { body: { language: 'fr', proficiencyLevel: 'basic', isPrimary: false } })
  await ann.call(api.myLanguages.remove, { params: { id: french.id } })
  assert.deepEqual(
    (await ann.call(api.myLanguages.list, {})).items.map(({ language }) => language),
    ['pl'],
  )
  assert.deepEqual((await bob.call(api.myLanguages.list, {})).items, [])
  await ann.call(api.myLanguages.list, {})
})

test('a manager sees skills, certifications and languages of their own people, HR all of it with a reason, colleagues nothing', async () => {
  const params = { id: ann.id }
  for (const person of [head, hr]) {
    const seen = await person.call(api.personProfile, { params })
    assert.deepEqual(
      seen.languages.map(({ language }) => language),
      ['pl'],
    )
    assert.equal(seen.may.readPersonal, person === hr)
    assert.ok(!JSON.stringify(seen).includes('7946'))
  }
  assert.equal((await otherHead.refused(api.personProfile, { params })).status, 404)
  assert.equal((await bob.refused(api.personProfile, { params })).status, 403)
  assert.equal((await head.refused(api.personalProfile, { params, query: { reason } })).status, 403)
  assert.equal((await other.administrator.refused(api.personProfile, { params })).status, 404)
  assert.equal((await hr.refused(api.personalProfile, { params, query: { reason: ' ' } })).errors?.[0]?.path, 'reason')
  const whole = await hr.call(api.personalProfile, { params, query: { reason } })
  assert.deepEqual([whole.phone, whole.emergencyContacts[0]?.name], ['020 7946 0000', 'Jo'])
  const { rows } = await w.owner.query(
    `select user_id, new_values ->> 'reason' as reason from platform.audit_logs where entity_type = 'user_profiles' and action = 'read' and entity_id = $1`,
    [ann.id],
  )
  assert.deepEqual(rows, [{ user_id: hr.id, reason }])
})

test('a photo is drawn anew: a face is seen by whoever may see the person, the picture behind it by their manager and HR', async () => {
  const [mine, wrong] = [browser(ann), Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')]
  assert.equal((await mine.upload('/my/photos/avatar', { name: 'me.svg', bytes: wrong })).statusCode, 422)
  for (const kind of ['avatar', 'cover'] as const) {
    const made = await mine.upload(`/my/photos/${kind}`, { name: 'me.jpg', bytes: await picture(900) })
    assert.equal(made.statusCode, 200, made.body)
  }
  const { rawPayload } = await browser(head).send('GET', `/people/${ann.id}/photos/avatar`)
  const { format, width, exif } = await sharp(rawPayload).metadata()
  assert.deepEqual([format, width, exif], ['png', 512, undefined])
  const learner = await w.person('Lea', ['learner'])
  assert.equal((await browser(bob).send('GET', `/people/${ann.id}/photos/avatar`)).statusCode, 200)
  assert.equal((await browser(bob).send('GET', `/people/${ann.id}/photos/cover`)).statusCode, 404)
  assert.equal((await browser(learner).send('GET', `/people/${ann.id}/photos/avatar`)).statusCode, 404)
  const faces = async (person: Person, ids = `${ann.id},${bob.id}`) => (await person.call(api.portraits, { query: { ids } })).items
  const [face, ...others] = await faces(bob)
  assert.deepEqual([face?.userId, others], [ann.id, []], 'who has none is left out')
  const small = await sharp(Buffer.from(face?.image.split(',')[1] ?? '', 'base64')).metadata()
  assert.deepEqual([small.format, small.width], ['webp', 96])
  assert.equal((await learner.refused(api.portraits, { query: { ids: ann.id } })).status, 403)
  assert.equal((await bob.refused(api.portraits, { query: { ids: 'x' } })).status, 422)
  assert.deepEqual(await faces(other.administrator), [])
  await ann.call(api.removePhoto, { params: { kind: 'avatar' } })
  await w.runJobs()
  assert.equal((await mine.send('GET', `/people/${ann.id}/photos/avatar`)).statusCode, 404)
  assert.deepEqual(await faces(bob), [])
  assert.deepEqual((await ann.call(api.myProfile, {})).photos, { avatar: false, cover: true })
})

test('a blood group is encrypted, for the person alone, and no audit value holds it', async () => {
  assert.deepEqual(await ann.call(api.myBloodGroup, {}), { bloodGroup: null })
  await ann.call(api.setMyBloodGroup, { body: { bloodGroup: 'AB-' } })
  assert.deepEqual(await ann.call(api.myBloodGroup, {}), { bloodGroup: 'AB-' })
  assert.equal((await ann.refused(api.setMyBloodGroup, { body: { bloodGroup: 'C' } })).status, 422)
  const { rows } = await w.owner.query(
    `select (select blood_group from profiles.user_profiles where user_id = $1) as sealed,
            (select string_agg(concat(old_values, new_values), '') from platform.audit_logs) as audited`,
    [ann.id],
  )
  // As a value of its own: three letters also turn up by chance in keys and hashes.
  assert.ok(rows[0].sealed.length > 20 && !rows[0].audited.includes('"AB-"'))
  assert.ok(!JSON.stringify(await hr.call(api.personalProfile, { params: { id: ann.id }, query: { reason } })).includes('AB-'))
})

test('fields of the organisation’s own are checked against their definition, and shown to whom they are for', async () => {
  const define = (key: string, more: object) =>
    hr.call(api.profileFields.create, {
      body: { key, label: key, type: 'text', visibleTo: 'person', isRequired: false, choices: null, ...more },
    })
  const size = await define('shoe-size', { type: 'number', visibleTo: 'manager', isRequired: true })
  await define('shift', { type: 'choice', choices: 'Early\nLate' })
  await define('badge', { visibleTo: 'hr' })
  await define('joined', { type: 'date' })
  const wordless = await hr.refused(api.profileFields.create, {
    body: { key: 'colour', label: 'Colour', type: 'choice', visibleTo: 'person', isRequired: false, choices: null },
  })
  assert.equal(wordless.errors?.[0]?.path, 'choices')
  const faults: [Record<string, string | number | null>, string][] = [
    [{ shift: 'Early' }, 'values.shoe-size'],
    [{ 'shoe-size': 'large' }, 'values.shoe-size'],
    [{ 'shoe-size': 43, shift: 'Night' }, 'values.shift'],
    [{ 'shoe-size': 43, joined: '31 May' }, 'values.joined'],
    [{ 'shoe-size': 43, badge: '7' }, 'values.badge'],
    [{ 'shoe-size': 43, horoscope: 'Leo' }, 'values.horoscope'],
  ]
  for (const [values, path] of faults)
    assert.equal((await ann.refused(api.setMyFields, { body: { values: listed(values) } })).errors?.[0]?.path, path)
  const { customFields } = await ann.call(api.setMyFields, { body: { values: listed({ 'shoe-size': 43, shift: 'Late' }) } })
  assert.deepEqual(
    customFields.map(({ key, value }) => [key, value]),
    [
      ['joined', null],
      ['shift', 'Late'],
      ['shoe-size', 43],
    ],
  )
  const filled = await hr.call(api.setFieldsOf, { params: { id: ann.id }, body: { values: listed({ badge: 'B7' }) } })
  assert.equal(filled.customFields.find(({ key }) => key === 'badge')?.value, 'B7')
  assert.equal((await other.administrator.refused(api.setFieldsOf, { params: { id: ann.id }, body: { values: [] } })).status, 404)
  const seen = await head.call(api.personProfile, { params: { id: ann.id } })
  assert.deepEqual(
    seen.customFields.map(({ key }) => key),
    ['shoe-size'],
  )
  // A definition that changed: what no longer fits is not shown, and asked for anew.
  await hr.call(api.profileFields.change, { params: { id: size.id as string }, body: { type: 'date' } } as never)
  assert.equal((await ann.call(api.myProfile, {})).customFields.find(({ key }) => key === 'shoe-size')?.value, null)
  await hr.call(api.profileFields.remove, { params: { id: size.id as string } })
  assert.equal((await hr.call(api.profileFields.list, {})).items.length, 3)
})

test('faces that are asked for at once are asked by one request, a hundred at most', async () => {
  const asked: (readonly string[])[] = []
  const face = inBatches(2, async (ids) => {
    asked.push(ids)
    return new Map(ids.filter((id) => id !== 'b').map((id) => [id, id.toUpperCase()]))
  })
  assert.deepEqual(await Promise.all(['a', 'b', 'c'].map(face)), ['A', undefined, 'C'])
  assert.deepEqual(asked, [['a', 'b'], ['c']])
})
