import type { z } from 'zod'
import { dayOf } from '#modules/employees/index.ts'
import { writeCsv } from '#platform/csv.ts'
import type { Db } from '#platform/db.ts'
import type { FileAnswer, Session } from '#platform/module.ts'
import { type exportTeam as exportEndpoint, type State, State as States } from './contract.ts'
import type { Moment } from './facts.ts'
import { type Asked, type Assessed, everybody, stands, wholeTeam } from './team.ts'

type Read = { db: Db; who: Session; now: Temporal.Instant }

/** How the whole team stands, and how many people lapse in each of the twelve months that begin with the one asked about. */
export async function teamSummary(read: Read, asked: Asked) {
  const { moment, people, choice, complete } = await everybody(read, asked)
  return {
    at: moment.at.toString(),
    knownAt: moment.knownAt.toString(),
    departments: choice.map(({ id, name, parentId }) => ({ id, name, parentId })),
    counts: complete ? count(people, moment) : null,
  }
}

function count(people: readonly Assessed[], moment: Moment) {
  const states = Object.fromEntries(States.options.map((state) => [state, 0])) as Record<State, number>
  const first = Temporal.PlainYearMonth.from(dayOf(moment.at).slice(0, 7))
  const months = new Map(Array.from({ length: 12 }, (_, ahead) => [first.add({ months: ahead }).toString(), { people: 0, lapses: 0 }]))
  for (const { clearance } of people) {
    const lapsing = new Set<string>()
    for (const { state, until } of clearance.requirements) {
      states[state]++
      const month = until === null ? undefined : months.get(monthOf(until))
      if (!month || until === null) continue
      month.lapses++
      lapsing.add(monthOf(until))
    }
    for (const month of lapsing) (months.get(month) as { people: number }).people++
  }
  const clear = people.filter(({ clearance }) => clearance.clear).length
  return {
    people: people.length,
    clear,
    notClear: people.length - clear,
    lapsingSoon: people.filter(({ clearance }) => stands(clearance, 'lapsing', moment.at)).length,
    states,
    months: [...months].map(([month, counted]) => ({ month, ...counted })),
  }
}

const monthOf = (millis: number) => dayOf(Temporal.Instant.fromEpochMilliseconds(millis)).slice(0, 7)

const words: Record<State, string> = {
  satisfied: 'Satisfied',
  not_met: 'Not met',
  withdrawn: 'Withdrawn',
  expired: 'Expired',
  missing: 'Missing',
  unknown: 'Unknown',
}

/** The team page as CSV: a row per person, a column per requirement. */
export async function exportTeam(read: Read, query: z.output<(typeof exportEndpoint)['query']>): Promise<FileAnswer> {
  const { moment, people, requirements } = await wholeTeam(read, query)
  const used = new Set(people.flatMap(({ clearance }) => clearance.requirements.map(({ requirementId }) => requirementId)))
  const columns = requirements.filter(({ requirementId }) => used.has(requirementId))
  const day = (millis: number | null) => (millis === null ? '' : dayOf(Temporal.Instant.fromEpochMilliseconds(millis)))
  const rows = people.map(({ member, departmentName, clearance }) => {
    const found = new Map(clearance.requirements.map((one) => [one.requirementId, one]))
    const cells = columns.map(({ requirementId }) => {
      const one = found.get(requirementId)
      if (!one) return ''
      return one.until === null ? words[one.state] : `${words[one.state]} until ${day(one.until)}`
    })
    return [
      member.name,
      departmentName ?? '',
      member.jobTitle ?? '',
      clearance.clear ? 'Clear' : 'Not clear',
      day(clearance.until),
      ...cells,
    ]
  })
  const head = ['Name', 'Department', 'Job title', 'Clear for work', 'Next lapse', ...columns.map(({ name }) => name)]
  return { file: Buffer.from(writeCsv([head, ...rows])), mimeType: 'text/csv; charset=utf-8', fileName: `team-${dayOf(moment.at)}.csv` }
}
