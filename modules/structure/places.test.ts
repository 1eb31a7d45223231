import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDepartment, addPerson, organizations, readPerson } from '#modules/directory/contract.ts'
import type { Problem } from '#platform/contract.ts'
import { world } from '../../tests/world.ts'
import {
  addBranch,
  changeBranch,
  changeOrgConfigs,
  exportBranches,
  listBranches,
  OperatingHours,
  readAdvice,
  readDepartment,
  readOrganization,
  readOrgConfigs,
  removeBranch,
  weekdays,
} from './contract.ts'
import { openAt } from './policy.ts'
import { asClock, hoursWords } from './web/hours.ts'

// A Monday, ten in the morning in London.
const w = await world('2026-06-15T09:00:00Z')
const { administrator } = w
const company = (code: string) => ({ name: code, code, type: 'company', status: 'active', contactEmail: null, contactPhone: null }) as const
const organization = async (code: string) => {
  return (await administrator.call(organizations.create, { body: company(code) })) as { id: string }
}
const acme = await organization('acme')
const nowhere = '0198aaaa-0000-7000-8000-000000000000'
const at = (id: string) => ({ params: { orgId: acme.id, id } })
const add = (name: string, more: object = {}) =>
  administrator.call(addBranch, { params: { orgId: acme.id }, body: { name, code: name.toLowerCase(), ...more } })
const listed = async (orgId = acme.id) => (await administrator.call(listBranches, { params: { orgId }, query: {} })).items
const mains = async () => (await listed()).filter(({ isMainBranch }) => isMainBranch).map(({ name }) => name)
const paths = ({ errors }: Problem) => errors?.map(({ path }) => path).sort()
const day = (...spans: [string, string][]) => spans
const hours = { 1: day(['08:00', '12:30'], ['13:00', '18:00']), 2: [], 3: [], 4: [], 5: day(['22:00', '24:00']), 6: [], 7: [] }

test('the first branch is the main one, another takes that over, and the main one goes last', async () => {
  const north = await add('North', { isMainBranch: false })
  assert.equal(north.isMainBranch, true, 'there is no other')
  const south = await add('South')
  assert.deepEqual(await mains(), ['North'])
  const moved = await administrator.call(changeBranch, { ...at(south.id), body: { isMainBranch: true, name: 'South works' } })
  assert.deepEqual([moved.isMainBranch, await mains()], [true, ['South works']])
  assert.equal((await add('East', { isMainBranch: true })).isMainBranch, true)
  assert.deepEqual(await mains(), ['East'])

  const east = (await listed()).find(({ name }) => name === 'East') as { id: string }
  const undone = await administrator.refused(changeBranch, { ...at(east.id), body: { isMainBranch: false } })
  assert.deepEqual([undone.code, paths(undone)], ['directory.main_branch', ['isMainBranch']])
  assert.equal((await administrator.refused(removeBranch, at(east.id))).code, 'directory.main_branch')
  for (const { id } of [north, south]) await administrator.call(removeBranch, at(id))
  assert.deepEqual(await mains(), ['East'])
  await administrator.call(removeBranch, at(east.id))
  assert.deepEqual(await listed(), [])
})

test('however many add, choose and remove branches at once, an organisation with branches has one main branch', async () => {
  const sure = <T>(work: Promise<T>) => work.catch((refusal: Error) => assert.match(refusal.message, /answered 40[49]/))
  await Promise.all(['A', 'B', 'C', 'D'].map((name) => sure(add(name))))
  assert.equal((await mains()).length, 1)
  const all = await listed()
  await Promise.all(all.map(({ id }) => sure(administrator.call(changeBranch, { ...at(id), body: { isMainBranch: true } }))))
  assert.equal((await mains()).length, 1)
  await Promise.all(all.slice(1).map(({ id }) => sure(administrator.call(removeBranch, at(id)))))
  assert.equal((await mains()).length, 1)
  // What the application decides, the database holds whoever writes.
  const withoutMain = w.owner.query('update directory.branches set is_main_branch = false where org_id = $1', [acme.id])
  await assert.rejects(withoutMain, /branches_main_exists/)
  for (const { id } of (await listed()).filter((one) => !one.isMainBranch)) await administrator.call(removeBranch, at(id))
  for (const { id } of await listed()) await administrator.call(removeBranch, at(id))
})

