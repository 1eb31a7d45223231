import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { base32, qrOf, stepOf } from '#modules/factors/index.ts'
import { open, seal } from '#platform/crypto.ts'
import { AppError } from '#platform/errors.ts'
import { handleOpen, type Tools } from '#platform/module.ts'
import { addOperatorFactor, confirmOperatorFactor, removeOperatorFactor } from './contract.ts'
import { type Did, noting } from './trail.ts'

const notNow = 'This is not the code that the app shows now.'
const wrongCode = () => new AppError(422, 'operator.wrong_code', notNow, { errors: [{ path: 'code', message: notNow }] })
const tooMany = () => new AppError(429, 'operator.too_many_codes', 'There were ten wrong codes within an hour. Try again later.')
const codeNeeded = () => new AppError(422, 'operator.code_needed', 'Type the code of your authenticator app as well.')
const there = () => new AppError(409, 'operator.factor_there', 'There is a second factor already. Remove it first.')
const most = { codes: 10, within: { hours: 1 } }

const key = (tools: Tools) => tools.keys.derive('operator-factor')
const table = (tools: Tools) => tools.system.selectFrom('operator.factors').selectAll()
const confirmed = (tools: Tools) => table(tools).where('confirmedAt', 'is not', null).executeTakeFirst()
type Factor = NonNullable<Awaited<ReturnType<typeof confirmed>>>

/** Has the operator a second factor? Then the console asks for it, and the key alone makes tenants and nothing else. */
export const hasFactor = async (tools: Tools): Promise<boolean> => (await confirmed(tools)) !== undefined

const stepFor = (tools: Tools, { id, secret }: Factor, code: string, now: Temporal.Instant) =>
  stepOf(open(key(tools), secret, id), code, now)

/**
 * Spends a code: once, also when many try it at the same moment, and at most ten wrong ones an hour. Throws 422 where none is given
 * or it is wrong, 429.
 */
export async function showFactor(tools: Tools, code: string | undefined, now: Temporal.Instant): Promise<void> {
  const factor = await confirmed(tools)
  if (!factor) return
  if (!code) throw codeNeeded()
  // Counted before it is looked at, and by what the row holds when it is written, so that many at once are many.
  const since = now.subtract(most.within).toString()
  const { wrongAttempts } = await tools.system
    .updateTable('operator.factors')
    .set((eb) => {
      const inWindow = eb('wrongSince', '>', since)
      return {
        wrongAttempts: eb
          .case()
          .when(inWindow)
          .then(eb('wrongAttempts', '+', 1))
          .else(1)
          .end(),
        wrongSince: eb.case().when(inWindow).then(eb.ref('wrongSince')).else(now.toString()).end(),
      }
    })
    .where('id', '=', factor.id)
    .returning('wrongAttempts')
    .executeTakeFirstOrThrow()
  if (wrongAttempts > most.codes) throw tooMany()
  const step = stepFor(tools, factor, code, now)
  if (step === undefined) throw wrongCode()
  const [spent] = await tools.system
    .updateTable('operator.factors')
    .set((eb) => ({ lastStep: step, wrongAttempts: eb('wrongAttempts', '-', 1) }))
    .where('id', '=', factor.id)
    .where((eb) => eb.or([eb('lastStep', 'is', null), eb('lastStep', '<', step)]))
    .returning('id')
    .execute()
  if (!spent) throw wrongCode()
}

const did = (action: Did['action'], entityId?: string, state?: string) =>
  ({ action, entity: 'factors', ...(entityId ? { entityId } : {}), ...(state ? { new: { state } } : {}) }) satisfies Did

export const factorRoutes = [
  handleOpen(addOperatorFactor, async ({ tools, client, now }) => {
    if (await hasFactor(tools)) throw there()
    await tools.system.deleteFrom('operator.factors').where('confirmedAt', 'is', null).execute()
    const [id, secret] = [randomUUIDv7(), randomBytes(20)]
    const system = await noting({ tools, client, now }, did('create', id, 'begun'))
    await system
      .insertInto('operator.factors')
      .values({ id, secret: seal(key(tools), secret, id), createdAt: now.toString() } as never)
      .execute()
    const query = new URLSearchParams({ secret: base32(secret), issuer: 'Salus' })
    return { secret: base32(secret), qr: qrOf(`otpauth://totp/Salus:operator?${query}`) }
  }),
  handleOpen(confirmOperatorFactor, async ({ tools, client, body, now }) => {
    const begun = await table(tools).where('confirmedAt', 'is', null).executeTakeFirst()
    if (!begun || (await hasFactor(tools))) throw there()
    const step = stepFor(tools, begun, body.code, now)
    if (step === undefined) throw wrongCode()
    const set = { confirmedAt: now.toString(), lastStep: step }
    const system = await noting({ tools, client, now }, did('update', begun.id, 'confirmed'))
    await system.updateTable('operator.factors').set(set).where('id', '=', begun.id).execute()
    // Sessions that were opened without it end.
    await tools.system.updateTable('operator.sessions').set({ endedAt: now.toString() }).where('endedAt', 'is', null).execute()
  }),
  handleOpen(removeOperatorFactor, async ({ tools, client, body, now }) => {
    await showFactor(tools, body.code, now)
    const system = await noting({ tools, client, now }, did('delete'))
    await system.deleteFrom('operator.factors').execute()
  }),
]
