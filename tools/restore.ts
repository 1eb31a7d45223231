import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { readConfig, StartError } from '#platform/config.ts'
import { readAll, unpackInto } from './restoring.ts'

// npm run restore -- FILE    a backup into an empty DATA_DIR
try {
  const config = readConfig(process.env)
  const file = resolve(process.argv[2] ?? '')
  if (!process.argv[2]) throw new StartError('Which? npm run restore -- FILE')
  if (!existsSync(file)) throw new StartError(`${file} is not there`)
  if (config.DATABASE_URL) throw new StartError('DATABASE_URL is set: a backup is restored into the embedded database of an empty DATA_DIR')
  await unpackInto(config.DATA_DIR, file)
  const { tables, rows } = await readAll(config.DATA_DIR)
  console.log(`Restored into ${resolve(config.DATA_DIR)} (${tables} tables, ${rows} rows). npm start goes on from here.`)
} catch (error) {
  console.error(error instanceof StartError ? error.message : error)
  process.exit(1)
}
