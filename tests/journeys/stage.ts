import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { demoAccounts } from '#modules/auth/index.ts'
import { browserFlags } from '../../tools/browser.ts'
import { complaintsOf, settled, watch } from '../../tools/look.ts'
import { startWeb } from '../../tools/webProcess.ts'
import { testDatabase, testSecret } from '../database.ts'

export { watch }

export type Role = 'employee' | 'nurse' | 'manager' | 'instructor' | 'learner' | 'admin'
export type Stage = {
  origin: string
  /** Opens the operator's console. */
  operatorKey: string
  browser: Browser
  /** A browser of its own, signed in as one of the demo accounts, at their home. The sign-in page has journeys of its own. */
  as: (role: Role, how?: { width?: number; colorScheme?: 'light' | 'dark' }) => Promise<Page>
  context: (how?: { width?: number; colorScheme?: 'light' | 'dark' }) => Promise<BrowserContext>
  /** Who signs in as this role. */
  who: (role: Role) => Promise<{ id: string; name: string }>
  /** Of the database's owner: for what would need another system, such as a name server. */
  owner: Awaited<ReturnType<typeof testDatabase>>['owner']
  /** Lets an appointment begin in ten minutes, whatever else its people had planned then: nobody can wait for it here. */
  soon: (appointmentId: string) => Promise<void>
}

/** The whole system with its demo tenant, started as `npm start` does, and a browser before it. */
export async function stage(settings: Record<string, string> = {}): Promise<Stage> {
  const { url, owner } = await testDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'salus-journey-'))
  const web = await startWeb({
    ROLE: 'all',
    DEMO: 'true',
    NODE_ENV: 'development',
    DATABASE_URL: url,
    SALUS_SECRET: testSecret,
    DATA_DIR: folder,
    RATE_LIMIT_PER_MINUTE: '100000',
    SIGN_IN_LIMIT_PER_MINUTE: '1000',
    ...settings,
  })
  const executablePath = process.env.SALUS_BROWSER
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: browserFlags })
  after(async () => {
    await browser.close()
    await web.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const context: Stage['context'] = ({ width = 1280, colorScheme = 'light' } = {}) =>
    browser.newContext({
      viewport: { width, height: 860 },
      colorScheme,
      locale: 'en-GB',
      timezoneId: 'Europe/London',
      reducedMotion: 'reduce',
      baseURL: web.origin,
    })
  return {
    origin: web.origin,
    operatorKey: web.operatorKey ?? '',
    browser,
    owner,
    context,
    as: async (role, how) => {
      const own = await context(how)
      const { tenant, password } = demoAccounts
      const answer = await own.request.post('/api/session', { data: { tenant, identifier: `${role}@demo.example`, password } })
      assert.ok(answer.ok(), await answer.text())
      const page = await own.newPage()
      watch(page)
      await page.goto('/')
      await page.getByRole('heading', { level: 1, name: /^Good/ }).waitFor()
      return page
    },
    who: async (role) => {
      const { rows } = await owner.query(
        'select p.id, p.name from directory.people p join directory.users u on u.tenant_id = p.tenant_id and u.id = p.id where u.email = $1',
        [`${role}@demo.example`],
      )
      return rows[0]
    },
    soon: async (appointmentId) => {
      const start = "date_trunc('minute', now()) + interval '10 minutes'"
      await owner.query(
        `update appointments.appointments o set status = 'cancelled', cancelled_reason = 'Made room'
           from appointments.appointments a
          where a.id = $1 and o.tenant_id = a.tenant_id and o.id <> a.id
            and (o.professional_id = a.professional_id or o.employee_id = a.employee_id)
            and o.status in ('scheduled', 'confirmed', 'in_progress')
            and o.starts_at < ${start} + (a.ends_at - a.starts_at) and o.ends_at > ${start}`,
        [appointmentId],
      )
      await owner.query(
        `update appointments.appointments set starts_at = ${start}, ends_at = ${start} + (ends_at - starts_at),
                local_start = (${start}) at time zone time_zone
          where id = $1`,
        [appointmentId],
      )
    },
  }
}

/** Everything this browser receives from now on: answers, live events, what it keeps. To look for what it must never hold. */
export async function listenTo(page: Page): Promise<() => Promise<string>> {
  const heard: Promise<string>[] = []
  const context = page.context()
  context.on('response', (answer) => {
    if (answer.headers()['content-type']?.startsWith('text/event-stream')) return
    heard.push(
      answer.text().then(
        (text) => `${answer.url()} ${text}`,
        () => '',
      ),
    )
  })
  const network = await context.newCDPSession(page)
  await network.send('Network.enable')
  network.on('Network.eventSourceMessageReceived', ({ data }) => heard.push(Promise.resolve(data)))
  return async () =>
    [...(await Promise.all(heard)), await page.content(), JSON.stringify(await context.storageState({ indexedDB: true }))].join('\n')
}

/** The page stands still and has its heading; no axe violation, no sideways scrolling, no refused request, nothing said to the console. */
export async function healthy(page: Page): Promise<void> {
  await settled(page)
  const complaints = await complaintsOf(page)
  assert.deepEqual(complaints, [], new URL(page.url()).pathname)
}

/** Goes to a page of the application and expects it to be healthy. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await healthy(page)
}
