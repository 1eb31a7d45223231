import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { forgotPassword } from '#modules/auth/contract.ts'
import { keepFile } from '#modules/tenancy/index.ts'
import { fileStore } from '../../tests/fileStore.ts'
import { mailServer } from '../../tests/mailServer.ts'
import { world } from '../../tests/world.ts'
import { textServiceOf } from './channels.ts'
import * as api from './contract.ts'

const w = await world()
w.tools.config.OUTBOUND_PRIVATE = true
const boss = w.administrator
const post = await mailServer()
const port = Number(new URL(post.url).port)
const server = { host: '127.0.0.1', port, isTls: false, user: 'salus', from: 'hr@works.example' }
const read = () => boss.call(api.readIntegrations, {})
const tested = async <K extends api.Kind>(kind: K, to?: string) => {
  await boss.call(api.testIntegration, { params: { kind }, body: { to } })
  await w.runJobs()
  return (await read())[kind]
}

test('letters of an organisation leave through its own mail server, once that is in use, and only its own', async () => {
  assert.deepEqual(await read(), { mail: null, sms: null, storage: null })
  assert.equal((await boss.refused(api.testIntegration, { params: { kind: 'mail' }, body: { to: 'me@x.example' } })).status, 404)
  await boss.call(api.setMailServer, { body: { settings: server, secret: 'wrong', isActive: false } })
  assert.match((await tested('mail', 'me@works.example'))?.problem ?? '', /535|password|login/i)
  await boss.call(api.setMailServer, { body: { settings: server, secret: 'p@ss word', isActive: false } })
  const fine = await tested('mail', 'me@works.example')
  assert.deepEqual([fine?.status, fine?.problem, fine?.lastSyncedAt, fine?.hasSecret], ['inactive', null, w.clock.now().toString(), true])
  assert.deepEqual([post.taken.length, post.taken[0]?.subject, post.taken[0]?.from?.text], [1, 'It works', 'hr@works.example'])
  const ask = async ({ tenantId, owner }: Pick<typeof w, 'tenantId' | 'owner'>) => {
    const { rows } = await owner.query(
      'select t.code as tenant, u.email as identifier from tenancy.tenants t join directory.users u on u.tenant_id = t.id where t.id = $1 limit 1',
      [tenantId],
    )
    await w.stranger.call(forgotPassword, { body: rows[0] })
    await w.runJobs()
  }
  await ask(w)
  assert.equal(post.taken.length, 1, 'not in use yet')
  await boss.call(api.setMailServer, { body: { settings: server, isActive: true } })
  await ask(await w.tenant())
  assert.equal(post.taken.length, 1, 'of another organisation')
  await ask(w)
  assert.deepEqual([post.taken[1]?.from?.value[0]?.address, post.taken[1]?.subject], ['hr@works.example', 'Choose a new password'])
  w.tools.config.OUTBOUND_PRIVATE = false
  assert.equal((await tested('mail', 'me@works.example'))?.problem, 'This address is not on the internet.')
  w.tools.config.OUTBOUND_PRIVATE = true
  w.clock.pass({ hours: 1 })
  post.refuseWith({ code: 550, text: 'No mailbox for somebody@works.example' })
  await assert.rejects(() => ask(w))
  const { status, problem } = (await read()).mail ?? {}
  assert.equal(status, 'failing')
  assert.match(problem ?? '', /No mailbox for …/)
  post.refuseWith(undefined)
  await w.runJobs() // it waited, and is tried again
  assert.deepEqual([post.taken.length, (await read()).mail?.status], [3, 'active'])
})

test('text messages leave through a service of the organisation, and what it says is read', async () => {
  const heard: { path: string; authorization: string; body: string }[] = []
  const service = createServer(async (request, reply) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const authorization = Buffer.from(request.headers.authorization?.slice(6) ?? '', 'base64').toString()
    heard.push({ path: request.url as string, authorization, body: Buffer.concat(parts).toString() })
    const status = authorization !== 'AC1:token' ? 401 : /To=%2B44/.test(heard.at(-1)?.body ?? '') ? 201 : 400
    reply.writeHead(status, { 'content-type': 'application/json' }).end('{"message": "The number is wrong."}')
  }).listen(0, '127.0.0.1')
  await once(service, 'listening')
  after(() => service.close())
  const settings = { url: `http://127.0.0.1:${(service.address() as AddressInfo).port}`, account: 'AC1', from: 'Salus' }
  const bare = await boss.refused(api.setTextService, { body: { settings, isActive: true } })
  assert.equal(bare.errors?.[0]?.path, 'secret')
  await boss.call(api.setTextService, { body: { settings, secret: 'other', isActive: true } })
  assert.equal((await tested('sms', '+447700900123'))?.problem, 'It does not know this account, or the secret is wrong.')
  await boss.call(api.setTextService, { body: { settings, secret: 'token', isActive: true } })
  assert.equal((await tested('sms', '12345'))?.problem, 'It answered 400. The number is wrong.')
  assert.deepEqual(
    [(await tested('sms', '+447700900123'))?.status, heard.at(-1)?.path],
    ['active', '/2010-04-01/Accounts/AC1/Messages.json'],
  )
  const own = await textServiceOf(w.tools, w.tenantId)
  await own?.send({ to: '+447700900124', text: 'A code' })
  assert.match(heard.at(-1)?.body ?? '', /From=Salus&To=%2B447700900124&Body=A\+code/)
})

