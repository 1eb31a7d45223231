import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { sessionCookie } from './client.ts'

/**
 * Serves the built web: hashed assets for ever, and index.html for every page of the single-page application, rendered per
 * answer with a fresh nonce for its scripts and styles.
 */
export async function servePages(server: FastifyInstance, folder: string): Promise<void> {
  const index = join(folder, 'index.html')
  if (!existsSync(index)) return
  const [stranger, known] = ['$1', '$2'].map((one) =>
    readFileSync(index, 'utf8').replace(/<!--stranger-->(.*?)<!--known-->(.*?)<!--end-->/s, one),
  ) as [string, string]
  await server.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    preCompressed: true,
    // A file's name changes with what it holds: nobody asks for it again.
    immutable: true,
    etag: false,
    lastModified: false,
    acceptRanges: false,
    maxAge: '365d',
    globIgnore: ['index.html', '.vite/**'],
  })
  server.get('/*', (request, reply) => {
    if (request.url.startsWith('/api/') || /\.\w{2,5}$/.test(request.url.split('?')[0] as string)) return reply.callNotFound()
    const nonce = randomBytes(16).toString('base64')
    const html = request.cookies[sessionCookie] ? known : stranger
    return reply.headers(pageHeaders(nonce)).type('text/html; charset=utf-8').send(html.replaceAll('__NONCE__', nonce))
  })
}

/** Text that stays text within HTML. */
export const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** What protects a page: no script, style, frame or connection but our own. */
export function pageHeaders(nonce: string): Record<string, string> {
  const policy = {
    'default-src': "'none'",
    'script-src': `'nonce-${nonce}' 'strict-dynamic'`,
    // React writes style attributes; a nonce covers elements only.
    'style-src': `'self' 'nonce-${nonce}'`,
    'style-src-attr': "'unsafe-inline'",
    'img-src': "'self' data: blob:",
    'media-src': "'self' blob: https:",
    'font-src': "'self'",
    'connect-src': "'self'",
    'manifest-src': "'self'",
    'worker-src': "'self'",
    'frame-src': "'self' https:",
    'frame-ancestors': "'none'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'require-trusted-types-for': "'script'",
    'trusted-types': 'default dompurify salus',
  }
  return {
    'content-security-policy': Object.entries(policy)
      .map(([name, value]) => `${name} ${value}`)
      .join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(self), microphone=(self), geolocation=()',
    'cache-control': 'no-store',
  }
}
