import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { Page, Request } from 'playwright-core'

const asking = new WeakMap<Page, Set<Request>>()
const said = new WeakMap<Page, string[]>()

/** Remembers from now on what this page asks for and complains about, for `settled` and `complaintsOf`. */
export function watch(page: Page): void {
  const complaints: string[] = []
  said.set(page, complaints)
  const open = new Set<Request>()
  asking.set(page, open)
  page.on('request', (request) => request.resourceType() !== 'eventsource' && open.add(request))
  const answered = (request: Request) => void open.delete(request)
  page.on('requestfinished', answered).on('requestfailed', answered)
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
  const open = asking.get(page) ?? new Set()
  const answered = async (request: Request) => {
    const answer = await request.response().catch(() => null)
    await answer?.finished().catch(() => null)
    // Not every request that is over is said to have finished: those of a page that was left are not.
    open.delete(request)
  }
  do {
    await Promise.all([...open].map(answered))
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
