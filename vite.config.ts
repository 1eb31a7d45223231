import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'
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

const mantine = '@mantine/core/styles'
/**
 * In a build every Mantine component brings its own styles, so that a page loads those of the components it shows. The modules
 * that hold a component's class names are named as its style file is.
 */
const mantineStyles: Plugin = {
  name: 'mantine-styles',
  apply: 'build',
  enforce: 'pre',
  transform(code, id) {
    const name = id.match(/@mantine\/core\/esm\/.*\/(\w+)\.module\.mjs$/)?.[1]
    const file = name && new URL(`node_modules/${mantine}/${name}.layer.css`, import.meta.url)
    if (!file || !existsSync(file)) return null
    return { code: `import '${mantine}/${name}.layer.css'\n${code}`, map: null, moduleSideEffects: true }
  },
  resolveId(source) {
    return source === `${mantine}.layer.css` ? { id: '\0mantine-ground.js', moduleSideEffects: true } : null
  },
  load(id) {
    if (id !== '\0mantine-ground.js') return null
    return ['baseline', 'default-css-variables', 'global'].map((name) => `import '${mantine}/${name}.layer.css'`).join('\n')
  },
}

/** Scripts, styles and words lie beside themselves packed as small as they go, so that no answer has to pack them. */
const packed: Plugin = {
  name: 'packed',
  apply: 'build',
  // Other plugins write into scripts until the very end: what is packed is what was written.
  writeBundle({ dir = '' }, bundle) {
    for (const fileName of Object.keys(bundle).filter((name) => /^assets\/.*\.(js|css|json|svg)$/.test(name))) {
      const source = readFileSync(`${dir}/${fileName}`)
      if (source.length < 1024) continue
      writeFileSync(`${dir}/${fileName}.br`, brotliCompressSync(source))
      writeFileSync(`${dir}/${fileName}.gz`, gzipSync(source, { level: 9 }))
    }
  },
}

/** The browser never writes JSON Schema: Zod's 6 kB (gzip) for it stay out. */
const withoutJsonSchema: Plugin = {
  name: 'without-json-schema',
  apply: 'build',
  transform(code, id) {
    if (id.endsWith('/zod/v4/classic/schemas.js'))
      return { code: code.replace(/^\s*inst\._zod\.processJSONSchema = .*;$/gm, ''), map: null }
    if (!id.endsWith('/zod/v4/core/to-json-schema.js')) return null
    const names = [...code.matchAll(/^export (?:const|function) (\w+)|^export \{ \w+ as (\w+) \}/gm)].map(
      ([, name, alias]) => name ?? alias,
    )
    return { code: `const none = () => undefined\nexport { ${names.map((name) => `none as ${name}`).join(', ')} }`, map: null }
  },
}

export default defineConfig({
  root: 'app',
  resolve: { alias: { 'react-i18next': new URL('platform/web/translation.ts', import.meta.url).pathname } },
  plugins: [pageWords, mantineStyles, withoutJsonSchema, react(), packed],
  // The server puts a fresh nonce in place of this word in every answer.
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    manifest: true,
    // Words are fetched when a module is first seen: none inside the scripts.
    assetsInlineLimit: (file) => (file.endsWith('.json') ? false : undefined),
    target: 'es2024',
    modulePreload: { polyfill: false },
    // What changes with our releases is apart from what changes with the libraries': the latter stays in browsers' caches.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: 'libraries', test: /node_modules\/(react|react-dom|scheduler|@tanstack|zod)\// }],
        },
      },
    },
  },
  server: { fs: { allow: ['..'] }, proxy: { '/api': 'http://localhost:3000' } },
})
