-- Who learns what, how far they are, and the ledger of what was achieved.
create schema enrollments;
select platform.open_schema('enrollments');

create table enrollments.enrollments (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  course_id uuid not null,
  revision_id uuid not null,
  status text not null default 'active' constraint enrollments_status_known check (status in ('active', 'completed', 'withdrawn', 'expired')),
  source text not null constraint enrollments_source_known check (source in ('self', 'assigned')),
  progress numeric(5, 2) not null default 0 constraint enrollments_progress_percent check (progress between 0 and 100),
  earned numeric(10, 2) not null default 0 constraint enrollments_earned_not_negative check (earned >= 0),
  enrolled_at timestamptz not null,
  start_date timestamptz,
  completion_date timestamptz,
  due_at timestamptz,
  assigned_by uuid,
  completion_criteria jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint enrollments_pkey primary key (tenant_id, id),
  constraint enrollments_completed_has_date check ((status = 'completed') = (completion_date is not null)),
  constraint enrollments_assigned_by_someone check (source <> 'assigned' or assigned_by is not null),
  constraint enrollments_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint enrollments_course_exists foreign key (tenant_id, course_id) references courses.courses (tenant_id, id),
  constraint enrollments_revision_exists foreign key (tenant_id, revision_id, course_id) references courses.course_revisions (tenant_id, id, course_id)
);
comment on column enrollments.enrollments.revision_id is 'What this person learns; changes only when the instructor moves them';
comment on column enrollments.enrollments.progress is 'Percent of the revision''s visible contents and quizzes, 0 to 100';
comment on column enrollments.enrollments.earned is 'The sum over contents (percent) and required quizzes (100 when passed): progress is earned / items, so that a tick need not read the whole outline';
comment on column enrollments.enrollments.start_date is 'When the first content was opened';
comment on column enrollments.enrollments.status is 'expired: the time to complete it ran out; how long a completion counts is in the evidence';
comment on column enrollments.enrollments.completion_criteria is 'As agreed when enrolled; empty: every content and a pass in every quiz';
create unique index enrollments_one_active on enrollments.enrollments (tenant_id, user_id, course_id) where status = 'active';
create index enrollments_by_user on enrollments.enrollments (tenant_id, user_id, status, due_at);
create index enrollments_by_course on enrollments.enrollments (tenant_id, course_id, status, enrolled_at desc);
create index enrollments_by_revision on enrollments.enrollments (tenant_id, revision_id, course_id);
create index enrollments_due on enrollments.enrollments (tenant_id, due_at) where status = 'active';
select platform.protect('enrollments.enrollments');

create table enrollments.content_progress (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  enrollment_id uuid not null,
  content_id uuid not null,
  status text not null default 'not_started' constraint content_progress_status_known check (status in ('not_started', 'in_progress', 'completed')),
  progress numeric(5, 2) not null default 0 constraint content_progress_progress_percent check (progress between 0 and 100),
  time_spent_mins numeric(10, 2) not null default 0 constraint content_progress_time_spent_not_negative check (time_spent_mins >= 0),
  position jsonb,
  last_accessed timestamptz,
  completed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint content_progress_pkey primary key (tenant_id, id),
  constraint content_progress_once unique (tenant_id, enrollment_id, content_id),
  constraint content_progress_completed_has_time check ((status = 'completed') = (completed_at is not null)),
  constraint content_progress_enrollment_exists foreign key (tenant_id, enrollment_id) references enrollments.enrollments (tenant_id, id) on delete cascade,
  constraint content_progress_content_exists foreign key (tenant_id, content_id) references courses.contents (tenant_id, id)
);
comment on column enrollments.content_progress.progress is 'Percent, 0 to 100';
comment on column enrollments.content_progress.time_spent_mins is 'Minutes, with fractions so that short visits add up';
comment on column enrollments.content_progress.position is 'Where to go on: {"seconds": 91.5} of a video, {"page": 3} of a document, {"scroll": 0.4} of a text';
create index content_progress_by_content on enrollments.content_progress (tenant_id, content_id);
select platform.protect('enrollments.content_progress');

