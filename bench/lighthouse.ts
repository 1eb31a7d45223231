import { spawn } from 'node:child_process'
import { browserFlags, findBrowser } from '../tools/browser.ts'
import type { Row } from './run.ts'

/** Fetched when it is run: 60 MB that nothing else needs. */
const lighthouse = ['exec', '--yes', '--package=lighthouse@13.5.0', '--', 'lighthouse']
const targets = { performance: 95, accessibility: 100, 'best-practices': 100 }
type Report = { categories: Record<string, { score: number | null }>; audits: Record<string, { displayValue?: string }> }

/** What Lighthouse says of sign-in and of home, as a phone on a slow line and as a desktop see them; "not run" where it cannot be had. */
export async function lighthouseRows(origin: string, cookie: string): Promise<Row[]> {
  const rows: Row[] = []
  for (const [name, headers] of [
    ['sign-in', {}],
    ['home', { cookie }],
  ] as const) {
    for (const device of ['mobile', 'desktop']) {
      const report = await audit(origin, headers, device)
      const timing = (id: string) => report?.audits[id]?.displayValue?.replace(/\s/, ' ')
      for (const [category, target] of Object.entries(targets)) {
        const score = report?.categories[category]?.score ?? null
        rows.push({
          claim: `Lighthouse, ${category.replace('-', ' ')} of ${name}, ${device}`,
          reached: score === null ? null : Math.round(score * 100),
          target,
          better: 'more',
          ...(report && category === 'performance'
            ? {
                detail: `first paint ${timing('first-contentful-paint')}, largest ${timing('largest-contentful-paint')}, blocked ${timing('total-blocking-time')}`,
              }
            : {}),
        })
      }
    }
  }
  return rows
}

async function audit(url: string, headers: object, device: string): Promise<Report | null> {
  const browser = await findBrowser()
  if (!browser) return null
  const options = [
    url,
    '--quiet',
    '--output=json',
    `--only-categories=${Object.keys(targets)}`,
    `--chrome-flags=${['--headless=new', ...browserFlags].join(' ')}`,
    `--extra-headers=${JSON.stringify(headers)}`,
    ...(device === 'desktop' ? ['--preset=desktop'] : []),
  ]
  const text = await new Promise<string>((resolve) => {
    const child = spawn('npm', [...lighthouse, ...options], {
      env: { ...process.env, CHROME_PATH: browser },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.on('error', () => resolve('')).on('close', (code) => resolve(code === 0 ? output : ''))
  })
  return text ? JSON.parse(text) : null
}
