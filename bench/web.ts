import { chromium, type Page } from 'playwright-core'
import { browserFlags, findBrowser } from '../tools/browser.ts'
import type { Place } from './place.ts'
import type { Row } from './run.ts'
import type { Subjects } from './subjects.ts'

/** Bytes of JavaScript on the wire until a page stands still, in a browser that has nothing cached. */
async function scriptBytes(page: Page, url: string): Promise<number> {
  const client = await page.context().newCDPSession(page)
  await client.send('Network.enable')
  const scripts = new Set<string>()
  let bytes = 0
  client.on('Network.responseReceived', ({ requestId, type }) => type === 'Script' && scripts.add(requestId))
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength
  })
  await page.goto(url, { waitUntil: 'networkidle' })
  // A page that does not come up is small.
  await page.getByRole('heading', { level: 1 }).waitFor()
  return bytes / 1000
}

export async function webRows(_: Place, origin: string, small: Subjects): Promise<Row[]> {
  const executablePath = await findBrowser()
  if (!executablePath) return []
  const browser = await chromium.launch({ executablePath, args: browserFlags })
  const rows: Row[] = []
  const [name, value] = small.cookies.employee.split('=') as [string, string]
  for (const signedIn of [false, true]) {
    const context = await browser.newContext()
    if (signedIn) await context.addCookies([{ name, value, url: origin.replace('http:', 'https:'), secure: true, httpOnly: true }])
    const bytes = await scriptBytes(await context.newPage(), origin)
    rows.push({
      claim: `initial JavaScript of ${signedIn ? 'home' : 'sign-in'}, on the wire`,
      reached: bytes,
      target: 220,
      better: 'less',
      unit: 'kB',
    })
    await context.close()
  }
  await browser.close()
  return rows
}
