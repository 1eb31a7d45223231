import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import dns2 from 'dns2'
import { type World, world } from '../../tests/world.ts'
import { addDomain, checkDomain, listDomains, makePrimary, removeDomain } from './contract.ts'
import { checkDomains } from './domains.ts'
import { originFor, resolveTenant } from './index.ts'

/** A real name server on loopback; `records` is its zone, and `silent` names are answered with a failure. */
const records = new Map<string, string>()
const silent = new Set<string>()
const { Packet } = dns2
const server = dns2.createServer({
  udp: true,
  handle: (request, send) => {
    const answer = Packet.createResponseFromRequest(request)
    const name = request.questions[0]?.name.toLowerCase() ?? ''
    const data = records.get(name)
    if (silent.has(name)) answer.header.rcode = 2
    else if (data) answer.answers.push({ name, type: Packet.TYPE.TXT, class: Packet.CLASS.IN, ttl: 1, data } as never)
    else answer.header.rcode = 3
    send(answer)
  },
})
const { udp } = await server.listen({ udp: { port: 0, address: '127.0.0.1' } })
after(() => server.close())
const w = await world()
w.tools.config.DNS_SERVER = `127.0.0.1:${udp?.port}`

async function added(of: Omit<World, 'tenant'>, domain: string) {
  const made = await of.administrator.call(addDomain, { body: { domain } })
  return { ...made, params: { id: made.id } }
}

test('a domain counts once its DNS record is found, and then leads people to their organisation', async () => {
  const found = () => resolveTenant(w.tools.system, { host: 'people.hill.example', now: w.clock.now() })
  await w.tenant() // with two tenants nothing but the domain tells them apart
  const domain = await added(w, 'People.Hill.example')
  assert.deepEqual([domain.domain, domain.verifiedAt, domain.record.name], ['people.hill.example', null, '_salus.people.hill.example'])
  assert.equal((await w.administrator.call(checkDomain, { params: domain.params })).verifiedAt, null)
  assert.equal((await w.administrator.refused(makePrimary, { params: domain.params })).code, 'tenancy.domain_not_proven')
  records.set(domain.record.name, 'salus-verification=something-else')
  assert.equal((await w.administrator.call(checkDomain, { params: domain.params })).verifiedAt, null)
  assert.equal(await found(), undefined)
  records.set(domain.record.name, domain.record.value)
  assert.ok((await w.administrator.call(checkDomain, { params: domain.params })).verifiedAt)
  assert.equal((await found())?.id, w.tenantId)
})

test('links lead to the primary domain; there is one', async () => {
  const second = await added(w, 'second.hill.example')
  records.set(second.record.name, second.record.value)
  await w.administrator.call(checkDomain, { params: second.params })
  const [first] = (await w.administrator.call(listDomains, {})).items
  assert.match(await w.inTenant(originFor), /^http:\/\/localhost/)
  await w.administrator.call(makePrimary, { params: { id: first?.id as string } })
  await w.administrator.call(makePrimary, { params: second.params })
  assert.match(await w.inTenant(originFor), /^http:\/\/second\.hill\.example(:\d+)?$/)
  const { items } = await w.administrator.call(listDomains, {})
  assert.deepEqual(
    items.map((one) => one.isPrimary),
    [false, true],
  )
})

test('a domain whose record is gone stops counting at the daily look; silence changes nothing', async () => {
  const domain = (await w.administrator.call(listDomains, {})).items.find((one) => one.isPrimary)
  const name = domain?.record.name as string
  silent.add(name)
  await checkDomains({ tools: w.tools, now: w.clock.now() })
  assert.equal((await w.administrator.refused(checkDomain, { params: { id: domain?.id as string } })).code, 'tenancy.dns_silent')
  assert.match(await w.inTenant(originFor), /second\.hill/)
  silent.delete(name)
  records.delete(name)
  w.clock.pass({ hours: 1 })
  await checkDomains({ tools: w.tools, now: w.clock.now() })
  const after_ = (await w.administrator.call(listDomains, {})).items.find((one) => one.id === domain?.id)
  assert.deepEqual([after_?.verifiedAt, after_?.isPrimary, after_?.lastCheckedAt], [null, false, w.clock.now().toString()])
  assert.match(await w.inTenant(originFor), /localhost/)
})

test('two organisations may claim a domain; only one can prove it', async () => {
  const other = await w.tenant()
  const theirs = await added(other, 'people.hill.example')
  records.set(theirs.record.name, theirs.record.value)
  const refused = await other.administrator.refused(checkDomain, { params: theirs.params })
  assert.deepEqual([refused.status, refused.code], [409, 'tenancy.domain_taken'])
  assert.equal((await w.administrator.refused(addDomain, { body: { domain: 'people.hill.example' } })).code, 'tenancy.domain_twice')
  for (const domain of ['nothing', 'http://x.example', 'a b.example', '-x.example', '10.0.0.1'])
    assert.equal((await w.administrator.refused(addDomain, { body: { domain } })).status, 422, domain)
  await other.administrator.call(removeDomain, { params: theirs.params })
  assert.deepEqual((await other.administrator.call(listDomains, {})).items, [])
})
