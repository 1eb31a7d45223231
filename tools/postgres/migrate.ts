import { createHash, createHmac } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { StartError } from '#platform/config.ts'

export type RolePasswords = { app: string; system: string }
const Roles = { app: 'salus_app', system: 'salus_system' } as const
type Role = (typeof Roles)[keyof typeof Roles]

/** The passwords of the server's two database roles, derived from the root secret so that every process knows them. */
export function rolePasswords(secret: string): RolePasswords {
  const derive = (role: Role) => createHmac('sha256', secret).update(`postgres:${role}`).digest('hex')
  return { app: derive(Roles.app), system: derive(Roles.system) }
}

/** The owner's URL with another login. */
export function roleUrl(ownerUrl: string, role: Role, password: string): string {
  const url = new URL(ownerUrl)
  url.username = role
  url.password = password
  return url.href
}

/**
 * Brings the database to the state of the code: roles, migrations in order (each in its own transaction), and the job
 * queue's schema. Safe to run from several processes at once.
 * Throws a StartError when the database cannot be reached, is newer than the code, or belongs to another root secret.
 */
export async function migrate({
  url,
  folder = fileURLToPath(new URL('../../migrations', import.meta.url)),
  passwords,
}: {
  url: string
  folder?: string
  passwords: RolePasswords
}): Promise<{ applied: string[] }> {
  const client = await connect(url)
  try {
    await client.query("select pg_advisory_lock(hashtext('salus_migrations'))")
    await openBookkeeping(client)
    await refuseOtherSecret(client, passwords)
    const missing = await missingMigrations(client, folder)
    for (const migration of missing) await apply(client, migration)
    await ensurePassword(client, { url, role: Roles.app, password: passwords.app })
    await ensurePassword(client, { url, role: Roles.system, password: passwords.system })
    await runMigrations({ connectionString: url, logger: new Logger(() => () => {}) })
    return { applied: missing.map(({ name }) => name) }
  } finally {
    await client.end()
  }
}

async function connect(url: string): Promise<pg.Client> {
  const { host, pathname } = place(url)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: 'salus migrate' })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    throw new StartError(`DATABASE_URL: ${reason(error as { code?: string; message: string }, host, pathname.slice(1))}`)
  }
  const { rows } = await client.query<{ version: number; name: string }>(
    "select current_setting('server_version_num')::int as version, current_setting('server_version') as name",
  )
  if ((rows[0]?.version ?? 0) < 180_000) {
    await client.end()
    throw new StartError(`DATABASE_URL: PostgreSQL 18 is needed, ${host} runs ${rows[0]?.name}`)
  }
  return client
}

function place(url: string): URL {
  try {
    const place = new URL(url)
    if (/^postgres(ql)?:$/.test(place.protocol) && place.host) return place
  } catch {}
  throw new StartError('DATABASE_URL: expected postgres://user:password@host:port/database')
}

function reason(error: { code?: string; message: string }, host: string, database: string): string {
  if (error.code === '28P01' || error.code === '28000') return `${host} refuses this user or password`
  if (error.code === '3D000') return `there is no database "${database}" at ${host}`
  return `no PostgreSQL answers at ${host} (${error.code ?? error.message})`
}

async function openBookkeeping(client: pg.Client): Promise<void> {
  try {
    // Roles belong to the whole server: another database may be creating them at this moment.
    for (const role of Object.values(Roles)) {
      await client.query(`do $$ begin
        if not exists (select from pg_roles where rolname = '${role}') then create role ${role} login; end if;
        exception when duplicate_object or unique_violation then null; end $$`)
    }
    await client.query('create schema if not exists salus_migrations')
    await client.query(`create table if not exists salus_migrations.applied
      (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`)
    await client.query('create table if not exists salus_migrations.secret (fingerprint text primary key)')
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error
    throw new StartError(`DATABASE_URL: this user must own the database and may create roles (${(error as Error).message})`)
  }
}

/** With another root secret nothing encrypted could be read again: better not to start. */
async function refuseOtherSecret(client: pg.Client, passwords: RolePasswords): Promise<void> {
  const fingerprint = createHmac('sha256', passwords.app).update('fingerprint').digest('hex')
  const { rows } = await client.query<{ fingerprint: string }>('select fingerprint from salus_migrations.secret')
  if (rows.length === 0) await client.query('insert into salus_migrations.secret values ($1)', [fingerprint])
  else if (rows[0]?.fingerprint !== fingerprint) {
    throw new StartError('SALUS_SECRET: this database was made with another root secret (or DATA_DIR/secret.key was lost)')
  }
}

type Migration = { name: string; text: string; sha256: string }

async function missingMigrations(client: pg.Client, folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const files = await Promise.all(names.map((name) => readMigration(folder, name)))
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from salus_migrations.applied order by name')
  const applied = new Map(rows.map(({ name, sha256 }) => [name, sha256]))
  const unknown = rows.find(({ name }) => !names.includes(name))
  if (unknown) throw new StartError(`The database is newer than the code: it holds ${unknown.name}, which this version does not know`)
  const changed = files.find(({ name, sha256 }) => applied.has(name) && applied.get(name) !== sha256)
  if (changed) throw new StartError(`Migration ${changed.name} was changed after it had been applied: write a new one instead`)
  return files.filter(({ name }) => !applied.has(name))
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  const text = (await readFile(`${folder}/${name}`, 'utf8')).replaceAll('\r\n', '\n')
  return { name, text, sha256: createHash('sha256').update(text).digest('hex') }
}

async function apply(client: pg.Client, { name, text, sha256 }: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(text)
    await client.query('insert into salus_migrations.applied (name, sha256) values ($1, $2)', [name, sha256])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    const { position, message } = error as { position?: string; message: string }
    const line = position ? ` line ${text.slice(0, Number(position)).split('\n').length}` : ''
    throw new Error(`Migration ${name}${line}: ${message}`, { cause: error })
  }
}

/** Sets a role's password where a login with it fails. Retried: two databases of one server may set it at once. */
async function ensurePassword(client: pg.Client, login: { url: string; role: Role; password: string }): Promise<void> {
  for (let attempt = 1; !(await canLogIn(login)); attempt++) {
    if (attempt > 5) throw new StartError(`DATABASE_URL: the server does not let ${login.role} log in`)
    await client.query(`alter role ${login.role} login password '${login.password}'`).catch((error) => {
      if (error.code === '42501') throw new StartError(`DATABASE_URL: this user may not set the password of ${login.role}`)
    })
  }
}

async function canLogIn({ url, role, password }: { url: string; role: Role; password: string }): Promise<boolean> {
  const client = new pg.Client({ connectionString: roleUrl(url, role, password), connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch (error) {
    if (['28P01', '28000'].includes((error as { code?: string }).code ?? '')) return false
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}
