import { readFileSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** `x.json?pages` is only the `pages` part of a word file: what the navigation must know before a page is loaded. */
const pageWords: Plugin = {
  name: 'page-words',
  enforce: 'pre',
  load(id) {
    if (!id.endsWith('.json?pages')) return null
    const words = JSON.parse(readFileSync(id.slice(0, -'?pages'.length), 'utf8')) as { pages?: object }
    return { code: `export default ${JSON.stringify(words.pages ?? {})}`, moduleType: 'js' }
  },
}

export default defineConfig({
  root: 'app',
  plugins: [pageWords, react()],
  // The server puts a fresh nonce in place of this word in every answer.
  html: { cspNonce: '__NONCE__' },
  build: { outDir: '../dist/web', emptyOutDir: true, manifest: true, target: 'es2024' },
  server: { fs: { allow: ['..'] }, proxy: { '/api': 'http://localhost:3000' } },
})
