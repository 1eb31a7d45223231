-- Employment, and the health record an employer may hold: outcomes and functional restrictions, never a cause.
create schema employees;
select platform.open_schema('employees');

create table employees.employees (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  employee_number text not null constraint employees_employee_number_length check (length(employee_number) between 1 and 50),
  title text constraint employees_title_length check (length(title) between 1 and 50),
  date_of_birth date,
  gender text constraint employees_gender_known check (gender in ('male', 'female', 'other', 'prefer_not_to_say')),
  phone_number text constraint employees_phone_number_length check (length(phone_number) between 3 and 40),
  address text constraint employees_address_length check (length(address) between 1 and 1000),
  postcode text constraint employees_postcode_length check (length(postcode) between 2 and 16),
  emergency_contact_name text constraint employees_emergency_contact_name_length check (length(emergency_contact_name) between 1 and 200),
  emergency_contact_phone text constraint employees_emergency_contact_phone_length check (length(emergency_contact_phone) between 3 and 40),
  department_id uuid,
  job_title text constraint employees_job_title_trimmed check (job_title = btrim(job_title) and length(job_title) between 1 and 200),
  start_date date,
  employment_status text not null default 'active' constraint employees_employment_status_known check (employment_status in ('active', 'inactive', 'terminated')),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint employees_pkey primary key (tenant_id, id),
  constraint employees_user_once unique (tenant_id, user_id),
  constraint employees_employee_number_unique unique (tenant_id, employee_number),
  constraint employees_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint employees_department_exists foreign key (tenant_id, department_id) references directory.departments (tenant_id, id)
);
comment on column employees.employees.department_id is 'Where the person works now; the dated truth is employees.assignments';
comment on column employees.employees.job_title is 'What the person does now; the dated truth is employees.assignments';
comment on column employees.employees.title is 'Form of address: Dr, Ms …';
create index employees_by_department on employees.employees (tenant_id, department_id, employment_status);
create index employees_by_job_title on employees.employees (tenant_id, job_title);
create index employees_by_status on employees.employees (tenant_id, employment_status, employee_number);
select platform.protect('employees.employees');

-- Who worked where and as what: a log in two times, so that any past date can be answered by what was known now or then.
create table employees.assignments (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  employee_id uuid not null,
  department_id uuid,
  job_title text constraint assignments_job_title_trimmed check (job_title = btrim(job_title) and length(job_title) between 1 and 200),
  effective_at timestamptz not null,
  recorded_at timestamptz not null,
  ended boolean not null default false,
  recorded_by uuid,
  created_at timestamptz not null default now(),
  constraint assignments_pkey primary key (tenant_id, id),
  constraint assignments_employee_exists foreign key (tenant_id, employee_id) references employees.employees (tenant_id, id),
  constraint assignments_department_exists foreign key (tenant_id, department_id) references directory.departments (tenant_id, id)
);
comment on table employees.assignments is 'In force at T as known at K: greatest effective_at <= T among recorded_at <= K; ties go to the greatest recorded_at, then the greatest id';
comment on column employees.assignments.effective_at is 'True from';
comment on column employees.assignments.recorded_at is 'Known from';
comment on column employees.assignments.ended is 'From effective_at on the person holds no assignment';
create index assignments_by_employee on employees.assignments (tenant_id, employee_id, effective_at desc, recorded_at desc, id desc);
create index assignments_by_department on employees.assignments (tenant_id, department_id, effective_at);
create index assignments_by_job_title on employees.assignments (tenant_id, job_title, effective_at);
select platform.protect_append_only('employees.assignments');

