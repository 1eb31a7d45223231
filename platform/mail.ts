import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from './config.ts'

export type Letter = {
  /** The same id is the same letter: sent again after a lost answer, it arrives as one. */
  id?: string
  /** Stands before the installation's own address, so that people know who writes. */
  fromName?: string
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

/** SMTP when configured; else letters are kept in a folder and shown at /dev/mail. */
export function openMail(config: Config): Mail {
  if (config.SMTP_URL) {
    const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000 }
    const transport = import('nodemailer').then(({ createTransport }) => createTransport({ url: config.SMTP_URL, ...patience }))
    const address = /<([^>]+)>/.exec(config.MAIL_FROM)?.[1] ?? config.MAIL_FROM
    return {
      send: async ({ id, fromName, to, subject, text, html, calendar, attachment }) => {
        await (await transport).sendMail({
          from: fromName ? { name: fromName, address } : config.MAIL_FROM,
          ...(id ? { messageId: `<${id}@salus>` } : {}),
          to,
          subject,
          text,
          ...(html ? { html } : {}),
          ...(calendar ? { icalEvent: { method: calendar.method, content: calendar.content } } : {}),
          ...(attachment ? { attachments: [{ ...attachment, encoding: 'base64' }] } : {}),
        })
      },
    }
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
