import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from './config.ts'
import { resolve } from './outbound.ts'

export type Letter = {
  /** Whose letter it is: it leaves through a mail server of theirs where they have one. */
  tenantId?: string
  /** The same id is the same letter: sent again after a lost answer, it arrives as one. */
  id?: string
  /** Stands before the installation's own address, so that people know who writes. */
  fromName?: string
  /** Where answers go; to the sender where left out. */
  replyTo?: string
  to: string
  subject: string
  text: string
  html?: string
  /** A calendar file, shown by mail programs as an invitation or its withdrawal. */
  calendar?: { method: 'REQUEST' | 'CANCEL'; content: string }
  /** A file that goes with it; `content` is base64. */
  attachment?: { filename: string; contentType: string; content: string }
}

export type Mail = {
  send: (letter: Letter) => Promise<void>
  /** Mail that was kept because no SMTP server is configured: newest first. Undefined where one is. */
  kept?: () => Promise<(Letter & { at: string })[]>
}

/** A mail server that a tenant brought along; `note` hears how using it went. */
export type OwnServer = {
  server: { host: string; port: number; isTls: boolean; user: string | null; password: string | null; from: string }
  note: (problem: string | null) => Promise<void>
}

const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000 }
const transportOf = async (options: object) => (await import('nodemailer')).createTransport({ ...options, ...patience } as never)
type Transport = Awaited<ReturnType<typeof transportOf>>

async function hand(transport: Transport, from: string, { id, fromName, replyTo, to, subject, text, html, calendar, attachment }: Letter) {
  const address = /<([^>]+)>/.exec(from)?.[1] ?? from
  await transport.sendMail({
    from: fromName ? { name: fromName, address } : from,
    ...(id ? { messageId: `<${id}@salus>` } : {}),
    ...{ to, subject, text, ...(replyTo ? { replyTo } : {}) },
    ...(html ? { html } : {}),
    ...(calendar ? { icalEvent: { method: calendar.method, content: calendar.content } } : {}),
    ...(attachment ? { attachments: [{ ...attachment, encoding: 'base64' }] } : {}),
  })
}

/** Sends through a server that somebody named: resolved once, never a private one, always over TLS but on an intranet of one's own. */
export async function sendThrough(config: Config, { host, port, isTls, user, password, from }: OwnServer['server'], letter: Letter) {
  const { address } = await resolve(config, host)
  const transport = await transportOf({
    ...{ host: address, port, secure: isTls, requireTLS: !config.OUTBOUND_PRIVATE, tls: { servername: host } },
    ...(user ? { auth: { user, pass: password ?? '' } } : {}),
  })
  try {
    await hand(transport, from, letter)
  } finally {
    transport.close()
  }
}

/** The tenant's own server, else SMTP when configured; else letters are kept in a folder and shown at /dev/mail. */
export function openMail(config: Config, ownOf: (tenantId: string) => Promise<OwnServer | undefined> = async () => undefined): Mail {
  const ours = openOurs(config)
  return {
    ...ours,
    send: async (letter) => {
      const own = letter.tenantId ? await ownOf(letter.tenantId) : undefined
      if (!own) return ours.send(letter)
      try {
        await sendThrough(config, own.server, letter)
      } catch (error) {
        await own.note((error as Error).message)
        throw error
      }
      await own.note(null)
    },
  }
}

function openOurs(config: Config): Mail {
  if (config.SMTP_URL) {
    const transport = transportOf({ url: config.SMTP_URL })
    return { send: async (letter) => hand(await transport, config.MAIL_FROM, letter) }
  }
  const folder = join(config.DATA_DIR, 'mail')
  let counter = 0
  return {
    send: async (letter) => {
      await mkdir(folder, { recursive: true })
      const at = Temporal.Now.instant().toString()
      const before = letter.id && (await readdir(folder)).find((name) => name.endsWith(`-${letter.id}.json`))
      const name = before || `${at.replaceAll(':', '-')}-${letter.id ?? `${process.pid}-${counter++}`}.json`
      await writeFile(join(folder, name), JSON.stringify({ ...letter, at }))
    },
    kept: async () => {
      const names = (await readdir(folder).catch(() => [] as string[])).sort().reverse().slice(0, 100)
      return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))))
    },
  }
}