create table employees.fitness_outcomes (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  employee_id uuid not null,
  appointment_id uuid,
  outcome text not null constraint fitness_outcomes_outcome_known check (outcome in ('fit', 'fit_with_adjustments', 'temporarily_unfit', 'unfit')),
  restrictions text[] not null default '{}' constraint fitness_outcomes_restrictions_plain check (cardinality(restrictions) <= 20 and array_position(restrictions, null) is null),
  issued_at timestamptz not null,
  effective_at timestamptz not null,
  review_date date,
  issued_by uuid not null,
  issued_by_name text not null constraint fitness_outcomes_issued_by_name_length check (length(issued_by_name) between 1 and 200),
  created_at timestamptz not null default now(),
  constraint fitness_outcomes_pkey primary key (tenant_id, id),
  constraint fitness_outcomes_adjustments_named check (outcome <> 'fit_with_adjustments' or cardinality(restrictions) > 0),
  constraint fitness_outcomes_employee_exists foreign key (tenant_id, employee_id) references employees.employees (tenant_id, id)
);
comment on table employees.fitness_outcomes is 'What the employer may know of an encounter; withdrawn by a row in fitness_withdrawals, never edited';
comment on column employees.fitness_outcomes.appointment_id is 'The encounter it came from; a plain id, because appointments lie above';
comment on column employees.fitness_outcomes.outcome is 'From best to worst: fit, fit_with_adjustments, temporarily_unfit, unfit';
comment on column employees.fitness_outcomes.restrictions is 'Functional words (no lifting above 10 kg), never a cause';
comment on column employees.fitness_outcomes.issued_at is 'Known from';
comment on column employees.fitness_outcomes.effective_at is 'True from';
comment on column employees.fitness_outcomes.review_date is 'The last day on which it counts; null: no review set';
comment on column employees.fitness_outcomes.issued_by_name is 'The name as it was when issued';
create index fitness_outcomes_by_employee on employees.fitness_outcomes (tenant_id, employee_id, effective_at desc, issued_at desc, id desc);
create index fitness_outcomes_by_appointment on employees.fitness_outcomes (tenant_id, appointment_id);
create index fitness_outcomes_by_issuer on employees.fitness_outcomes (tenant_id, issued_by, issued_at desc);
create index fitness_outcomes_by_review on employees.fitness_outcomes (tenant_id, review_date) where review_date is not null;
select platform.protect_append_only('employees.fitness_outcomes');

create table employees.fitness_withdrawals (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  outcome_id uuid not null,
  reason text not null constraint fitness_withdrawals_reason_length check (length(reason) between 1 and 500),
  withdrawn_at timestamptz not null,
  effective_at timestamptz not null,
  withdrawn_by uuid not null,
  created_at timestamptz not null default now(),
  constraint fitness_withdrawals_pkey primary key (tenant_id, id),
  constraint fitness_withdrawals_once unique (tenant_id, outcome_id),
  constraint fitness_withdrawals_outcome_exists foreign key (tenant_id, outcome_id) references employees.fitness_outcomes (tenant_id, id)
);
comment on column employees.fitness_withdrawals.reason is 'Neutral text the employer may read, never a cause';
comment on column employees.fitness_withdrawals.withdrawn_at is 'Known from';
comment on column employees.fitness_withdrawals.effective_at is 'From when the outcome no longer counts: withdrawn_at, or earlier when it should never have counted';
select platform.protect_append_only('employees.fitness_withdrawals');

-- What higher modules may read.
create view employees.roster with (security_invoker = true) as
  select tenant_id, id as employee_id, user_id, employee_number, department_id, job_title, start_date, employment_status
  from employees.employees;

create view employees.assignment_facts with (security_invoker = true) as
  select tenant_id, id, employee_id, department_id, job_title, effective_at, recorded_at, ended
  from employees.assignments;

create view employees.fitness_facts with (security_invoker = true) as
  select o.tenant_id, o.id, o.employee_id, o.outcome, o.restrictions, o.issued_at, o.effective_at, o.review_date,
    w.withdrawn_at, w.effective_at as withdrawal_effective_at, o.appointment_id, o.issued_by, o.issued_by_name, w.reason as withdrawn_reason
  from employees.fitness_outcomes o
  left join employees.fitness_withdrawals w on w.tenant_id = o.tenant_id and w.outcome_id = o.id;

grant select on employees.roster, employees.assignment_facts, employees.fitness_facts to salus_app;
