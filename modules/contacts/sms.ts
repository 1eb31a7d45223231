import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { blindIndex } from '#platform/crypto.ts'
import type { Db } from '#platform/db.ts'
import type { Tools } from '#platform/module.ts'

export type TextMessage = { to: string; text: string }
/** How text messages leave. An adapter of a provider takes the place of `kept` where one is configured. */
export type Sms = { send: (message: TextMessage) => Promise<void> }

/** What is kept of a code that was sent. */
export const codeHash = (db: Db, userId: string, code: string) => blindIndex(db, 'phone-code', `${userId}\0${code}`)

const folderOf = ({ config }: Tools) => join(config.DATA_DIR, 'sms')

/** Null where no text message leaves. In development and in stories they are kept in a folder, one file each. */
export function smsOf(tools: Tools): Sms | null {
  if (tools.config.NODE_ENV === 'production') return null
  return {
    send: async (message) => {
      const folder = folderOf(tools)
      await mkdir(folder, { recursive: true })
      const number = (await readdir(folder)).length
      await writeFile(join(folder, `${String(number).padStart(6, '0')}.json`), JSON.stringify(message))
    },
  }
}

/** What was kept, newest first. */
export async function keptSms(tools: Tools): Promise<TextMessage[]> {
  const names = (await readdir(folderOf(tools)).catch(() => [] as string[])).sort().reverse()
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folderOf(tools), name), 'utf8')) as TextMessage))
}
