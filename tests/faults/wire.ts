import { connect, createServer, type Socket } from 'node:net'
import { after } from 'node:test'

/**
 * A wire between a process and its database that counts what the process sends. When armed, the given thing happens just
 * before the n-th message since then would be forwarded, and that message is never sent.
 */
export async function wire(
  databaseUrl: string,
): Promise<{ url: string; arm: (message: number, happen: () => void) => void; disarm: () => number }> {
  const target = new URL(databaseUrl)
  let armed: { at: number; happen: () => void } | undefined
  let seen = 0
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(target.port || 5432), target.hostname)
    for (const socket of [near, far]) {
      open.add(socket)
      socket
        .on('error', () => {})
        .on('close', () => {
          open.delete(socket)
          near.destroy()
          far.destroy()
        })
    }
    far.pipe(near)
    near.on('data', (message) => {
      seen++
      if (armed && seen === armed.at) {
        armed.happen()
        near.destroy()
        return
      }
      far.write(message)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as { port: number }).port)
  return {
    url: url.href,
    arm: (message, happen) => {
      seen = 0
      armed = { at: message, happen }
    },
    disarm: () => {
      armed = undefined
      return seen
    },
  }
}
