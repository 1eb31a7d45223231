import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { demoAccounts } from '#modules/auth/index.ts'
import { startWeb } from './webProcess.ts'

type Place = { origin: string; operatorKey: string | undefined }
/** The whole system with its demo employer, started as `npm start` does, in a data folder that is forgotten afterwards. */
export async function throwawayWeb(work: (place: Place) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'salus-walk-'))
  const limits = { RATE_LIMIT_PER_MINUTE: '100000', SIGN_IN_LIMIT_PER_MINUTE: '1000' }
  const web = await startWeb({ ROLE: 'all', DEMO: 'true', NODE_ENV: 'development', DATA_DIR: folder, ...limits })
  try {
    await work(web)
  } finally {
    await web.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A new employer with nothing in it; the code, by which its administrator signs in. */
export async function emptyTenant(context: BrowserContext, operatorKey: string | undefined): Promise<string> {
  const code = `empty-${randomBytes(3).toString('hex')}`
  const administrator = { email: `admin@${code}.example`, firstName: 'Ada', lastName: 'Lovell', password: 'copper field at the window' }
  const answer = await context.request.post('/api/operator/tenants', {
    headers: { authorization: `Bearer ${operatorKey}`, 'idempotency-key': code },
    data: { code, name: 'Newly Made Ltd', administrator },
  })
  if (!answer.ok()) throw new Error(`no empty employer without the operator's key (OPERATOR_KEY): ${await answer.text()}`)
  // What the operator chose is for once.
  const { email: identifier, password: current } = administrator
  const { request } = context
  await request.post('/api/session', { data: { tenant: code, identifier, password: current } })
  const changed = await request.post('/api/password', { data: { current, next: demoAccounts.password } })
  if (!changed.ok()) throw new Error(await changed.text())
  await request.delete('/api/session')
  return code
}

/** The paths of the router that the person on the page may open. */
export function routesOf(page: Page, role: string): Promise<string[]> {
  return page.evaluate(async (who) => {
    type Rule = string | ((me: unknown) => boolean)
    type Route = { fullPath: string; options: { staticData?: { may?: Rule; bare?: boolean; feature?: string } } }
    const { __TSR_ROUTER__: router } = window as unknown as { __TSR_ROUTER__: { routesById: Record<string, Route> } }
    const { me } = await (await fetch('/api/session')).json()
    const open = ({ options: { staticData: { may } = {} } }: Route) => {
      if (may === undefined) return false
      if (!me || may === 'public') return !me && may === 'public'
      return typeof may === 'function' ? may(me) : may === 'self' || me.permissions.includes(may)
    }
    const paths = Object.values(router.routesById)
      .filter(open)
      .map(({ fullPath }) => fullPath)
    return who === 'operator' ? ['/operator'] : paths.filter((path) => path !== '/operator')
  }, role)
}

/** In the browser: names of 60 letters without a space, titles of 120, counts of five digits, in whatever the server answers. */
export const makeLong = (context: BrowserContext) =>
  context.addInitScript(() => {
    const name = 'Wolfeschlegelsteinhausenbergerdorffvoralternwarengewissenhaf'
    const title =
      'the Regional Department for the Maintenance and Inspection of Heavy Lifting Equipment, Pressure Systems and Confined Spaces'
    const places = /department|organi[sz]ation|branch|course|title|jobtitle|label|tenant/i
    const lengthen = (value: unknown, key: string, at: string): unknown => {
      if (Array.isArray(value)) return value.map((one) => lengthen(one, key, at))
      if (value && typeof value === 'object')
        return Object.fromEntries(
          Object.entries(value).map(([inner, one]) => [inner, lengthen(one, inner, inner === 'name' ? key || at : at)]),
        )
      if (typeof value === 'number') return /count|people|members|total|used|unread|open$/i.test(key) && value > 0 ? 12345 : value
      if (typeof value !== 'string' || !/(name|title)$/i.test(key)) return value
      // Each begins as it did: names tell rows apart.
      const isPlace = places.test(key) || (key === 'name' && places.test(at))
      return isPlace ? `${value}, ${title}`.slice(0, 120) : `${value.replaceAll(' ', '')}${name}`.slice(0, 60)
    }
    const real = window.fetch
    window.fetch = async (...given) => {
      const answer = await real(...given)
      const path = new URL(answer.url).pathname
      if (!path.startsWith('/api/') || !answer.ok || !answer.headers.get('content-type')?.includes('json')) return answer
      const long = lengthen(await answer.json(), '', path)
      return new Response(JSON.stringify(long), { status: answer.status, headers: answer.headers })
    }
  })

type Row = Record<string, unknown> & { id: string }
type Get = (path: string) => Promise<Row[]>
const quizUnit = async (get: Get, path: string) => {
  const modules = (await get(path)) as unknown as { units: { id: string; type: string }[] }[]
  return modules.flatMap(({ units }) => units).find(({ type }) => type === 'quiz')?.id
}
/** Where the parameter is not the id of the first row of the list that the path before it names. */
const sources: Record<string, (get: Get) => Promise<unknown>> = {
  '/branches/$branchId/contacts': async (get) => {
    const [organization] = await get('/organizations')
    return (await get(`/organizations/${organization?.id}/branches`))[0]?.id
  },
  '/learning/$id': async (get) => (await get('/enrollments'))[0]?.id,
  '/attempts/$id': async (get) => {
    for (const { id } of await get('/enrollments?state=finished')) {
      const unit = await quizUnit(get, `/enrollments/${id}/outline`)
      const [attempt] = unit ? await get(`/units/${unit}/assessment`) : []
      if (attempt) return attempt.id
    }
  },
  '/quizzes/$id/attempts': async (get) => {
    for (const { id } of await get('/courses')) {
      const [revision] = await get(`/courses/${id}/revisions`)
      const unit = await quizUnit(get, `/revisions/${revision?.id}`)
      const [quiz] = unit ? await get(`/units/${unit}/assessment/draft`) : []
      if (quiz) return quiz.id
    }
  },
  // Of somebody else's people a manager sees little.
  '/people/$id': async (get) => ((await get('/people?mine=true'))[0] ?? (await get('/people'))[0])?.id,
  '/revisions/$id': async (get) => (await get(`/courses/${(await get('/courses'))[0]?.id}/revisions`))[0]?.id,
  '/single-sign-on/$id': async (get) => (await get('/sso/connections'))[0]?.id,
  '/team/$id': async (get) => (await get('/team'))[0]?.userId,
  '/verify/$number': async () => 'SAL-0000-0000-0000',
}

/** What fills the parameters of a path, from what the API lists to this person; null where it lists nothing. */
export function parameters(context: BrowserContext) {
  const get: Get = async (path) => {
    const answer = await context.request.get(`/api${path}`)
    if (!answer.ok()) return []
    const body = await answer.json()
    return body.items ?? body.modules ?? body.people ?? body.quiz?.attempts ?? [body.assessment ?? body.quiz].filter(Boolean)
  }
  return async (path: string): Promise<Record<string, string> | null> => {
    const [, before, name] = path.match(/^(.*?)\/\$(\w+)/) ?? []
    if (before === undefined || name === undefined) return {}
    const own = sources[path]
    const found = own ? await own(get) : (await get(before))[0]?.id
    return typeof found === 'string' ? { [name]: found } : null
  }
}
