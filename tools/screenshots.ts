import { mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { browserFlags, findBrowser, signIn } from './browser.ts'

// npm run screenshots: the pictures of the README, of the demo that runs at ORIGIN (http://localhost:3000).
const origin = process.env.ORIGIN ?? 'http://localhost:3000'
const folder = new URL('../docs/pictures/', import.meta.url).pathname
const pictures = [
  { name: 'team', as: 'manager', path: '/team' },
  { name: 'calendar', as: 'nurse', path: '/calendar' },
  { name: 'book', as: 'employee', path: '/book?type=consultation&mode=in_person' },
  { name: 'course', as: 'learner', path: '/courses' },
] as const

const executablePath = await findBrowser()
if (!executablePath) process.exit(1)
mkdirSync(folder, { recursive: true })
const browser = await chromium.launch({ executablePath, args: browserFlags })
for (const { name, as, path } of pictures) {
  const viewport = { width: 1280, height: 800 }
  const context = await browser.newContext({
    viewport,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    reducedMotion: 'reduce',
    baseURL: origin,
  })
  const page = await context.newPage()
  await signIn(page, as)
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: `${folder}${name}.png` })
  await context.close()
}
await browser.close()
console.log(`${pictures.length} pictures are in docs/pictures`)
