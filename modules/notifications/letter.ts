import { letterOf as onPaper, type Stationery } from '#modules/tenancy/index.ts'

/** Stands for the reader's address in a calendar file, so that what is stored holds none. */
export const recipientAddress = 'recipient@salus.invalid'

/** A calendar file with the reader's address in it. Lines are folded again at 75 octets (RFC 5545, 3.1). */
export const addressed = (content: string, to: string) =>
  content
    .replaceAll(/\r?\n[ \t]/g, '')
    .replaceAll(recipientAddress, to)
    .split(/\r?\n/)
    .map((line) => line.match(/.{1,60}/gu)?.join('\r\n ') ?? line)
    .join('\r\n')

type Note = { name: string; title: string; message: string /** Whole, with its origin. */; link: string | null }
/** A notification as an e-mail, in the tenant's look. */
export const letterOf = ({ link, ...note }: Note, look: Stationery) =>
  onPaper(
    {
      ...note,
      link: link === null ? null : { label: 'Open in Salus', url: link },
      foot: {
        text: 'You choose which e-mails you get in Salus under Notifications, Preferences:',
        url: `${look.origin}/notifications/preferences`,
      },
    },
    look,
  )
