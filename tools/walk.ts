import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { chromium, type Page } from 'playwright-core'
import { demoAccounts } from '#modules/auth/index.ts'
import { browserFlags, findBrowser, signIn } from './browser.ts'
import { complaintsOf, settled, watch } from './look.ts'
import { emptyTenant, makeLong, parameters, routesOf, throwawayWeb } from './walking.ts'

// npm run walk: every page of the web, as everybody who may see it, at three widths, light and dark: with the demo's data, in an empty
// employer, and with long names. Pictures and complaints go to .cache/walk; the exit code is 1 where there are complaints.
// ORIGIN and OPERATOR_KEY name a system that runs (it gets another employer); else one is started for the walk.
const list = { type: 'string', multiple: true } as const
const { values } = parseArgs({ options: { state: list, as: list, route: list, width: list, scheme: list } })
const chosen = <T extends string | number>(name: keyof typeof values, all: readonly T[]) =>
  all.filter((one) => values[name]?.includes(String(one)) ?? true)
const widths = chosen('width', [360, 768, 1440])
const schemes = chosen('scheme', ['light', 'dark'] as const)
const roles = demoAccounts.people.map(({ identifier }) => identifier.split('@')[0] as string)
const folder = new URL('../.cache/walk/', import.meta.url).pathname

const executablePath = await findBrowser()
if (!executablePath) process.exit(1)
const browser = await chromium.launch({ executablePath, args: browserFlags })
/** Each complaint, and where it is made. */
const complaints = new Map<string, string[]>()
let pictures = 0
/** Paths that somebody reached, and those whose parameters nothing filled. */
const reached = new Set<string>()
const unfilled = new Set<string>()

async function walk({ origin, operatorKey }: { origin: string; operatorKey: string | undefined }) {
  const context = async () => {
    const made = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London', reducedMotion: 'reduce', baseURL: origin })
    made.setDefaultTimeout(10_000)
    return made
  }
  for (const state of chosen('state', ['demo', 'empty', 'long']))
    for (const role of chosen('as', state === 'empty' ? ['admin'] : ['nobody', 'operator', ...roles])) {
      const own = await context()
      if (state === 'long') await makeLong(own)
      const page = await own.newPage()
      watch(page)
      if (state === 'empty') await signIn(page, 'admin', await emptyTenant(own, operatorKey))
      else if (role === 'operator') await enterConsole(page, operatorKey)
      else if (role !== 'nobody') await signIn(page, role)
      else await page.goto('/sign-in')
      await settled(page)
      const find = parameters(own)
      for (const path of await routesOf(page, role))
        if (values.route?.includes(path) ?? true) await visit(page, path, `${state}/${role}`, await find(path))
      await own.close()
      console.log(`${state}, ${role}: ${pictures} pictures, ${complaints.size} complaints so far`)
    }
}

/** One page in every width and scheme: loaded once, then resized as a person would. */
async function visit(page: Page, path: string, as: string, params: Record<string, string> | null) {
  const tell = (what: string, where?: string) => {
    const key = `${as} ${path}: ${what}`
    if (!complaints.has(key)) console.log(`  ${key}`)
    complaints.set(key, [...(complaints.get(key) ?? []), ...(where ? [where] : [])])
  }
  if (!params) return unfilled.add(path)
  reached.add(path)
  const address = path.replace(/\$(\w+)/g, (_, name: string) => params[name] as string)
  const name = `${folder}${as}/${path.replaceAll('/', '_')}`
  mkdirSync(`${folder}${as}`, { recursive: true })
  try {
    await page.setViewportSize({ width: widths[0] ?? 1440, height: 860 })
    await page.emulateMedia({ colorScheme: schemes[0] ?? 'light' })
    await page.goto(address)
    for (const width of widths)
      for (const scheme of schemes) {
        await page.setViewportSize({ width, height: 860 })
        await page.emulateMedia({ colorScheme: scheme })
        await settled(page)
        for (const what of await complaintsOf(page)) tell(what, `${width} ${scheme}`)
        await page.screenshot({ path: `${name}-${width}-${scheme}.png`, fullPage: true })
        pictures += 1
      }
  } catch (error) {
    tell(String(error).split('\n')[0] as string)
  }
}

async function enterConsole(page: Page, key: string | undefined) {
  await page.goto('/operator')
  await page.getByRole('textbox').fill(key ?? '')
  await page.getByRole('button', { name: 'Open the console' }).click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}

const running = process.env.ORIGIN
// A part of the walk leaves the pictures of the rest.
if (Object.keys(values).length === 0) rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
if (running) await walk({ origin: running, operatorKey: process.env.OPERATOR_KEY })
else await throwawayWeb(walk)
await browser.close()
const missed = [...unfilled].filter((path) => !reached.has(path))
if (missed.length > 0) console.log(`No list had a row to fill the parameters of ${missed.join(', ')}`)
const told = [...complaints].map(([what, where]) => `${what} (${where.join(', ')})`)
writeFileSync(`${folder}complaints.txt`, told.map((one) => `${one}\n`).join(''))
console.log(`${pictures} pictures and ${told.length} complaints are in .cache/walk`)
process.exit(told.length > 0 ? 1 : 0)
