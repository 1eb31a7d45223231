import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** A mail server that asks for a password. What it took is there to read; `refuseWith` makes it answer every letter with this. */
export async function mailServer() {
  const taken: ParsedMail[] = []
  let refusal: { code: number; text: string } | undefined
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, done) =>
      username === 'salus' && password === 'p@ss word' ? done(null, { user: username }) : done(new Error('wrong password')),
    onData: (stream, _, done) => {
      simpleParser(stream).then((letter) => {
        if (refusal) return done(Object.assign(new Error(refusal.text), { responseCode: refusal.code }))
        taken.push(letter)
        done()
      }, done)
    },
  })
  server.on('error', () => {}) // a client that hangs up
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  after(() => new Promise<void>((closed) => server.close(closed)))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://salus:${encodeURIComponent('p@ss word')}@127.0.0.1:${port}`,
    taken,
    refuseWith: (answer: typeof refusal) => {
      refusal = answer
    },
  }
}
