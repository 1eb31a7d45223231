import { EventEmitter, once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { Page, Request } from 'playwright-core'

/** What a page waits for; `over` tells of each that is no longer awaited. */
type Asking = { open: Set<Request>; told: EventEmitter }
const asking = new WeakMap<Page, Asking>()
const said = new WeakMap<Page, string[]>()

/** Remembers from now on what this page asks for and complains about, for `settled` and `complaintsOf`. */
export function watch(page: Page): void {
  const complaints: string[] = []
  said.set(page, complaints)
  const open = new Set<Request>()
  const told = new EventEmitter()
  asking.set(page, { open, told })
  page.on('request', (request) => {
    // What a page that is left had asked for is awaited by nobody.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) open.clear()
    if (request.resourceType() !== 'eventsource') open.add(request)
  })
  const over = (request: Request) => {
    open.delete(request)
    told.emit('over')
  }
  page.on('requestfinished', over).on('requestfailed', over)
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text())
  })
  page.on('response', (answer) => {
    if (answer.status() >= 400) complaints.push(`${answer.request().method()} ${answer.url()} answered ${answer.status()}`)
  })
}

/** Every request has its answer, and what it brought is drawn. The live stream stays open. */
async function quiet(page: Page): Promise<void> {
  const { open, told } = asking.get(page) ?? { open: new Set<Request>(), told: new EventEmitter() }
  const patience = AbortSignal.timeout(30_000)
  do {
    while (open.size)
      await once(told, 'over', { signal: patience }).catch(() => {
        throw new Error(`no answer to ${[...open].map((request) => `${request.method()} ${request.url()}`).join(', ')}`)
      })
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
  } while (open.size)
}

/** The page has its heading and stands still: nothing is awaited, nothing moves, and nothing is dimmed that is about to be replaced. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await quiet(page)
  await page.locator('[data-stale="true"], [aria-busy="true"]').first().waitFor({ state: 'detached' })
  await page.evaluate(() =>
    Promise.allSettled(
      document.getAnimations().flatMap((one) => (one.effect?.getComputedTiming().endTime === Infinity ? [] : [one.finished])),
    ),
  )
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** What axe finds against the page as it stands: brought in once for each document, and told to work out nothing but violations. */
async function violationsOf(page: Page): Promise<axe.Result[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axeSource)
  const results = await page.evaluate<axe.AxeResults>('axe.run({ resultTypes: ["violations"] })')
  return results.violations
}

/** What is wrong with a page that stands still: axe, sideways scrolling, and what it said since it was last asked. */
export async function complaintsOf(page: Page): Promise<string[]> {
  const violations = await violationsOf(page)
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`),
    ...(sideways > 0 ? [`scrolls sideways by ${sideways} px`] : []),
    ...(said.get(page)?.splice(0) ?? []),
  ]
}
