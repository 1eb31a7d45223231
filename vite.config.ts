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
/** What other components are made of: their styles count before those of whatever is made of them, in whichever order they come. */
const foundations = new Set(
  'ScrollArea VisuallyHidden Paper Popover CloseButton Group Loader Overlay ModalBase Input InlineInput Flex FloatingIndicator ActionIcon'.split(
    ' ',
  ),
)
/**
 * In a build every Mantine component brings its own styles, so that a page loads those of the components it shows. The modules
 * that hold a component's class names are named as its style file is.
 */
const mantineStyles: Plugin = {
  name: 'mantine-styles',
  apply: 'build',
  enforce: 'pre',
  transform(code, id) {
    const [, style = ''] = id.match(/@mantine\/core\/styles\/(\w+)\.layer\.css$/) ?? []
    const layer = style === 'UnstyledButton' ? 'ground' : foundations.has(style) ? 'foundations' : undefined
    if (layer)
      return {
        code: `@layer mantine.ground, mantine.foundations;\n${code.replaceAll('@layer mantine', `@layer mantine.${layer}`)}`,
        map: null,
      }
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

const first = {
  stranger: ['modules/auth/web/SignIn.tsx', 'modules/auth/web/en.json'],
  known: ['platform/web/Shell.tsx', 'platform/web/HomePage.tsx'],
}
/**
 * What a stranger, or somebody who brings a session, needs after the first scripts is named in the page, so that it comes with
 * them and not after them. The server leaves one of the two in each answer.
 */
const ahead: Plugin = {
  name: 'ahead',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {} }) {
      const files = Object.values(bundle)
      const links = (paths: readonly string[]) => {
        const named = new Set<string>()
        const visit = (fileName: string) => {
          const chunk = bundle[fileName]
          if (named.has(fileName) || chunk?.type !== 'chunk') return
          named.add(fileName)
          for (const style of chunk.viteMetadata?.importedCss ?? []) named.add(style)
          for (const next of chunk.imports) visit(next)
        }
        for (const file of files) {
          if (file.type === 'chunk' && paths.some((path) => file.facadeModuleId?.endsWith(path))) visit(file.fileName)
          if (file.type === 'asset' && file.originalFileNames.some((name) => paths.some((path) => name.endsWith(path))))
            named.add(file.fileName)
        }
        const kind = (name: string) =>
          name.endsWith('.js') ? 'rel="modulepreload"' : `rel="preload" as="${name.endsWith('.css') ? 'style' : 'fetch'}"`
        return [...named]
          .filter((name) => !html.includes(name))
          .map((name) => `<link ${kind(name)} crossorigin href="/${name}" nonce="__NONCE__">`)
          .join('\n    ')
      }
      const styles = /\n\s*<link rel="stylesheet"[^>]*>/g
      return (
        html
          .replace('<!--ahead-->', `<!--stranger-->${links(first.stranger)}<!--known-->${links(first.known)}<!--end-->`)
          .replace(styles, '')
          // The mark needs none of the styles: it is seen before they come. Scripts wait for them.
          .replace('<!--styles-->', html.match(styles)?.join('') ?? '')
      )
    },
  },
}

export default defineConfig({
  root: 'app',
  resolve: { alias: { 'react-i18next': new URL('platform/web/translation.ts', import.meta.url).pathname } },
  plugins: [pageWords, mantineStyles, withoutJsonSchema, react(), packed, ahead],
  // The server puts a fresh nonce in place of this word in every answer.
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: '../dist/web',
    emptyOutDir: false, // tools/start.mjs takes away what is two builds old
    manifest: true,
    // Words are fetched when a module is first seen: none inside the scripts.
    assetsInlineLimit: (file) => (file.endsWith('.json') ? false : undefined),
    target: 'es2024',
    modulePreload: { polyfill: false },
    // What changes with our releases is apart from what changes with the libraries': the latter stays in browsers' caches.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'libraries', test: /node_modules\/(react|react-dom|scheduler|@tanstack|zod)\//, priority: 3 },
            // A request each for a hundred small parts would cost a phone more than their bytes.
            { name: 'frame', tags: ['$initial'], priority: 2 },
            {
              name: 'parts',
              test: /(core\/esm\/(core|components\/(ActionIcon|Badge|Center|Paper|Progress|SimpleGrid))\/|@mantine\/core\/styles\/(ActionIcon|Badge|Center|Paper|Progress|SimpleGrid)\.|platform\/web\/(Card|StatusBadge|links|dates)\.)/,
              priority: 1.5,
            },
            {
              name: 'forms',
              test: /(core\/esm\/components\/(Input|InputBase|TextInput|PasswordInput)\/|@mantine\/form|@mantine\/core\/styles\/(Input|InputBase|PasswordInput)|platform\/web\/(form|issues|LeaveQuestion)\.)/,
              priority: 1,
            },
          ],
        },
      },
    },
  },
  server: { fs: { allow: ['..'] }, proxy: { '/api': 'http://localhost:3000' } },
})
