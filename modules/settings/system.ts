import type { Db } from '#platform/db.ts'
import { SystemSettings } from './contract.ts'

const category = 'installation'
const keys = Object.keys(SystemSettings.shape) as (keyof SystemSettings)[]

/** What the operator has set for everybody; what was never set, or no longer fits, is as it is by default. */
export async function systemSettings(system: Db): Promise<SystemSettings> {
  const rows = await system.selectFrom('settings.system_settings').select(['key', 'value']).where('category', '=', category).execute()
  const known: SystemSettings = { announcement: null, help: null }
  for (const { key, value } of rows) Object.assign(known, SystemSettings.partial().safeParse({ [key]: value }).data)
  return known
}

/** Sets these; what is not named stays. */
export async function saveSystemSettings(
  system: Db,
  { values, now }: { values: Partial<SystemSettings>; now: Temporal.Instant },
): Promise<void> {
  for (const key of keys.filter((one) => values[one] !== undefined)) {
    const value = JSON.stringify(values[key])
    await system
      .insertInto('settings.system_settings')
      .values({ category, key, value } as never)
      .onConflict((conflict) => conflict.columns(['category', 'key']).doUpdateSet({ value, updatedAt: now.toString() } as never))
      .execute()
  }
}
