import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import type pg from 'pg'
import { emit } from '#platform/events.ts'
import { percentile } from './measure.ts'
import { cookieOf, type Place } from './place.ts'
import type { Row } from './run.ts'

const connections = 10_000
/** Sessions that share them: so many people look at a page at once, some in several browsers. */
const people = 500
const rounds = 5

const resident = (pid: number) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])

/** Live connections of one tenant on one web process: what each costs it in memory, and how soon all of them hear that something changed. */
export async function liveRows(place: Place, owner: pg.Pool, largePeople: number): Promise<Row[]> {
  const { rows } = await owner.query<{ tenantId: string; userId: string }>(
    `select u.tenant_id as "tenantId", u.id as "userId" from directory.users u join tenancy.tenants t on t.id = u.tenant_id
      where t.code = $1 and u.status = 'active' order by u.id limit $2`,
    [`bench-${largePeople}`, people],
  )
  const tenantId = rows[0]?.tenantId as string
  const cookies: string[] = []
  for (const { userId } of rows) cookies.push(await cookieOf(place, tenantId, userId))
  const web = await place.web()
  const pid = web.process.pid as number
  const port = Number(new URL(web.origin).port)
  const before = resident(pid)
  let heard = new Map<Socket, number>()
  let wanted = ''
  const sockets: Socket[] = []
  for (let i = 0; i < connections; i += 100)
    sockets.push(
      ...(await Promise.all(
        Array.from({ length: 100 }, (_, j) =>
          stream(port, cookies[(i + j) % cookies.length] as string, (socket, text) => {
            if (wanted && text.includes(wanted)) heard.set(socket, performance.now())
          }),
        ),
      )),
    )
  const each = (resident(pid) - before) / connections
  const after = async (name: string, payload: Record<string, unknown>): Promise<number[]> => {
    const taken: number[] = []
    for (let round = 0; round < rounds; round++) {
      heard = new Map()
      wanted = `"name":"${name}"`
      const start = performance.now()
      await place.tools.inTenant({ tenantId, userId: null, now: place.tools.clock() }, (db) => emit(db, name, payload))
      while (heard.size < connections && performance.now() - start < 60_000) await new Promise((resume) => setTimeout(resume, 20))
      if (heard.size < connections) throw new Error(`${connections - heard.size} of ${connections} did not hear of ${name}`)
      taken.push(...[...heard.values()].map((at) => at - start))
    }
    return taken
  }
  const changed = await after('directory.department_changed', { departmentId: tenantId, before: null })
  const rights = await after('tenancy.tenant_changed', {})
  for (const socket of sockets) socket.destroy()
  await web.stop()
  const count = connections.toLocaleString('en-GB')
  const seconds = (taken: number[]) => percentile(taken, 0.99) / 1000
  return [
    { claim: `${count} live connections on one process, resident memory each`, reached: each, target: 30, better: 'less', unit: 'KB' },
    { claim: `“this changed” reaches ${count} connections, p99`, reached: seconds(changed), target: 1, better: 'less', unit: 's' },
    {
      claim: `the same where everybody’s rights are looked up again, p99`,
      ...{ reached: seconds(rights), target: 1, better: 'less', unit: 's' },
    },
  ]
}

/** Opens one stream, as a browser does; resolves once the server has answered. */
function stream(port: number, cookie: string, onText: (socket: Socket, text: string) => void): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  const socket = connect(port, 'localhost', () => {
    socket.write(`GET /api/live HTTP/1.1\r\nhost: localhost:${port}\r\naccept: text/event-stream\r\ncookie: ${cookie}\r\n\r\n`)
  })
  socket.setEncoding('latin1')
  socket.on('data', (text: string) => {
    if (text.startsWith('HTTP/1.1') && !text.startsWith('HTTP/1.1 200')) reject(new Error(text.slice(0, 60)))
    resolve(socket)
    onText(socket, text)
  })
  socket.on('error', reject)
  return promise
}
