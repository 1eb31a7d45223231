import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '#platform/config.ts'

const LockFile = 'salus.lock'
type Config = { SALUS_SECRET?: string | undefined }

/** Makes the data folder where it is missing. Returns its absolute path; a StartError when it cannot be written. */
export async function openDataDir(dataDir: string): Promise<string> {
  const folder = resolve(dataDir)
  const probe = join(folder, `.probe-${process.pid}-${randomBytes(4).toString('hex')}`)
  try {
    // The database's own user passes through when the server runs as root; nobody may list it.
    await makeFolder(folder, process.getuid?.() === 0 ? 0o711 : 0o700)
    await (await open(probe, 'wx')).close()
    await rm(probe)
  } catch (error) {
    throw new StartError(`DATA_DIR: ${folder} cannot be written (${(error as { code?: string }).code})`)
  }
  return realpathSync(folder)
}

/** Not mkdir's `recursive`, which never returns below /proc. */
async function makeFolder(folder: string, mode: number): Promise<void> {
  if (existsSync(folder)) return
  if (dirname(folder) !== folder) await makeFolder(dirname(folder), 0o755)
  await mkdir(folder, { mode }).catch((error) => {
    if (error.code !== 'EEXIST') throw error
  })
}

/**
 * Takes the data folder for this process. Throws a StartError while another process that lives holds it;
 * a killed one's lock is recognised by process id and start time, and one that is just leaving gets five seconds.
 * Returns a synchronous release.
 */
export async function lockDataDir(dataDir: string): Promise<() => void> {
  const folder = await openDataDir(dataDir)
  const path = join(folder, LockFile)
  const mine = `${process.pid} ${startOf(process.pid)}\n`
  const patience = Date.now() + 5_000
  while (!(await createOnce(path, mine))) {
    const found = await readFile(path, 'utf8').catch(() => '')
    if (!isAlive(found)) await removeStale(path, found)
    else if (Date.now() < patience) await sleep(100)
    else
      throw new StartError(
        `DATA_DIR: another Salus (process ${found.split(' ')[0]}) uses ${folder}; stop it, or set another DATA_DIR and PORT`,
      )
  }
  return () => {
    if (read(path) === mine) rmSync(path, { force: true })
  }
}

/** The process that holds the data folder, when it lives. */
export function holderOf(folder: string): number | null {
  const found = read(join(folder, LockFile))
  return isAlive(found) ? Number.parseInt(found, 10) : null
}

/** SALUS_SECRET, else the key in DATA_DIR/secret.key, which is made once. Whoever loses it loses every encrypted column. */
export async function rootSecret(dataDir: string, config: Config): Promise<string> {
  if (config.SALUS_SECRET) return config.SALUS_SECRET
  const folder = await openDataDir(dataDir)
  if (existsSync(join(folder, 'postgres', 'PG_VERSION')) && !existsSync(join(folder, 'secret.key'))) {
    throw new StartError(`DATA_DIR: ${join(folder, 'secret.key')} is gone, and with it every encrypted column: restore it from your backup`)
  }
  return keptSecret(folder, 'secret.key')
}

/** A random secret kept in a file that only its owner may read. */
export async function keptSecret(folder: string, name: string): Promise<string> {
  const path = join(folder, name)
  await createOnce(path, `${randomBytes(32).toString('hex')}\n`)
  const secret = (await readFile(path, 'utf8').catch(() => '')).trim()
  if (secret.length < 32) throw new StartError(`${path} cannot be read or is damaged: restore it from your backup`)
  return secret
}

/** Writes a file whole or not at all; false when it is there already. */
async function createOnce(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
    await link(draft, path)
    return true
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
    return false
  } finally {
    await file.close()
    await rm(draft, { force: true })
  }
}

/** Two processes may find the same stale lock: whoever moved a fresh one away by mistake puts it back. */
async function removeStale(path: string, stale: string): Promise<void> {
  const aside = `${path}.stale-${process.pid}`
  await rename(path, aside).catch(() => {})
  const moved = read(aside)
  if (moved && moved !== stale) await link(aside, path).catch(() => {})
  await rm(aside, { force: true })
}

function isAlive(lock: string): boolean {
  const [pid, ...start] = lock.trim().split(' ')
  const started = startOf(Number(pid))
  return started !== null && started === start.join(' ')
}

/** When a process started, in a form that is only good for comparison; null when it does not live (or is a zombie). */
export function startOf(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 0) return null
  if (process.platform === 'linux') {
    const [state, ...fields] = read(`/proc/${pid}/stat`)
      .replace(/^.*\) /s, '')
      .split(' ')
    if (!state || 'ZX'.includes(state)) return null
    return `${fields[18]} ${read('/proc/sys/kernel/random/boot_id').trim()}`
  }
  try {
    process.kill(pid, 0)
    return process.platform === 'win32' ? 'lives' : execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM' ? 'lives' : null
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
