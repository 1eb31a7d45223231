import { globSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

/** Prints the gzip size of the JavaScript that a first visit loads, from the manifest of the build; fails above the budget. */
const budget = 220_000
const folder = new URL('../dist/web/', import.meta.url)
type Chunk = { file: string; src?: string; imports?: string[]; css?: string[]; isEntry?: boolean }
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', folder), 'utf8')) as Record<string, Chunk>
const size = (file: string) => gzipSync(readFileSync(new URL(file, folder)), { level: 9 }).length
const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry) as string

function filesOf(keys: readonly string[]) {
  const seen = new Set<string>()
  const visit = (key: string) => {
    const chunk = manifest[key]
    if (!chunk || seen.has(key)) return
    seen.add(key)
    for (const next of chunk.imports ?? []) visit(next)
  }
  for (const key of keys) visit(key)
  const chunks = [...seen].map((key) => manifest[key] as Chunk)
  return { scripts: chunks.map(({ file }) => file), styles: [...new Set(chunks.flatMap(({ css }) => css ?? []))] }
}
const key = (path: string) => Object.keys(manifest).find((one) => one.endsWith(path)) as string

const visits: Record<string, string[]> = {
  'before any page': [],
  'sign-in': [key('modules/auth/web/SignIn.tsx')],
  home: [key('platform/web/Shell.tsx'), key('platform/web/HomePage.tsx')],
  'sign-in, then home': [
    key('modules/auth/web/SignIn.tsx'),
    key('modules/auth/web/en.json'),
    key('platform/web/Shell.tsx'),
    key('platform/web/HomePage.tsx'),
  ],
}
const judged = ['sign-in', 'home']
// Nobody sees every card of the home page: printed, not judged.
const cards = globSync('modules/*/web/routes.tsx').flatMap((path) => {
  const found = [...readFileSync(path, 'utf8').matchAll(/fill\('(?:home|header)'[\s\S]*?import\('\.\/(\w+\.tsx)'\)/g)]
  return found.length === 0
    ? []
    : ['en.json', ...found.map(([, file]) => file as string)].map((file) => key(path.replace('routes.tsx', file)))
})
visits['home, all cards'] = [...(visits.home as string[]), ...cards]
let tooBig = false
for (const [visit, pages] of Object.entries(visits)) {
  const { scripts, styles } = filesOf([entry, ...pages])
  const script = scripts.map(size).reduce((sum, one) => sum + one, 0)
  const style = styles.map(size).reduce((sum, one) => sum + one, 0)
  tooBig ||= script > budget && judged.includes(visit)
  console.log(
    `${visit.padEnd(20)} JavaScript ${(script / 1000).toFixed(1).padStart(6)} kB  CSS ${(style / 1000).toFixed(1).padStart(5)} kB  gzip, ${scripts.length} files`,
  )
}
console.log(tooBig ? `Above the budget of ${budget / 1000} kB` : `Within the budget of ${budget / 1000} kB`)
process.exitCode = tooBig ? 1 : 0
