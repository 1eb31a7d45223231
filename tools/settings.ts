import { readFile, writeFile } from 'node:fs/promises'
import { Settings } from '#platform/config.ts'

const page = new URL('../docs/operations.md', import.meta.url)

/** The table of every setting, as docs/operations.md shows it. */
export function settingsTable(): string {
  const rows = Object.entries(Settings.shape).map(([name, schema]) => {
    const unset = schema.safeParse(undefined)
    const fallback = unset.success && unset.data !== undefined ? `\`${unset.data}\`` : '–'
    return `| \`${name}\` | ${fallback} | ${schema.description} |`
  })
  return ['| Setting | Default | Meaning |', '|---|---|---|', ...rows].join('\n')
}

/** The page with its table brought up to date. */
export async function operationsPage(): Promise<{ found: string; wanted: string }> {
  const found = await readFile(page, 'utf8')
  const table = `<!-- settings: printed by npm run settings -->\n${settingsTable()}\n<!-- /settings -->`
  return { found, wanted: found.replace(/<!-- settings.*<!-- \/settings -->/s, () => table) }
}

if (import.meta.main) await writeFile(page, (await operationsPage()).wanted)