test('a branch says where it is, whom to ask and when it is open, and is seen and taken along by whoever sees the directory', async () => {
  const hana = await w.person('Hana', ['employee'])
  const where = {
    address: '1 Quay',
    city: 'Hull',
    state: 'East Yorkshire',
    postalCode: 'HU1 1AA',
    country: 'gb',
    contactInfo: 'Ring twice',
  }
  const quay = await add('Quay', { ...where, headUserId: hana.id, operatingHours: hours })
  assert.deepEqual([quay.country, quay.head, quay.operatingHours], ['GB', { id: hana.id, name: 'Hana Example' }, hours])
  assert.deepEqual(quay.open, { isOpen: true, changesAt: '12:30' })
  assert.equal((await administrator.call(changeBranch, { ...at(quay.id), body: { operatingHours: null } })).open, null)
  const { version } = await administrator.call(changeBranch, { ...at(quay.id), body: { operatingHours: hours } })
  const stale = await administrator.refused(changeBranch, { ...at(quay.id), body: { city: 'Leeds' } }, { 'if-match': `"${version - 1}"` })
  assert.equal(stale.status, 412)

  const wrong = { ...hours, 1: [['12:00', '09:00']], 5: [['08:00', '12:00'], ['11:00', '13:00']], 6: [['8', '9']] } // biome-ignore format: a week
  const refused = await administrator.refused(changeBranch, { ...at(quay.id), body: { operatingHours: wrong, timeZone: 'Mars/Olympus' } })
  assert.deepEqual(paths(refused), [
    'operatingHours.1.0.1',
    'operatingHours.5.1.0',
    'operatingHours.6.0.0',
    'operatingHours.6.0.1',
    'timeZone',
  ])
  const { 7: _, ...six } = hours
  assert.equal((await administrator.refused(changeBranch, { ...at(quay.id), body: { operatingHours: six } })).status, 422)
  assert.deepEqual(paths(await administrator.refused(changeBranch, { ...at(quay.id), body: { headUserId: nowhere } })), ['headUserId'])
  assert.deepEqual(paths(await administrator.refused(addBranch, { params: { orgId: acme.id }, body: { name: 'Two', code: 'quay' } })), [
    'code',
  ])

  assert.deepEqual((await hana.call(listBranches, { params: { orgId: acme.id }, query: {} })).items, await listed())
  const file = String(await hana.call(exportBranches, { params: { orgId: acme.id }, query: {} } as never))
  assert.match(file, /Quay,quay,yes,1 Quay,Hull,.*Mon 08:00–12:30, 13:00–18:00; Tue closed.*Hana Example/)
  for (const refusal of [
    await hana.refused(addBranch, { params: { orgId: acme.id }, body: { name: 'Mine', code: 'mine' } }),
    await hana.refused(changeBranch, { ...at(quay.id), body: { name: 'Mine' } }),
    await hana.refused(removeBranch, at(quay.id)),
  ])
    assert.equal(refusal.status, 403)
  const stranger = (await w.tenant()).administrator
  for (const refusal of [
    await stranger.refused(listBranches, { params: { orgId: acme.id } }),
    await stranger.refused(addBranch, { params: { orgId: acme.id }, body: { name: 'Mine', code: 'mine' } }),
    await stranger.refused(changeBranch, { ...at(quay.id), body: { name: 'Mine' } }),
    await stranger.refused(removeBranch, at(quay.id)),
    await administrator.refused(changeBranch, {
      params: { orgId: (await organization('other')).id, id: quay.id },
      body: { name: 'Taken' },
    }),
  ])
    assert.equal(refusal.status, 404)
})

test('an organisation says otherwise than its employer how its people begin, who writes to them and where they may ask', async () => {
  const { id } = await organization('wales')
  const on = { params: { orgId: id } }
  const set = (body: object) => administrator.call(changeOrgConfigs, { ...on, body })
  const employer = (await administrator.call(readOrgConfigs, on)).employer
  assert.deepEqual([employer.locale, employer.timeZone], ['en-GB', 'Europe/London'])
  await set({
    locale: 'cy',
    timeZone: 'Europe/Paris',
    senderName: 'Cymru',
    replyTo: 'HR@wales.example',
    adviceCode: 'hush',
    advicePhone: '0800',
  })
  const body = { firstName: 'Non', lastName: 'Evans', email: 'non@wales.example', organizationId: id }
  const non = await administrator.call(addPerson, { body })
  assert.deepEqual([non.locale, non.timeZone], ['cy', 'Europe/Paris'])
  const own = await administrator.call(addPerson, { body: { ...body, email: null, timeZone: 'Europe/Rome' } })
  assert.deepEqual([own.locale, own.timeZone], ['cy', 'Europe/Rome'])

  await w.runJobs()
  const letters = (await w.tools.mail.kept?.())?.filter(({ to }) => to === body.email) ?? []
  assert.deepEqual(
    letters.map(({ fromName, replyTo }) => [fromName, replyTo]),
    [['Cymru', 'hr@wales.example']],
  )

  const kept = await administrator.call(readOrgConfigs, on)
  assert.deepEqual([kept.hasAdviceCode, JSON.stringify(kept).includes('hush')], [true, false])
  const wyn = await w.person('Wyn', ['employee'], { orgId: id })
  assert.deepEqual(await wyn.call(readAdvice, {}), { phone: '0800', code: 'hush' })
  assert.deepEqual(await administrator.call(readAdvice, {}), { phone: null, code: null }, 'who belongs to no organisation')
  const { rows } = await w.owner.query(
    `select (select string_agg(config_value::text, '') from directory.org_configs) ||
            (select coalesce(string_agg(new_values::text, ''), '') from platform.audit_logs) as text`,
  )
  assert.doesNotMatch(rows[0].text, /hush/)
  assert.equal((await set({ adviceCode: null, locale: null })).hasAdviceCode, false)
  assert.equal((await administrator.call(readPerson, { params: { id: non.id } })).locale, 'cy', 'what somebody has stays theirs')

  const wrong = await administrator.refused(changeOrgConfigs, {
    ...on,
    body: { locale: 'fr', warnDays: [0], replyTo: 'nobody', colour: 'red' },
  })
  assert.deepEqual([wrong.status, paths(wrong)], [422, ['body', 'locale', 'replyTo', 'warnDays.0']])
  assert.equal((await administrator.call(readOrgConfigs, on)).replyTo, 'hr@wales.example', 'nothing has changed')
  assert.equal((await wyn.refused(readOrgConfigs, on)).status, 403)
  assert.equal((await wyn.refused(changeOrgConfigs, { ...on, body: {} })).status, 403)
  const stranger = (await w.tenant()).administrator
  assert.equal((await stranger.refused(readOrgConfigs, on)).status, 404)
  assert.equal((await stranger.refused(changeOrgConfigs, { ...on, body: { locale: 'cy' } })).status, 404)
})