-- Quizzes passed: with the contents completed they make the progress of an enrolment.
create table enrollments.unit_passes (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  enrollment_id uuid not null,
  unit_id uuid not null,
  attempt_id uuid,
  passed_at timestamptz not null,
  created_at timestamptz not null default now(),
  constraint unit_passes_pkey primary key (tenant_id, id),
  constraint unit_passes_once unique (tenant_id, enrollment_id, unit_id),
  constraint unit_passes_enrollment_exists foreign key (tenant_id, enrollment_id) references enrollments.enrollments (tenant_id, id) on delete cascade,
  constraint unit_passes_unit_exists foreign key (tenant_id, unit_id) references courses.units (tenant_id, id)
);
comment on column enrollments.unit_passes.attempt_id is 'The attempt that passed; null where it was recorded otherwise';
create index unit_passes_by_unit on enrollments.unit_passes (tenant_id, unit_id);
select platform.protect('enrollments.unit_passes');

-- What was achieved, by which rule: plain ids and own copies, no references, so that it outlives course, enrolment and person.
create table enrollments.evidence (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  kind text not null constraint evidence_kind_known check (kind in
    ('course_completed', 'completion_withdrawn', 'attempt_passed', 'attempt_failed', 'certificate_issued', 'certificate_revoked', 'external_recorded', 'external_withdrawn')),
  user_id uuid not null,
  user_name text not null constraint evidence_user_name_length check (length(user_name) between 1 and 300),
  course_id uuid not null,
  course_code text not null,
  course_title text not null,
  revision_id uuid,
  revision_number int,
  revision_published_at timestamptz,
  enrollment_id uuid,
  attempt_id uuid,
  certificate_id uuid,
  withdraws_id uuid,
  score int,
  max_score int,
  rule text not null constraint evidence_rule_length check (length(rule) between 1 and 500),
  effective_at timestamptz not null,
  expires_at timestamptz,
  recorded_at timestamptz not null,
  recorded_by uuid,
  details jsonb not null default '{}',
  created_at timestamptz not null default now(),
  constraint evidence_pkey primary key (tenant_id, id),
  constraint evidence_expires_after_effective check (expires_at > effective_at),
  constraint evidence_score_within_max check (score between 0 and max_score),
  constraint evidence_withdrawal_names_its_row check ((kind in ('completion_withdrawn', 'certificate_revoked', 'external_withdrawn')) = (withdraws_id is not null))
);
comment on column enrollments.evidence.user_name is 'As it was when recorded, like all copies here';
comment on column enrollments.evidence.withdraws_id is 'The evidence row that a withdrawal or revocation ends';
comment on column enrollments.evidence.score is 'Points out of max_score';
comment on column enrollments.evidence.rule is 'By which rule it was given, in words: all contents completed and quiz passed with 80 of 100 …';
comment on column enrollments.evidence.effective_at is 'True from';
comment on column enrollments.evidence.expires_at is 'Counts before this instant; null: it never expires';
comment on column enrollments.evidence.recorded_at is 'Known from';
comment on column enrollments.evidence.recorded_by is 'Null: the system';
create unique index evidence_completion_once on enrollments.evidence (tenant_id, enrollment_id, revision_id) where kind = 'course_completed';
create unique index evidence_attempt_once on enrollments.evidence (tenant_id, attempt_id) where kind in ('attempt_passed', 'attempt_failed');
create unique index evidence_certificate_once on enrollments.evidence (tenant_id, certificate_id, kind) where kind in ('certificate_issued', 'certificate_revoked');
create unique index evidence_withdrawn_once on enrollments.evidence (tenant_id, withdraws_id) where withdraws_id is not null;
create index evidence_by_user_and_course on enrollments.evidence (tenant_id, user_id, course_id, effective_at desc, recorded_at desc);
create index evidence_by_user on enrollments.evidence (tenant_id, user_id, effective_at desc);
create index evidence_by_course on enrollments.evidence (tenant_id, course_id, kind, effective_at desc);
create index evidence_by_enrollment on enrollments.evidence (tenant_id, enrollment_id);
create index evidence_by_expiry on enrollments.evidence (tenant_id, expires_at) where expires_at is not null;
select platform.protect_append_only('enrollments.evidence');

-- What higher modules may read.
create view enrollments.participation with (security_invoker = true) as
  select tenant_id, id as enrollment_id, user_id, course_id, revision_id, status, source, progress, enrolled_at, start_date, completion_date, due_at
  from enrollments.enrollments;

create view enrollments.evidence_facts with (security_invoker = true) as
  select tenant_id, id, kind, user_id, course_id, course_code, course_title, revision_number, enrollment_id, attempt_id, certificate_id, withdraws_id,
    score, max_score, effective_at, expires_at, recorded_at
  from enrollments.evidence;

grant select on enrollments.participation, enrollments.evidence_facts to salus_app;
