import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Tools } from '#platform/module.ts'
import { escaped } from '#platform/pages.ts'

const loopback = /^(127\.|::1$|::ffff:127\.)/
const local = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/** At this machine, and not through a proxy or another site's name: letters hold links that open accounts. */
const isHere = ({ ip, headers }: FastifyRequest) =>
  loopback.test(ip) && !headers.forwarded && !headers['x-forwarded-for'] && local.test(headers.host ?? '')

/**
 * `GET /dev/mail`: the last hundred letters that were kept because no mail server is set, newest first. In development only, and
 * only for whoever sits at the machine.
 */
export function serveKeptMail(server: FastifyInstance, { config, mail }: Pick<Tools, 'config' | 'mail'>): void {
  const { kept } = mail
  if (!kept || config.NODE_ENV !== 'development') return
  server.get('/dev/mail', async (request, reply) => {
    if (!isHere(request)) return reply.callNotFound()
    return reply
      .type('text/html; charset=utf-8')
      .headers({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      })
      .send(pageOf(await kept()))
  })
}

type Kept = Awaited<ReturnType<NonNullable<Tools['mail']['kept']>>>[number]
const pageOf = (letters: readonly Kept[]) => `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Kept mail · Salus</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><style>
body{font:16px/1.5 system-ui,sans-serif;max-width:760px;margin:32px auto;padding:0 16px}
details{border-top:1px solid #8a9b9d;padding:12px 0}summary{cursor:pointer;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}small{opacity:.75}</style></head><body>
<h1>Kept mail</h1><p>No mail server is set (SMTP_URL): letters stay here, and are shown at this machine only, in development.</p>
${letters.map(letterOf).join('\n') || '<p>None yet.</p>'}</body></html>`

const letterOf = ({ at, to, fromName, subject, text, calendar, attachment }: Kept, index: number) => `<details${index === 0 ? ' open' : ''}>
<summary><strong>${escaped(subject)}</strong><br><small>To ${escaped(to)}${fromName ? `, from ${escaped(fromName)}` : ''}, ${escaped(at.slice(0, 16).replace('T', ' '))} UTC</small></summary>
<pre>${linked(escaped(text))}</pre>${calendar ? `<pre><small>${escaped(calendar.content)}</small></pre>` : ''}${attachment ? `<p>With ${escaped(attachment.filename)}</p>` : ''}</details>`

const linked = (html: string) => html.replace(/https?:\/\/[^\s<]+[^\s<.,;:)]/g, (address) => `<a href="${address}">${address}</a>`)
