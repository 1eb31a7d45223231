-- Quizzes of a unit, and every attempt and answer ever given.
create schema assessments;
select platform.open_schema('assessments');

create table assessments.assessments (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  unit_id uuid not null,
  revision_id uuid not null,
  origin_id uuid not null,
  title text not null constraint assessments_title_length check (length(title) between 1 and 200),
  description text not null default '' constraint assessments_description_length check (length(description) <= 10000),
  type text not null default 'quiz' constraint assessments_type_known check (type in ('quiz', 'exam', 'practice')),
  passing_score int not null default 0 constraint assessments_passing_score_not_negative check (passing_score >= 0),
  max_score int not null default 0 constraint assessments_max_score_not_negative check (max_score >= 0),
  duration_mins int constraint assessments_duration_mins_sensible check (duration_mins between 1 and 1440),
  max_attempts int constraint assessments_max_attempts_positive check (max_attempts > 0),
  settings jsonb not null default '{}',
  status text not null default 'draft' constraint assessments_status_known check (status in ('draft', 'published', 'archived')),
  published_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid,
  constraint assessments_pkey primary key (tenant_id, id),
  constraint assessments_origin_once unique (tenant_id, unit_id, origin_id),
  constraint assessments_published_has_time check (status = 'draft' or published_at is not null),
  constraint assessments_published_can_be_passed check (status = 'draft' or passing_score <= max_score),
  constraint assessments_unit_exists foreign key (tenant_id, unit_id, revision_id) references courses.units (tenant_id, id, revision_id) on delete cascade
);
comment on column assessments.assessments.revision_id is 'The unit''s revision, here so that who may start is one read; the reference keeps them equal';
comment on column assessments.assessments.origin_id is 'The same in every revision of the course';
comment on column assessments.assessments.type is 'practice: marked, but never counts towards completion';
comment on column assessments.assessments.passing_score is 'Points needed to pass, out of max_score';
comment on column assessments.assessments.max_score is 'Points: the sum over its questions';
comment on column assessments.assessments.settings is 'passingPercent; shuffle: each person gets an order of their own; reveal: when right answers are shown: submitted, passed, never';
comment on column assessments.assessments.duration_mins is 'Minutes from start to deadline; null: no limit';
comment on column assessments.assessments.max_attempts is 'Per enrolment; null: no limit';
comment on column assessments.assessments.status is 'published: frozen with the course revision';
create index assessments_by_revision on assessments.assessments (tenant_id, revision_id, unit_id);
select platform.protect('assessments.assessments');

create table assessments.questions (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  assessment_id uuid not null,
  type text not null constraint questions_type_known check (type in ('single_choice', 'multiple_choice', 'true_false', 'short_text', 'numeric')),
  question_text text not null constraint questions_question_text_length check (length(question_text) between 1 and 5000),
  sequence_no int not null constraint questions_sequence_no_positive check (sequence_no > 0),
  metadata jsonb not null default '{}',
  points int not null default 1 constraint questions_points_sensible check (points between 0 and 1000),
  correct_answer jsonb,
  explanation jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint questions_pkey primary key (tenant_id, id),
  constraint questions_assessment_exists foreign key (tenant_id, assessment_id) references assessments.assessments (tenant_id, id) on delete cascade
);
comment on column assessments.questions.correct_answer is 'true_false: true; short_text: {"accept": ["…"]}; numeric: {"value": 80, "tolerance": 0.5}; choices: null, see options.is_correct. Never leaves before submission';
comment on column assessments.questions.explanation is '{"text": …}, shown after submission only';
create index questions_in_order on assessments.questions (tenant_id, assessment_id, sequence_no);
select platform.protect('assessments.questions');

create table assessments.options (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  question_id uuid not null,
  text text not null constraint options_text_length check (length(text) between 1 and 2000),
  is_correct boolean not null default false,
  sequence_no int not null constraint options_sequence_no_positive check (sequence_no > 0),
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint options_pkey primary key (tenant_id, id),
  constraint options_question_exists foreign key (tenant_id, question_id) references assessments.questions (tenant_id, id) on delete cascade
);
comment on column assessments.options.is_correct is 'Never leaves before submission';
create index options_in_order on assessments.options (tenant_id, question_id, sequence_no);
select platform.protect('assessments.options');

