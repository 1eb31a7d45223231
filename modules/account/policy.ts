import { AppError } from '#platform/errors.ts'
import type { Kept } from './contract.ts'
import { retention } from './held.ts'

/** What must be kept of somebody, and why: only what there is. */
export const keptOf = (held: readonly { table: string; rows: readonly unknown[] }[]): Kept[] =>
  retention.flatMap(({ what, why, tables }) => {
    const count = held.filter(({ table }) => tables.some((pattern) => pattern.test(table))).reduce((sum, { rows }) => sum + rows.length, 0)
    return count > 0 ? [{ what, why, count }] : []
  })

export const alreadyAsked = () =>
  new AppError(409, 'account.already_asked', 'Your copy is being made already. You are told when it is ready.')
export const notReady = () => new AppError(409, 'account.not_ready', 'This copy is not there, or no longer. Ask for another one.')
export const alreadyOpen = () => new AppError(409, 'account.already_open', 'Your request is open already. You are told when it is decided.')
export const notOpen = () => new AppError(409, 'account.not_open', 'This request has been decided or withdrawn already.')
export const notYourOwn = () => new AppError(403, 'account.own_request', 'Nobody decides on their own request. Ask another administrator.')
