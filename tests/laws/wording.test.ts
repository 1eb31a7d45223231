import assert from 'node:assert/strict'
import { test } from 'node:test'
import { registry } from '#app/modules.ts'
import { AppError } from '#platform/errors.ts'
import { told } from '#platform/metrics.ts'
import type { Module } from '#platform/module.ts'
import { testDatabase } from '../database.ts'
import { type Facts, readFacts } from './facts.ts'
import { isTest, moduleOf, readSources } from './sources.ts'

const { owner } = await testDatabase()
const facts = await readFacts(owner)

/** Tables that some module's code writes: a person can hit only their constraints. */
const written = new Set(
  readSources()
    .filter(({ path }) => path.startsWith('modules/') && !isTest(path))
    .flatMap(({ path, text }) =>
      (text.match(/'[a-z]+\.[a-z_]+'/g) ?? []).map((one) => one.slice(1, -1)).filter((name) => name.startsWith(`${moduleOf(path)}.`)),
    ),
)

/** Constraints that no input reaches, by the reason why. */
const unreachable: Record<string, readonly string[]> = {
  'the value is 256 bits of chance, or made from an id': [
    'api_keys_key_unique',
    'devices_token_unique',
    'one_time_tokens_token_unique',
    'sessions_refresh_token_unique',
    'sessions_operator_token_unique',
    'sessions_token_unique',
    'certificates_number_unique',
    'video_sessions_room_unique',
  ],
  'references point at it': [
    'comments_in_discussion_unique',
    'course_revisions_of_course',
    'messages_conversation_unique',
    'modules_of_revision',
    'units_of_revision',
  ],
  'the module writes all columns of one act together': [
    'credentials_lock_has_time',
    'data_exports_ready_has_file',
    'deletion_requests_decided_is_dated',
    'deletion_requests_decline_has_reason',
    'owner_proposals_decided_whole',
    'skill_endorsements_asked_or_given',
    'user_certifications_file_whole',
    'user_certifications_verified_by_somebody',
    'user_documents_file_whole',
    'user_documents_verified_by_somebody',
    'user_profiles_avatar_small_of_avatar',
    'user_profiles_avatar_whole',
    'user_profiles_cover_photo_whole',
    'owner_proposals_end_after_start',
    'sessions_lent_is_narrowed',
    'sessions_support_has_actor',
    'kiosks_code_expires',
    'kiosks_revoked_has_no_key',
    'pins_start_code_expires',
    'consents_used_by_somebody',
    'appointments_cancelled_with_reason',
    'appointments_duration_matches',
    'appointments_end_after_start',
    'assessment_attempts_deadline_after_start',
    'assessment_attempts_end_after_start',
    'assessment_attempts_graded_has_score',
    'assessment_attempts_running_has_no_end',
    'assessment_attempts_submitted_has_time',
    'assessments_published_can_be_passed',
    'assessments_published_has_time',
    'certificates_expiry_after_issue',
    'charges_ready_has_url',
    'invoices_add_up',
    'invoices_sign_fits_kind',
    'payments_credit_names_it',
    'tenant_billing_next_after_last',
    'content_progress_completed_has_time',
    'course_instructors_removed_after_assigned',
    'course_revisions_draft_unpublished',
    'course_revisions_published_has_items',
    'courses_archived_has_time',
    'courses_published_has_time',
    'employee_health_info_nhs_number_findable',
    'enrollments_assigned_by_someone',
    'enrollments_completed_has_date',
    'evidence_expires_after_effective',
    'evidence_score_within_max',
    'evidence_withdrawal_names_its_row',
    'factors_passkey_has_key',
    'factors_totp_has_secret',
    'notes_amends_another',
    'notifications_subject_complete',
    'requirement_items_kind_fits',
    'requirement_versions_target_fits',
    'requirements_target_fits',
    'resources_file_described',
    'resources_file_or_url',
    'results_amends_another',
    'invoices_untaxed_has_no_vat',
    'refunds_paid_has_reference',
    'sessions_operator_end_after_start',
    'org_configs_encrypted_is_text',
    'tenant_configs_encrypted_is_text',
    'tenant_subscriptions_end_after_start',
    'users_removed_is_inactive',
  ],
  'rows are copied with new ids, or counted under a lock': [
    'assessment_attempts_number_unique',
    'assessments_origin_once',
    'certificates_enrollment_once',
    'contents_origin_once',
    'course_revisions_number_unique',
    'modules_origin_once',
    'requirement_versions_number_unique',
    'units_origin_once',
  ],
  'the write itself does nothing, or adds up, when the row is there': [
    'content_progress_once',
    'credentials_user_unique',
    'deliveries_channel_unique',
    'guess_counters_window_unique',
    'permissions_code_unique',
    'question_responses_once',
    'recipients_user_unique',
    'system_settings_key_unique',
    'unit_passes_once',
  ],
}
const excused = new Set(Object.values(unreachable).flat())

