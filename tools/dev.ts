import { spawn } from 'node:child_process'

// The server restarts when it changes; Vite serves the browser side and puts changed modules into the open page.
const env = { ...process.env, NODE_ENV: 'development', ORIGIN: process.env.ORIGIN ?? 'http://localhost:5173' }
const children = [
  spawn(process.execPath, ['--watch', '--watch-preserve-output', 'app/main.ts'], { stdio: 'inherit', env }),
  spawn(process.execPath, ['node_modules/vite/bin/vite.js', '--host', 'localhost', '--port', '5173', '--strictPort'], {
    stdio: 'inherit',
    env,
  }),
]
// Ctrl-C reaches the whole process group; this process waits until both have gone.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => children.map((child) => child.kill(signal)))
let left = children.length
for (const child of children)
  child.on('exit', () => {
    if (--left === 0) process.exit()
    for (const other of children) other.kill('SIGTERM')
  })