create table assessments.assessment_attempts (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  assessment_id uuid not null,
  user_id uuid not null,
  enrollment_id uuid not null,
  attempt_number int not null constraint assessment_attempts_number_positive check (attempt_number > 0),
  status text not null default 'in_progress' constraint assessment_attempts_status_known check (status in ('in_progress', 'submitted', 'graded', 'expired')),
  question_order jsonb not null default '[]' constraint assessment_attempts_question_order_list check (jsonb_typeof(question_order) = 'array'),
  score int constraint assessment_attempts_score_not_negative check (score >= 0),
  passed boolean,
  start_time timestamptz not null,
  deadline_at timestamptz,
  end_time timestamptz,
  submitted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint assessment_attempts_pkey primary key (tenant_id, id),
  constraint assessment_attempts_number_unique unique (tenant_id, enrollment_id, assessment_id, attempt_number),
  constraint assessment_attempts_deadline_after_start check (deadline_at > start_time),
  constraint assessment_attempts_end_after_start check (end_time >= start_time),
  constraint assessment_attempts_running_has_no_end check ((status = 'in_progress') = (end_time is null)),
  constraint assessment_attempts_submitted_has_time check (status not in ('submitted', 'graded') or submitted_at is not null),
  constraint assessment_attempts_graded_has_score check (status <> 'graded' or (score is not null and passed is not null)),
  constraint assessment_attempts_assessment_exists foreign key (tenant_id, assessment_id) references assessments.assessments (tenant_id, id),
  constraint assessment_attempts_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint assessment_attempts_enrollment_exists foreign key (tenant_id, enrollment_id) references enrollments.enrollments (tenant_id, id)
);
comment on column assessments.assessment_attempts.question_order is 'As shown to this person: [{"question": id, "options": [id, …]}, …]';
comment on column assessments.assessment_attempts.score is 'Points';
comment on column assessments.assessment_attempts.deadline_at is 'By the server''s clock; null: no limit';
comment on column assessments.assessment_attempts.end_time is 'When it was submitted or expired';
comment on column assessments.assessment_attempts.status is 'submitted: handed in, not yet marked; expired: the deadline passed before it was handed in, what had been saved is marked';
create unique index assessment_attempts_one_in_progress on assessments.assessment_attempts (tenant_id, enrollment_id, assessment_id) where status = 'in_progress';
create index assessment_attempts_by_assessment on assessments.assessment_attempts (tenant_id, assessment_id, start_time desc);
create index assessment_attempts_by_user on assessments.assessment_attempts (tenant_id, user_id, start_time desc);
create index assessment_attempts_by_enrollment on assessments.assessment_attempts (tenant_id, enrollment_id);
create index assessment_attempts_deadlines on assessments.assessment_attempts (tenant_id, deadline_at) where status = 'in_progress';
select platform.protect('assessments.assessment_attempts');
revoke delete on assessments.assessment_attempts from salus_app;

create table assessments.question_responses (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  attempt_id uuid not null,
  question_id uuid not null,
  response_data jsonb,
  sequence_no bigint not null default 0 constraint question_responses_sequence_no_not_negative check (sequence_no >= 0),
  is_correct boolean,
  points_earned int constraint question_responses_points_earned_not_negative check (points_earned >= 0),
  feedback jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint question_responses_pkey primary key (tenant_id, id),
  constraint question_responses_once unique (tenant_id, attempt_id, question_id),
  constraint question_responses_attempt_exists foreign key (tenant_id, attempt_id) references assessments.assessment_attempts (tenant_id, id),
  constraint question_responses_question_exists foreign key (tenant_id, question_id) references assessments.questions (tenant_id, id)
);
comment on column assessments.question_responses.response_data is 'The latest answer: {"options": [id, …]}, {"value": true}, {"text": …} or {"number": 80}';
comment on column assessments.question_responses.sequence_no is 'Rises with every answer the browser sends: a late one never overwrites a newer one';
comment on column assessments.question_responses.feedback is '{"text": …}: the explanation as it was when marked';
comment on column assessments.question_responses.is_correct is 'Null until marked';
comment on column assessments.question_responses.points_earned is 'Points; null until marked';
create index question_responses_by_question on assessments.question_responses (tenant_id, question_id);
select platform.protect('assessments.question_responses');
revoke delete on assessments.question_responses from salus_app;

-- What higher modules may read: never a right answer.
create view assessments.attempt_results with (security_invoker = true) as
  select t.tenant_id, t.id as attempt_id, t.assessment_id, a.unit_id, a.title, a.type, t.user_id, t.enrollment_id, t.attempt_number, t.status,
    t.score, a.passing_score, a.max_score, t.passed, t.start_time, t.end_time, t.submitted_at
  from assessments.assessment_attempts t
  join assessments.assessments a on a.tenant_id = t.tenant_id and a.id = t.assessment_id;

grant select on assessments.attempt_results to salus_app;