/** Law 8: what a person can hit reads like a sentence, in the module whose table it is. */
function unworded(all: Facts, modules: readonly Module[], tables: ReadonlySet<string>): string[] {
  const byName = new Map(all.constraints.map((one) => [one.name, one]))
  const several = new Set(all.checks.filter(({ columns }) => columns.length > 1).map(({ name }) => name))
  return modules.flatMap(({ name: module, constraints = {} }) => {
    const own = all.constraints.filter(({ table }) => table.startsWith(`${module}.`) && tables.has(table))
    const reachable = own.filter(({ name, kind }) => (['u', 'x'].includes(kind) || several.has(name)) && !excused.has(name))
    return [
      ...reachable.filter(({ name }) => !constraints[name]).map(({ name, table }) => `${table}: ${name} has no wording`),
      ...Object.keys(constraints).flatMap((name) => {
        const known = byName.get(name) ?? all.indexes.find((index) => index.unique && index.name === name)
        if (!known) return [`${module} words ${name}, which does not exist`]
        return known.table.startsWith(`${module}.`) ? [] : [`${module} words ${name} of ${known.table}`]
      }),
      ...Object.entries(constraints).flatMap(([name, say]) => {
        const said = say()
        const isSentence = said instanceof AppError && /^[A-Z][^_]*[.?!]$/.test(said.message) && said.status < 500
        return isSentence ? [] : [`${module}: ${name} does not read as a sentence`]
      }),
    ]
  })
}

test('every constraint a person can hit reads as a sentence', () => {
  assert.deepEqual(unworded(facts, registry.modules, written), [])
  const names = new Set(facts.constraints.map((one) => one.name))
  assert.deepEqual(
    [...excused].filter((name) => !names.has(name)),
    [],
    'an excuse for a constraint that is gone',
  )
})

test('the law about wording notices what breaks it', () => {
  const said = (constraints: Module['constraints'], table = 'settings.user_preferences') =>
    unworded(facts, [{ name: 'settings', level: 5, routes: [], ...(constraints ? { constraints } : {}) }], new Set([table])).join()
  assert.match(said({}), /user_preferences_key_unique has no wording/)
  assert.match(said({ gone: () => new AppError(409, 'x', 'A sentence.') }), /gone, which does not exist/)
  assert.match(said({ users_email_unique: () => new AppError(409, 'x', 'A sentence.') }), /words users_email_unique of directory\.users/)
  assert.match(said({ user_preferences_key_unique: () => new AppError(409, 'x', 'no_sentence') }), /does not read as a sentence/)
  assert.equal(said({ user_preferences_key_unique: () => new AppError(409, 'x', 'You have set this already.') }), '')
})

test('what the database says of a row that failed stays out of the log', async () => {
  const row =
    "insert into auth.credentials (tenant_id, user_id, password_hash) values (gen_random_uuid(), gen_random_uuid(), 'canary-value')"
  const error: Error = await owner.query(row).then(
    () => assert.fail('it was kept'),
    (failed) => failed,
  )
  assert.match(JSON.stringify(error), /canary-value/)
  assert.doesNotMatch(JSON.stringify(told.err(error)), /canary-value/)
})