test('a place is open exactly within its spans, whatever they are', () => {
  const minutes = fc.uniqueArray(fc.nat(1439), { minLength: 2, maxLength: 8 }).map((all) => all.sort((a, b) => a - b))
  const clock = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  fc.assert(
    fc.property(minutes, fc.nat(1439), (ends, now) => {
      const spans = ends
        .slice(0, ends.length - (ends.length % 2))
        .flatMap((from, i, all) => (i % 2 ? [] : [[from, all[i + 1] as number] as const]))
      const week = OperatingHours.parse(
        Object.fromEntries(weekdays.map((one) => [one, one === '1' ? spans.map(([a, b]) => [clock(a), clock(b)]) : []])),
      )
      const open = openAt(week, Temporal.ZonedDateTime.from(`2026-06-15T${clock(now)}[Europe/London]`))
      const within = spans.find(([from, to]) => from <= now && now < to)
      assert.equal(open.isOpen, within !== undefined)
      const next = within?.[1] ?? spans.find(([from]) => from > now)?.[0]
      assert.equal(open.changesAt, next === undefined ? null : clock(next))
    }),
  )
})

test('hours may be typed as people write them', () => {
  const typed = ['8', '08', '8:30', '8.30', '830', '0830', '8h30', ' 24:00 ', 'noon', '']
  assert.deepEqual(typed.map(asClock), ['08:00', '08:00', '08:30', '08:30', '08:30', '08:30', '08:30', '24:00', 'noon', ''])
  const week = { ...hours, 1: hours[5], 2: hours[5] }
  assert.deepEqual(hoursWords(OperatingHours.parse(week), 'en-GB'), [
    { days: 'Mon–Tue', spans: '22:00–24:00' },
    { days: 'Wed–Thu', spans: '' },
    { days: 'Fri', spans: '22:00–24:00' },
    { days: 'Sat–Sun', spans: '' },
  ])
})

test('an organisation says what it is part of and what it has, a department who heads it and what it is', async () => {
  const parent = await organization('parent')
  const child = (await administrator.call(organizations.create, {
    body: { ...company('child'), parentOrgId: parent.id, metadata: [{ label: 'Ledger', value: 'L-9' }] },
  })) as { id: string }
  const { id } = await administrator.call(addDepartment, {
    body: { name: 'Stores', code: 'st', organizationId: child.id, description: 'Keeps things', metadata: [{ label: 'Desk', value: '12' }] },
  })
  await administrator.call(addBranch, { params: { orgId: child.id }, body: { name: 'Quay', code: 'quay' } })
  await w.person('Stan', ['employee'], { deptId: id })
  const one = await administrator.call(readOrganization, { params: { orgId: child.id } })
  assert.deepEqual(
    [one.parent?.name, one.counts, one.metadata],
    ['parent', { branches: 1, departments: 1, people: 1 }, [{ label: 'Ledger', value: 'L-9' }]],
  )
  const above = await administrator.call(readOrganization, { params: { orgId: parent.id } })
  assert.deepEqual(
    above.parts.map((part) => part.name),
    ['child'],
  )
  const department = await administrator.call(readDepartment, { params: { id } })
  assert.deepEqual([department.description, department.employeeCount, department.metadata[0]?.value], ['Keeps things', 1, '12'])
  assert.equal((await administrator.refused(readOrganization, { params: { orgId: nowhere } })).status, 404)
})
