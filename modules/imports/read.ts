import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { keepFile } from '#modules/tenancy/index.ts'
import { type Db, insert } from '#platform/db.ts'
import type { Session, Tools, Upload } from '#platform/module.ts'
import type { Field } from './contract.ts'
import { guessMapping, type Values, valueIn, wrongFile } from './policy.ts'
import { rowsOf } from './sheet.ts'

const samplesShown = 3
type Reading = { tools: Tools; who: Session; now: Temporal.Instant; ip: string; upload: Upload }

/** Keeps an uploaded file and begins a run about it; its first row names the columns. Returns the run's id. Throws 422, and 409 where the organisation has no room for files. */
export async function startRun({ tools, who, now, ip, upload }: Reading): Promise<string> {
  const bytes = await buffer(upload.stream)
  const { columns, samples } = await headOf(bytes)
  const file = await tools.files.put(who.tenantId, Readable.from([bytes]), 'application/octet-stream')
  const work = async (db: Db) => {
    const mapping = guessMapping(columns, await remembered(db))
    await keepFile(db, file)
    const fileName = upload.fileName.replaceAll('\0', '').slice(-200).toWellFormed() || 'file'
    return insert(db, 'imports.runs', { fileName, fileKey: file.key, columns, samples, mapping, startedBy: who.userId })
  }
  try {
    return (await tools.inTenant({ tenantId: who.tenantId, userId: who.userId, ip, now }, work)).id
  } catch (refusal) {
    await tools.files.remove(file.key)
    throw refusal
  }
}

/** The names of the columns, and what the first rows hold in each. */
async function headOf(bytes: Buffer): Promise<{ columns: string[]; samples: string[][] }> {
  let columns: string[] | undefined
  const first: string[][] = []
  for await (const rows of rowsOf(bytes)) {
    for (const { cells } of rows) {
      if (columns) first.push(cells)
      else columns = cells.map((cell, i) => cell.slice(0, 200).toWellFormed() || `(${i + 1})`)
    }
    if (first.length >= samplesShown) break
  }
  if (!columns || first.length === 0) throw wrongFile('This file has no rows below its first, which should name the columns.')
  return {
    columns,
    samples: columns.map((_, i) =>
      first
        .slice(0, samplesShown)
        .map((cells) => cells[i] ?? '')
        .filter(Boolean),
    ),
  }
}

export type Line = { line: number; values: Values }
/** The rows of a run's file below its first, with what they say about each field. Throws 422. */
export async function readLines(tools: Tools, run: { fileKey: string; mapping: unknown }): Promise<Line[]> {
  const bytes = await buffer(await tools.files.get(run.fileKey))
  const mapping = run.mapping as (Field | null)[]
  const lines: Line[] = []
  for await (const rows of rowsOf(bytes))
    for (const { line, cells } of rows) {
      const values: Values = {}
      for (const [i, field] of mapping.entries()) {
        const value = field && valueIn(field, cells[i] ?? '')
        if (value) values[field] = value
      }
      lines.push({ line, values })
    }
  return lines.slice(1) // the first names the columns
}

/** What columns of these names meant last time. */
async function remembered(db: Db): Promise<Map<string, Field | null>> {
  const rows = await db.selectFrom('imports.mappings').select(['columnName', 'field']).execute()
  return new Map(rows.map((row) => [row.columnName, row.field as Field | null]))
}
