import type { Insert } from '#platform/rows.gen.ts'

export type NewPerson = Omit<Insert<'directory.users'>, 'searchName' | 'username'> & { username?: string }

/** How a person is found by name: lower case without accents, family name first. */
export const searchName = (person: { firstName: string; middleName?: string | null; lastName: string }) =>
  plain([person.lastName, person.firstName, person.middleName].filter(Boolean).join(' '))

/** Lower case without accents: "Zoë O’Brien" is found as "zoe o'brien". */
export const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[’ʼ]/g, "'").toLowerCase()
