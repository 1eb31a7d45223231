import { AppError, invalid } from '#platform/errors.ts'
import type { Insert } from '#platform/rows.gen.ts'

type Row = { id: string; status: string; email: string | null; writable: boolean }
type Actor = { userId: string }

/** What somebody may do to a person. Whether that person holds more than they do is the business of the roles (access). */
export function mayWithPerson(row: Row, who: Actor) {
  const writes = row.writable
  return {
    change: writes,
    invite: writes && row.status === 'invited' && row.email !== null,
    deactivate: writes && row.status !== 'inactive' && row.id !== who.userId,
    reactivate: writes && row.status === 'inactive',
  }
}

/** Contact data is for those who look after people's data, for the heads of the person's departments, and for the person. */
export const seesContact = (row: { id: string; deptId: string | null; writable: boolean }, who: Actor, headed: readonly string[]) =>
  row.writable || row.id === who.userId || (row.deptId !== null && headed.includes(row.deptId))

export const notOnYourself = () => new AppError(409, 'directory.yourself', 'You cannot deactivate your own account.')
export const notInvited = () =>
  new AppError(409, 'directory.not_invited', 'Only a person with an open invitation and an address can be invited again.')
export const notInactive = () => new AppError(409, 'directory.not_inactive', 'Only a deactivated person can be reactivated.')
export const alreadyInactive = () => new AppError(409, 'directory.inactive', 'This person is deactivated already.')
export const tenantFull = (most: number) =>
  new AppError(409, 'directory.full', `Your plan has room for ${most} people. Deactivate somebody, or ask for a larger plan.`)
export const belowItself = () => invalid('parentId', 'A department cannot come below itself.')
export const unknownPlace = (field: string) => invalid(field, 'There is nothing like this, or it is not yours to see.')

export type NewPerson = Omit<Insert<'directory.users'>, 'searchName' | 'username'> & { username?: string }

/** How a person is found by name: lower case without accents, family name first. */
export const searchName = (person: { firstName: string; middleName?: string | null; lastName: string }) =>
  plain([person.lastName, person.firstName, person.middleName].filter(Boolean).join(' '))

/** Lower case without accents: "Zoë O’Brien" is found as "zoe o'brien". */
export const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[’ʼ]/g, "'").toLowerCase()
