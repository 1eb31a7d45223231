import { z } from 'zod'

const count = z.coerce.number().int().min(1)
const flag = z.enum(['true', 'false', '1', '0', '']).transform((value) => value === 'true' || value === '1')

/** Every setting, read once from the environment. `docs/operations.md` is printed from this value. */
export const Settings = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development').describe('`development` shows kept mail at /dev/mail'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('Port of web and API'),
  HOST: z.string().default('127.0.0.1').describe('Address to listen on; loopback unless told otherwise'),
  ORIGIN: z.url().optional().describe('The address people use, for links in mail and the Origin check; https unless it is localhost'),
  DATABASE_URL: z.string().optional().describe('The owner of a PostgreSQL 18 database; without it an embedded one in DATA_DIR is used'),
  DATA_DIR: z.string().default('./data').describe('Embedded database, files and the root key'),
  ROLE: z.enum(['all', 'web', 'worker']).default('all').describe('What this process does'),
  SALUS_SECRET: z.string().min(32).optional().describe('Root key for encryption; without it one is made in DATA_DIR/secret.key'),
  POOL_SIZE: count.default(20).describe('Database connections of a web process'),
  WORKER_CONCURRENCY: count.default(4).describe('Jobs at once'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('warn')
    .describe('Structured logs on stdout; `info` also tells every answer, without personal data'),
  SMTP_URL: z.string().optional().describe('smtp://user:password@host:port; without it mail is kept and shown at /dev/mail in development'),
  MAIL_FROM: z.string().default('Salus <no-reply@localhost>').describe('Sender of mail'),
  S3_ENDPOINT: z.string().optional().describe('S3-compatible store for files; without it DATA_DIR/files'),
  S3_REGION: z.string().default('eu-west-2').describe('Region of the S3 store'),
  S3_BUCKET: z.string().default('salus').describe('Bucket of the S3 store'),
  S3_ACCESS_KEY_ID: z.string().optional().describe('Access key of the S3 store'),
  S3_SECRET_ACCESS_KEY: z.string().optional().describe('Secret of the S3 store'),
  DNS_SERVER: z.string().optional().describe('DNS server (address or address:port) that proves domains; without it the machine’s own'),
  OUTBOUND_PRIVATE: flag
    .default(false)
    .describe(
      'Let webhooks, sign-in providers and tenants’ mail servers be at private addresses, and plain http: for an intranet of your own',
    ),
  STRIPE_SECRET_KEY: z.string().optional().describe('Secret key of a Stripe account; without it tenants pay by bank transfer only'),
  STRIPE_WEBHOOK_SECRET: z.string().optional().describe('Signs what Stripe posts to /api/billing/stripe'),
  STRIPE_URL: z.url().default('https://api.stripe.com').describe('Where Stripe answers'),
  RATE_LIMIT_PER_MINUTE: count.default(600).describe('Requests a minute for one session or address'),
  SIGN_IN_LIMIT_PER_MINUTE: count.default(30).describe('Sign-in attempts a minute for one address'),
  TRUST_PROXY: flag.default(false).describe('Believe X-Forwarded-For of the proxy in front'),
  DEMO: flag.default(true).describe('Seed the demo tenant into an empty database'),
})
export type Config = z.infer<typeof Settings>

/** The address people use, for links: never taken from a request. */
export const originOf = ({ ORIGIN, PORT }: Pick<Config, 'ORIGIN' | 'PORT'>): string => ORIGIN ?? `http://localhost:${PORT}`

/** Thrown where a person must change a setting: one clear line, exit code ≠ 0. */
export class StartError extends Error {}

/** As fine as the database keeps it: what is written now must not lie ahead of now when it is read. */
export const asKept = (at: Temporal.Instant) => at.round({ smallestUnit: 'microsecond', roundingMode: 'floor' })
/** The time of business, where no story sets its own. */
export const systemClock = (): Temporal.Instant => asKept(Temporal.Now.instant())

/** Reads the settings. Throws a StartError that names the setting at fault. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const read = Settings.safeParse(given)
  if (!read.success) {
    const issue = read.error.issues[0]
    throw new StartError(`Setting ${issue?.path.join('.')}: ${issue?.message}`)
  }
  return read.data
}