test('new files go into a store of the organisation while it is in use, and are found there afterwards', async () => {
  const place = await fileStore()
  const settings = { endpoint: place.settings.S3_ENDPOINT, region: 'eu-west-2', bucket: 'salus', accessKeyId: 'S3RVER' }
  const save = (more: object) => boss.call(api.setFileStore, { body: { settings, isActive: true, ...more } })
  const put = async () => {
    const file = await w.tools.files.put(w.tenantId, Readable.from(['a paper']), 'text/plain')
    await w.inTenant((db) => keepFile(db, file))
    return file.key
  }
  const before = await put()
  assert.equal((await boss.refused(api.setFileStore, { body: { settings, isActive: true } })).errors?.[0]?.path, 'secret')
  assert.equal((await boss.refused(api.testIntegration, { params: { kind: 'storage' }, body: {} })).status, 404)
  await save({ secret: 'wr0ng', isActive: false })
  assert.equal((await tested('storage'))?.problem, 'The secret is wrong.')
  await save({ secret: 'S3RVER', settings: { ...settings, bucket: 'another' } })
  assert.equal((await tested('storage'))?.problem, 'There is no bucket of this name.')
  await assert.rejects(put, { status: 503 })
  assert.deepEqual([(await read()).storage?.status, place.stored()], ['failing', 0])

  await save({})
  const fine = await tested('storage')
  assert.deepEqual([fine?.status, fine?.problem, fine?.lastSyncedAt, place.stored()], ['active', null, w.clock.now().toString(), 0])
  const key = await put()
  assert.deepEqual([place.stored(), (await read()).storage?.files], [1, 1])
  const elsewhere = await w.tenant()
  await w.tools.files.put(elsewhere.tenantId, Readable.from(['theirs']), 'text/plain')
  assert.equal(place.stored(), 1, 'of another organisation')

  const moved = { body: { settings: { ...settings, bucket: 'another' }, isActive: true } }
  assert.match((await boss.refused(api.setFileStore, moved)).title ?? '', /^One file is in this store/)
  assert.equal((await boss.refused(api.removeIntegration, { params: { kind: 'storage' } })).status, 409)
  await save({ isActive: false })
  await put()
  assert.equal(place.stored(), 1, 'not in use')
  assert.deepEqual([await text(await w.tools.files.get(key)), await text(await w.tools.files.get(before))], ['a paper', 'a paper'])
  w.tools.config.OUTBOUND_PRIVATE = false
  await assert.rejects(w.tools.files.get(key), { status: 503 })
  assert.equal((await read()).storage?.problem, 'Only https is allowed.')
  w.tools.config.OUTBOUND_PRIVATE = true
  await place.close()
  assert.equal((await tested('storage'))?.problem, 'Nobody answers there.')
})

test('a secret is shown nowhere again, and goes with its service', async () => {
  const { rows } = await w.owner.query(
    "select string_agg(encode(credentials, 'escape'), '') || (select string_agg(coalesce(new_values::text, '') || coalesce(old_values::text, ''), '') from platform.audit_logs) as text from tenancy.tenant_integrations",
  )
  for (const text of [rows[0].text, JSON.stringify(await read())]) assert.doesNotMatch(text, /p@ss word|"token"|wr0ng/)
  const bad = await boss.refused(api.setMailServer, { body: { settings: { ...server, host: 'no host' }, isActive: true } })
  assert.equal(bad.errors?.[0]?.path, 'settings.host')
  await boss.call(api.removeIntegration, { params: { kind: 'sms' } })
  assert.equal((await read()).sms, null)
  assert.equal((await boss.refused(api.removeIntegration, { params: { kind: 'sms' } })).status, 404)
})
