import { AppError, invalid } from '#platform/errors.ts'
import type { OperatingHours } from './contractOfPlaces.ts'

/** Whether a place is open at this wall time, and when today that changes. Spans that touch are one. */
export function openAt(hours: OperatingHours, at: Temporal.ZonedDateTime): { isOpen: boolean; changesAt: string | null } {
  const clock = at.toPlainTime().toString({ smallestUnit: 'minute' })
  const spans = hours[String(at.dayOfWeek) as keyof OperatingHours]
  const last = spans.findLastIndex(([from, to]) => from <= clock && clock < to)
  if (last < 0) return { isOpen: false, changesAt: spans.find(([from]) => from > clock)?.[0] ?? null }
  let until = last
  while (spans[until + 1]?.[0] === spans[until]?.[1]) until++
  return { isOpen: true, changesAt: spans[until]?.[1] ?? null }
}

type Changed<Value> = { departmentId: string; from: Value; to: Value; at: string }

/**
 * What was true of each department at an instant: what its last change until then made of it, else what its first change since found,
 * else what is now.
 */
export function asOf<Value>(now: ReadonlyMap<string, Value>, changes: readonly Changed<Value>[], at: Temporal.Instant): Map<string, Value> {
  const isUntil = (change: Changed<Value>) => Temporal.Instant.compare(change.at, at) <= 0
  const byDepartment = Map.groupBy(changes, ({ departmentId }) => departmentId)
  return new Map(
    Array.from(now, ([id, value]) => {
      const own = (byDepartment.get(id) ?? []).toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))
      const last = own.findLast(isUntil)
      const next = own.find((change) => !isUntil(change))
      return [id, last ? last.to : next ? next.from : value]
    }),
  )
}

/** How many people each department has with all those below it. */
export function totals(departments: readonly { id: string; parentId: string | null; employeeCount: number }[]): Map<string, number> {
  const children = Map.groupBy(departments, ({ parentId }) => parentId)
  const sums = new Map<string, number>()
  const sum = (one: (typeof departments)[number]): number => {
    if (sums.has(one.id)) return sums.get(one.id) as number
    sums.set(one.id, 0) // what no rule allows, a ring, ends here
    const all = (children.get(one.id) ?? []).reduce((total, child) => total + sum(child), one.employeeCount)
    sums.set(one.id, all)
    return all
  }
  for (const one of departments) sum(one)
  return sums
}

export const staysThere = () => invalid('parentId', 'The department is part of this one already.')
export const otherOrganization = (field: string) => invalid(field, 'A department stays within its organisation.')
export const closedPlace = (field: string) => invalid(field, 'There is no such department, or it is closed.')
export const movedSince = () =>
  new AppError(409, 'structure.moved_since', 'The department was moved again since, so this move can no longer be undone.')

/** More people than this are not moved in one go. */
export const mostMerged = 2_000
export const intoItself = () => invalid('intoId', 'A department cannot be merged into itself.')
export const mergedAlready = () => new AppError(409, 'structure.merged', 'This department was merged into another one already.')
export const tooMany = () =>
  new AppError(
    409,
    'structure.too_many',
    `More than ${mostMerged.toLocaleString('en-GB')} people are in this department. Move some of them first, with an import.`,
  )
export const undoneAlready = () => new AppError(409, 'structure.undone', 'This merger was undone already.')
export const peopleMoved = (count: number) =>
  new AppError(
    409,
    'structure.people_moved',
    count === 1
      ? 'One of the people was moved to another department since. Move them back first, or leave the merger as it is.'
      : `${count} of the people were moved to other departments since. Move them back first, or leave the merger as it is.`,
  )
export const partMoved = (name: string) =>
  new AppError(409, 'structure.part_moved', `${name} was moved or merged since, so this merger can no longer be undone.`)
