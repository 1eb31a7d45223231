import { z } from 'zod'
import { endpoint, Instant } from '#platform/contract.ts'

/**
 * Rights of this module, and the seeded roles that start with them. Whoever names the mail server reads every letter, links to choose
 * a password among them: only the tenant administrator's, and no other role can be given it.
 */
export const permissions = {
  'integrations:manage': {
    says: 'Connect services of the organisation: its mail server, text messages, file store',
    roles: ['tenant_administrator'],
    system: true,
    withheld: 'access',
  },
} as const
const permission = 'integrations:manage'

export const MailServer = z.object({
  host: z
    .string()
    .trim()
    .toLowerCase()
    .min(1)
    .max(253)
    .regex(/^[a-z0-9.:-]+$/, 'Write a host name or address, such as mail.example.org.'),
  port: z.number().int().min(1).max(65535),
  /** From the first byte; else after STARTTLS, which is asked for all the same. */
  isTls: z.boolean(),
  user: z.string().trim().min(1).max(254).nullable(),
  from: z.email().max(254),
})
export const TextService = z.object({
  /** An API like Twilio's. */
  url: z.url({ protocol: /^https?$/ }).max(300),
  account: z
    .string()
    .trim()
    .regex(/^[\w-]{1,64}$/, 'An account has letters, digits, hyphens and underscores.'),
  /** A number, or a name of up to eleven letters. */
  from: z
    .string()
    .trim()
    .regex(/^(\+[1-9]\d{6,14}|[A-Za-z0-9 ]{1,11})$/, 'Write a number such as +447700900123, or a name of up to eleven letters.'),
})
export type TextService = z.infer<typeof TextService>
export const FileStore = z.object({
  /** Of an API like Amazon S3's. */
  endpoint: z.url({ protocol: /^https?$/ }).max(300),
  region: z
    .string()
    .trim()
    .regex(/^[a-z0-9-]{1,40}$/, 'A region is written in small letters, digits and hyphens, such as eu-west-2.'),
  bucket: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'A bucket is named with 3 to 63 small letters, digits, dots and hyphens.'),
  accessKeyId: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{1,128}$/, 'An access key has no spaces.'),
})
export type FileStore = z.infer<typeof FileStore>
export const Kind = z.enum(['mail', 'sms', 'storage'])
export type Kind = z.infer<typeof Kind>

const State = z.object({
  /** A secret is kept; it is never shown. */
  hasSecret: z.boolean(),
  status: z.enum(['active', 'inactive', 'failing']),
  /** When it last did what it is there for. */
  lastSyncedAt: Instant.nullable(),
  problem: z.string().nullable(),
})
const Mail = State.extend({ settings: MailServer })
const Sms = State.extend({ settings: TextService })
/** `files`: how many are in it. */
const Storage = State.extend({ settings: FileStore, files: z.number() })
const All = z.object({ mail: Mail.nullable(), sms: Sms.nullable(), storage: Storage.nullable() })
export type Integrations = z.infer<typeof All>

export const readIntegrations = endpoint('GET /integrations', {
  permission,
  returns: All,
  summary: 'The services that the organisation brought along',
})
const secret = z.string().min(1).max(1000).optional()
export const setMailServer = endpoint('PUT /integrations/mail', {
  permission,
  body: z.object({ settings: MailServer, secret, isActive: z.boolean() }),
  returns: All,
  summary: 'Send the organisation’s letters through a mail server of its own; without a secret the one it has stays',
})
export const setTextService = endpoint('PUT /integrations/sms', {
  permission,
  body: z.object({ settings: TextService, secret, isActive: z.boolean() }),
  returns: All,
  summary: 'Send text messages through a service of the organisation; without a secret the one it has stays',
})
export const setFileStore = endpoint('PUT /integrations/storage', {
  permission,
  body: z.object({ settings: FileStore, secret, isActive: z.boolean() }),
  returns: All,
  summary: 'Keep new files in a store of the organisation; those that are in it stay there, whether it is in use or not',
})
const params = z.object({ kind: Kind })
export const removeIntegration = endpoint('DELETE /integrations/:kind', { permission, params, summary: 'Forget a service and its secret' })
export const testIntegration = endpoint('POST /integrations/:kind/test', {
  permission,
  params,
  /** `to`: an address or number; a file store needs none. */
  body: z.object({ to: z.string().trim().min(3).max(254).optional() }),
  status: 202,
  summary: 'Send a letter or text message, or put, read and remove a file now; how it went stands with the service a moment later',
})
