import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

export type WebProcess = {
  port: number
  origin: string
  process: ChildProcess
  /** Where this was the first start on its database. */
  operatorKey: string | undefined
  stop: () => Promise<void>
}

/** A web process of its own on a free port, as `npm start` would run it with these settings. */
export async function startWeb(settings: Record<string, string>): Promise<WebProcess> {
  const port = await freePort()
  const main = fileURLToPath(new URL('../app/main.ts', import.meta.url))
  const env = { ...process.env, ROLE: 'web', DEMO: 'false', LOG_LEVEL: 'error', ...settings, PORT: String(port) }
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const words = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (text) => String(text).includes('ready at') && resolve(String(text)))
    child.on('exit', (code) => reject(new Error(`the web process ended with ${code}`)))
  })
  return {
    port,
    origin: `http://localhost:${port}`,
    process: child,
    operatorKey: words.match(/salus_op_\S+/)?.[0],
    stop: () => ended(child, 'SIGTERM'),
  }
}

/** Ends a process and waits until it has gone. */
export function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.on('exit', () => resolve())
    child.kill(signal)
  })
}

export async function freePort(): Promise<number> {
  const socket = createServer()
  await new Promise<void>((resolve) => socket.listen(0, '127.0.0.1', resolve))
  const { port } = socket.address() as { port: number }
  await new Promise((resolve) => socket.close(resolve))
  return port
}
