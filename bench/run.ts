import { writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { bookingRows } from './booking.ts'
import { decisionRows } from './decision.ts'
import { importRows } from './imports.ts'
import { kioskRows } from './kiosk.ts'
import { lighthouseRows } from './lighthouse.ts'
import { liveRows } from './live.ts'
import { memoryRows } from './memory.ts'
import { peopleRows } from './people.ts'
import { openPlace } from './place.ts'
import { quizRows } from './quiz.ts'
import { againstBare, againstShortRead, latencyRows } from './reads.ts'
import { signInRows } from './signIn.ts'
import { subjectsOf } from './subjects.ts'
import { webRows } from './web.ts'

/** `reached` is null where it could not be measured here. */
export type Row = { claim: string; reached: number | null; target: number; better: 'more' | 'less'; unit?: string; detail?: string }

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    crowd: { type: 'string', default: '100' },
    pair: { type: 'string', default: '500' },
    spread: { type: 'string', default: '20' },
    pairs: { type: 'string', default: '2000' },
    minutes: { type: 'string', default: '10' },
    only: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
const wanted = (name: string) => !values.only || values.only.split(',').includes(name)

const place = await openPlace({ largePeople: Number(values.people) })
const owner = new pg.Pool({ connectionString: place.url, max: 2 })
const [one, two] = await Promise.all([place.web(), place.web()])
const rows: Row[] = []
const add = async (name: string, measure: () => Promise<Row[]>) => {
  if (!wanted(name)) return
  for (const row of await measure()) {
    rows.push(row)
    console.log(line(row))
  }
}
try {
  const small = await subjectsOf(place, owner, 'bench-small')
  const large = await subjectsOf(place, owner, `bench-${values.people}`)
  await owner.query('analyze')
  await add('bare', () => againstBare(place, one.origin, small, rounds))
  await add('short', () => againstShortRead(place, one.origin, small, rounds))
  await add('latency', () => latencyRows(place, one.origin, { small, large }, rounds))
  await add('booking', () =>
    bookingRows(place, owner, [one.origin, two.origin], large, {
      crowd: Number(values.crowd),
      pair: Number(values.pair),
      spread: Number(values.spread),
    }),
  )
  await add('people', () => peopleRows(place, owner, one.origin, rounds))
  await add('quiz', () => quizRows(place, owner, one.origin, small, rounds))
  await add('decision', async () => decisionRows())
  await add('web', () => webRows(place, one.origin, small))
  await add('web', () => lighthouseRows(one.origin, small.cookies.employee))
  await add('imports', () => importRows(place, owner, Number(values.people)))
  await add('signIn', () => signInRows(owner, { origin: one.origin, rounds, pairs: Number(values.pairs) }))
  await add('kiosk', () => kioskRows(owner, { tenantId: small.tenantId, origin: one.origin, pairs: Number(values.pairs) }))
  await add('live', () => liveRows(place, owner, Number(values.people)))
  await add('memory', () => memoryRows(place, small, Number(values.minutes)))
} finally {
  await Promise.all([one.stop(), two.stop()])
  await owner.end()
  await place.leave()
}
if (!values.only) writeFileSync(new URL('../docs/bench.md', import.meta.url), report())
process.exit(rows.every((row) => row.reached === null || meets(row)) ? 0 : 1)

function meets({ reached, target, better }: Row): boolean {
  if (reached === null) return false
  return better === 'more' ? reached >= target : reached <= target
}
function shown(value: number): string {
  return value >= 100 || Number.isInteger(value) ? String(Math.round(value)) : value.toPrecision(2)
}
function line(row: Row): string {
  const sign = row.better === 'more' ? '≥' : '≤'
  const unit = row.unit ? ` ${row.unit}` : ''
  const reached = row.reached === null ? ['not run', '–'] : [`${shown(row.reached)}${unit}`, meets(row) ? 'yes' : '**no**']
  return `| ${row.claim} | ${reached[0]} | ${sign} ${shown(row.target)}${unit} | ${reached[1]} | ${row.detail ?? ''} |`
}
function report(): string {
  const date = place.tools.clock().toString().slice(0, 10)
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`
  return [
    '# Measured',
    '',
    `By \`npm run bench -- --people ${values.people} --rounds ${rounds} --crowd ${values.crowd} --pair ${values.pair} --spread ${values.spread} --minutes ${values.minutes}\` on ${date}: ${machine}. Load generator, bare clients, web processes and PostgreSQL share the machine.`,
    `Ratios are medians of ${rounds} rounds in which the two sides take turns on one database. Rate limits are raised, nothing else is.`,
    '',
    '| Claim | Reached | To reach | Met | |',
    '|---|---|---|---|---|',
    ...rows.map(line),
    '',
  ].join('\n')
}
