import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { demoAccounts } from '#modules/auth/index.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'chrome.exe', 'msedge.exe']
const folders = [
  ...(process.env.PATH ?? '').split(delimiter),
  '/Applications/Google Chrome.app/Contents/MacOS',
  '/Applications/Chromium.app/Contents/MacOS',
  'C:\\Program Files\\Google\\Chrome\\Application',
]

/**
 * A Chromium that starts here: SALUS_BROWSER, one that is installed, Playwright's own (downloaded when missing),
 * else Debian's package when root. Null, with a line that says so, when there is none.
 */
export async function findBrowser(): Promise<string | null> {
  const candidates = [
    process.env.SALUS_BROWSER,
    ...folders.flatMap((folder) => [...names, 'Google Chrome', 'Chromium'].map((name) => join(folder, name))),
  ]
  const installed = candidates.find((path) => path && existsSync(path) && starts(path))
  if (installed) return installed
  const own = chromium.executablePath()
  if (starts(own)) return own
  console.log('Fetching a browser for the journeys (once) …')
  attempt(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium'])
  if (starts(own)) return own
  if (process.getuid?.() === 0 && attempt('apt-get', ['update', '-qq'])) {
    attempt('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'])
    if (starts('/usr/bin/chromium')) return '/usr/bin/chromium'
  }
  console.log('No Chromium starts here: install one, or name it in SALUS_BROWSER')
  return null
}

/** Really starts it: a downloaded browser may lack the system's libraries. */
function starts(path: string): boolean {
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--dump-dom', 'about:blank']
  try {
    return (
      existsSync(path) &&
      execFileSync(path, flags, { encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'ignore'] }).includes('<html')
    )
  } catch {
    return false
  }
}

function attempt(program: string, args: string[]): boolean {
  try {
    execFileSync(program, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 300_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    return true
  } catch {
    return false
  }
}

/** As root Chromium needs --no-sandbox; the rest keeps it from calling home. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Signs in through the sign-in page as one of the demo accounts, or their like of another employer, and waits for their home. */
export async function signIn(page: Page, role: string, tenant: string = demoAccounts.tenant): Promise<void> {
  await page.goto('/')
  await page.getByLabel(/E-mail address or user name/).fill(`${role}@${tenant}.example`)
  await page.getByLabel(/^Password/).fill(demoAccounts.password)
  // Asked for where there are other employers besides.
  const code = page.getByLabel(/^Organisation code/)
  if (await code.isVisible()) await code.fill(tenant)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: /^Good/ }).waitFor()
}
