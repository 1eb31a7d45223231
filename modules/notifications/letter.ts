const escaped: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
/** Text inside HTML: what people typed stays text. */
export const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, (one) => escaped[one] as string)
const oneLine = (text: string) => text.replaceAll(/[\r\n]+/g, ' ')

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

/** A notification as an e-mail: plain text, and the same in simple HTML. */
export function letterOf(note: { name: string; title: string; message: string; link: string | null; origin: string; colour: string }): {
  subject: string
  text: string
  html: string
} {
  const { name, title, message, link, origin, colour } = note
  const settings = `${origin}/notifications/preferences`
  const footer = 'You choose which e-mails you get in Salus under Notifications, Preferences:'
  const text = [`Hello ${name},`, message, ...(link ? [`Open in Salus: ${link}`] : []), `—\n${footer}\n${settings}`].join('\n\n')
  const paragraphs = message.split(/\n{2,}/).map((part) => `<p>${escapeHtml(part).replaceAll('\n', '<br>')}</p>`)
  const button = link
    ? `<p><a href="${escapeHtml(link)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:${colour};color:#ffffff;text-decoration:none">Open in Salus</a></p>`
    : ''
  const html = `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body style="margin:0;padding:24px;background:#f4f7f7;color:#17292b;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border-radius:10px">
<h1 style="margin:0 0 16px;font-size:20px">${escapeHtml(title)}</h1><p>Hello ${escapeHtml(name)},</p>${paragraphs.join('')}${button}
</div><p style="max-width:560px;margin:16px auto;color:#4b5f61;font-size:13px">${footer} <a href="${escapeHtml(settings)}">${escapeHtml(settings)}</a></p>
</body></html>`
  return { subject: oneLine(title), text, html }
}
