import { encrypt } from '#platform/crypto.ts'
import type { World } from '../world.ts'

type Here = Pick<World, 'owner' | 'inTenant'>

/** What a row must say, beyond what the catalogue knows, so that the reads find it and show it. */
const said = [
  "update directory.users set status = 'active'",
  'update auth.credentials set locked_by = null',
  'update notifications.recipients set visible_at = created_at',
  "update notifications.deliveries set status = 'failed'",
  "update courses.courses set status = 'published', published_at = created_at, category = 'Safety'",
  'delete from courses.module_prerequisites', // the one module waits for nothing
  "update appointments.professional_services set modes = '{in_person}', duration_minutes = 30",
  `update appointments.professionals set working_hours = '{"tuesday": [["09:00", "17:00"]]}'`,
  "update appointments.appointments set starts_at = '2026-06-16T10:00Z', ends_at = '2026-06-16T10:30Z'",
  "update assessments.assessment_attempts set status = 'graded', score = 1, passed = true, end_time = start_time, submitted_at = start_time",
  'update assessments.question_responses set response_data = null',
  "update employees.assignments set effective_at = '2026-06-01', recorded_at = '2026-06-01'",
  "update certificates.certificates set template_id = null, certificate_url = 'https://example.org/x'",
  "update billing.invoices set lines = '[]', currency = 'GBP'",
  "update profiles.user_languages set language = 'pl'",
  "update profiles.custom_fields set key = 'x'",
  "update profiles.user_documents set file_key = 'x', file_type = 'x', file_size = 1, verified_at = null, verified_by = null",
  'delete from platform.data_keys', // made anew by what is sealed below
  'truncate platform.audit_logs', // what filling left there
]
/** Makes the rows of `fillEveryTable` such that the reads find and show them. */
export async function makeReadable(w: Here): Promise<void> {
  for (const text of said) await w.owner.query(text)
}

/** Clinical words of every row, sealed as the row's own. */
async function seal(w: Here, here: string, { table, column, text = 'canary' }: { table: string; column: string; text?: string }) {
  const { rows } = await w.owner.query(`select id from ${table}`)
  for (const { id } of rows) {
    const sealed = await w.inTenant((db) => encrypt(db, here, { table, column, row: id }, text))
    await w.owner.query(`update ${table} set ${column} = $2 where id = $1`, [id, sealed])
  }
}
export async function sealEverything(w: Here, here: string): Promise<void> {
  await seal(w, here, { table: 'clinical.notes', column: 'body' })
  await seal(w, here, { table: 'profiles.user_profiles', column: 'blood_group', text: 'AB-' })
  for (const column of ['reason', 'notes']) await seal(w, here, { table: 'appointments.appointments', column })
}
