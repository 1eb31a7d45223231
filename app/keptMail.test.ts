import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import Fastify from 'fastify'
import { readConfig } from '#platform/config.ts'
import { openMail } from '#platform/mail.ts'
import { serveKeptMail } from './keptMail.ts'

const folder = mkdtempSync(join(tmpdir(), 'salus-kept-mail-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function house(settings: Record<string, string>) {
  const config = readConfig({ DATA_DIR: folder, NODE_ENV: 'development', ...settings })
  const mail = openMail(config)
  const server = Fastify({ trustProxy: config.TRUST_PROXY })
  serveKeptMail(server, { config, mail })
  const ask = (headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
    server.inject({ url: '/dev/mail', headers: { host: 'localhost:3000', ...headers }, remoteAddress })
  return { mail, ask }
}

test('kept letters are read at the machine, links can be followed, and nothing in a letter runs', async () => {
  const { mail, ask } = house({})
  assert.match((await ask()).body, /None yet/)
  const text = 'Choose one here:\n\nhttp://localhost:3000/reset-password#token_1\n\nThe link works once.'
  await mail.send({ to: 'ann@demo.example', subject: '<script>alert(1)</script>', text })
  const { body, headers } = await ask()
  assert.match(body, /<a href="http:\/\/localhost:3000\/reset-password#token_1">/)
  assert.ok(!body.includes('<script'))
  assert.match(String(headers['content-security-policy']), /default-src 'none'/)
})

test('nobody else reads them: not from elsewhere, through a proxy or another name, in production, or where mail leaves', async () => {
  const { ask } = house({})
  const answers = await Promise.all([
    ask({}, '10.0.0.7'),
    ask({ 'x-forwarded-for': '127.0.0.1' }),
    ask({ host: 'rebound.example' }),
    house({ NODE_ENV: 'production' }).ask(),
    house({ SMTP_URL: 'smtp://localhost:2525' }).ask(),
  ])
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [404, 404, 404, 404, 404],
  )
})
