/**
 * How what is held about a person is found: by the names of columns, so that a table made later is found without anybody thinking of
 * it. A law walks the catalogue: a table that names a person is reached by these roads or stands among those left out.
 */
export type Ids = Record<Space, readonly string[]>
/** Whose ids a column holds. */
type Space =
  | 'person'
  | 'employee'
  | 'professional'
  | 'profile'
  | 'skill'
  | 'enrollment'
  | 'attempt'
  | 'recipient'
  | 'session'
  | 'appointment'
  | 'certificate'
  | 'outcome'

/** Columns that say whom a row is about. Not who did it: that row is about somebody else. */
export const roads: Readonly<Record<string, Space>> = {
  userId: 'person',
  senderId: 'person',
  aboutUserId: 'person',
  employeeId: 'employee',
  professionalId: 'professional',
  userProfileId: 'profile',
  skillId: 'skill',
  enrollmentId: 'enrollment',
  attemptId: 'attempt',
  recipientId: 'recipient',
  sessionId: 'session',
  appointmentId: 'appointment',
  certificateId: 'certificate',
  outcomeId: 'outcome',
}

/** Where the ids of each space come from, in this order: a table, and which of its columns is of which space found before. */
export const spaces: readonly { space: Space; table: string; by: string }[] = [
  { space: 'employee', table: 'employees.employees', by: 'userId' },
  { space: 'professional', table: 'appointments.professionals', by: 'userId' },
  { space: 'profile', table: 'profiles.user_profiles', by: 'userId' },
  { space: 'skill', table: 'profiles.user_skills', by: 'userId' },
  { space: 'enrollment', table: 'enrollments.enrollments', by: 'userId' },
  { space: 'attempt', table: 'assessments.assessment_attempts', by: 'userId' },
  { space: 'recipient', table: 'notifications.recipients', by: 'userId' },
  { space: 'session', table: 'auth.sessions', by: 'userId' },
  { space: 'appointment', table: 'appointments.appointments', by: 'employeeId' },
  { space: 'certificate', table: 'certificates.certificates', by: 'userId' },
  { space: 'outcome', table: 'employees.fitness_outcomes', by: 'employeeId' },
]

/** Columns that mean something else than their name says elsewhere. */
export const notRoads: Readonly<Record<string, string>> = {
  'directory.users.employeeId': 'the employee number',
  'appointments.appointments.professionalId': 'the appointments of a professional are about those who come',
  'telemedicine.session_participants.sessionId': 'a video session, not a signed-in one',
}

/** Tables that name people, or hold what could be somebody's, and are not part of the copy, each with the reason that stands in it. */
export const leftOut: Readonly<Record<string, string>> = {
  'platform.events': 'Signals between parts of the system: ids only, kept for some weeks.',
  'platform.idempotency_keys': 'Protects against sending the same request twice; kept for 30 days.',
  'platform.data_keys': 'The key that your clinical data is encrypted with.',
  'platform.audit_logs': 'Here is what you did and what was done with what is yours; who else did it is told on request.',
  'factors.challenges': 'Puzzles of a sign-in that is going on; they live for minutes.',
  'factors.recovery_codes': 'Only hashes of your recovery codes are kept.',
  'directory.person_words': 'The words of your name, by which a search finds it; the name itself is here.',
  'auth.one_time_tokens': 'Only hashes of the links in letters are kept.',
  'auth.api_keys': 'Keys of the organisation: who made one stands in the audit trail.',
  'access.owner_proposals': 'Proposals about who may administer the organisation belong to it.',
  'imports.rows': 'Rows of files the organisation imported; what came of them is in this copy.',
  'imports.runs': 'Some cells of files the organisation imported, to choose columns by; what came of them is in this copy.',
  'directory.organizations': 'How an organisation is reached is its own.',
  'directory.branch_contacts': 'Whom a branch names to be reached by is part of the organisation’s structure.',
  'tenancy.tenant_billing': 'Where the bills of the organisation go.',
  'billing.invoices': 'To the organisation, not to people.',
  'directory.departments': 'Who heads a department is part of the organisation’s structure.',
  'directory.branches': 'Who heads a branch is part of the organisation’s structure.',
  'structure.head_changes': 'Who headed a department when is part of the organisation’s structure.',
}

/** Tables of the person themself, and of what only they were told: found by `id`, from the column of another table. */
export const byId: Readonly<Record<string, { table: string; column: string } | 'person'>> = {
  'directory.users': 'person',
  'notifications.notifications': { table: 'notifications.recipients', column: 'notificationId' },
}

/** Columns whose id is told by a name in what is made to be read. */
export const named: Readonly<Record<string, { table: string; name: string }>> = {
  roleId: { table: 'access.roles', name: 'name' },
  orgId: { table: 'directory.organizations', name: 'name' },
  deptId: { table: 'directory.departments', name: 'name' },
  departmentId: { table: 'directory.departments', name: 'name' },
  courseId: { table: 'courses.courses', name: 'title' },
  unitId: { table: 'courses.units', name: 'title' },
  contentId: { table: 'courses.contents', name: 'title' },
  assessmentId: { table: 'assessments.assessments', name: 'title' },
  kioskId: { table: 'kiosks.kiosks', name: 'name' },
}

/** Hidden columns that are secrets by their name stay out; the others (clinical) are opened for the person. */
export const isSecret = (column: string) =>
  /hash|secret|token|password|publicKey|sha256|p256dh|^auth$|endpoint|meetingRoomId|sessionUrl|signature/i.test(column)

/** Why some of it outlives the account: what, why, and the tables whose rows count. */
export const retention: readonly { what: string; why: string; tables: readonly RegExp[] }[] = [
  {
    what: 'Occupational health record',
    why: 'Health surveillance records are kept for 40 years after the last entry (COSHH 2002, regulation 11).',
    tables: [/^clinical\./, /^appointments\./, /^telemedicine\./],
  },
  {
    what: 'Employment record and fitness outcomes',
    why: 'Claims about employment may be brought for six years after it ends (Limitation Act 1980).',
    tables: [/^employees\./],
  },
  {
    what: 'Training evidence and certificates',
    why: 'The employer must be able to show who was trained for which work (Health and Safety at Work Act 1974, section 2).',
    tables: [/^enrollments\./, /^certificates\./, /^assessments\./],
  },
  {
    what: 'Name and account history',
    why: 'Records above must stay attributable, and the audit trail must stay whole.',
    tables: [/^directory\.users$/, /^auth\./],
  },
]
