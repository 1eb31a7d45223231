import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { requestsPerSecond } from './measure.ts'
import type { Place } from './place.ts'
import type { Row } from './run.ts'
import { readsOf, type Subjects } from './subjects.ts'

const megabytes = (pid: number) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

/** Resident memory of a fresh web process, idle and after minutes of mixed reads; and how it grows in the second half. */
export async function memoryRows(place: Place, small: Subjects, minutes: number): Promise<Row[]> {
  const web = await place.web()
  const pid = web.process.pid as number
  await pause(3_000)
  const idle = megabytes(pid)
  const reads = Object.values(readsOf(small, place.tools.clock()))
  const samples: { minute: number; size: number }[] = []
  const start = performance.now()
  for (let turn = 0; performance.now() - start < minutes * 60_000; turn++) {
    const read = reads[turn % reads.length] as (typeof reads)[number]
    await requestsPerSecond(web.origin + read.path, read.cookie, { connections: 16, seconds: 3 })
    samples.push({ minute: (performance.now() - start) / 60_000, size: megabytes(pid) })
  }
  await web.stop()
  const late = samples.filter(({ minute }) => minute > minutes / 2)
  return [
    { claim: 'memory of the web process, idle', reached: idle, target: 150, better: 'less', unit: 'MB' },
    { claim: `memory after ${minutes} minutes of load`, reached: samples.at(-1)?.size ?? 0, target: 300, better: 'less', unit: 'MB' },
    { claim: 'slope of memory in the second half', reached: slope(late), target: 1, better: 'less', unit: 'MB/min' },
  ]
}

/** Least squares, megabytes a minute. */
function slope(samples: readonly { minute: number; size: number }[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const x = mean(samples.map(({ minute }) => minute))
  const y = mean(samples.map(({ size }) => size))
  const above = samples.reduce((sum, { minute, size }) => sum + (minute - x) * (size - y), 0)
  const below = samples.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0)
  return below === 0 ? 0 : above / below
}
