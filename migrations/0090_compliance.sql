-- What a job or a department requires of people. The log of versions decides for every date; requirements holds the current row for screens.
create schema compliance;
select platform.open_schema('compliance');

create table compliance.requirements (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  name text not null constraint requirements_name_length check (length(name) between 1 and 200),
  description text not null default '' constraint requirements_description_length check (length(description) <= 2000),
  applies_to text not null constraint requirements_applies_to_known check (applies_to in ('job_title', 'department')),
  job_title text constraint requirements_job_title_trimmed check (job_title = btrim(job_title) and length(job_title) between 1 and 200),
  department_id uuid,
  ended_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid,
  updated_by uuid,
  constraint requirements_pkey primary key (tenant_id, id),
  constraint requirements_target_fits check ((applies_to = 'job_title') = (job_title is not null) and (applies_to = 'department') = (department_id is not null)),
  constraint requirements_department_exists foreign key (tenant_id, department_id) references directory.departments (tenant_id, id)
);
comment on column compliance.requirements.version is 'Equals the number of its latest row in requirement_versions';
comment on column compliance.requirements.ended_at is 'From then on it applies to nobody; null: in force';
create unique index requirements_name_unique on compliance.requirements (tenant_id, name) where ended_at is null;
create index requirements_by_job_title on compliance.requirements (tenant_id, job_title);
create index requirements_by_department on compliance.requirements (tenant_id, department_id);
select platform.protect('compliance.requirements');
revoke delete on compliance.requirements from salus_app;

create table compliance.requirement_versions (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  requirement_id uuid not null,
  number int not null constraint requirement_versions_number_positive check (number > 0),
  name text not null constraint requirement_versions_name_length check (length(name) between 1 and 200),
  applies_to text not null constraint requirement_versions_applies_to_known check (applies_to in ('job_title', 'department')),
  job_title text constraint requirement_versions_job_title_trimmed check (job_title = btrim(job_title) and length(job_title) between 1 and 200),
  department_id uuid,
  effective_at timestamptz not null,
  recorded_at timestamptz not null,
  ended boolean not null default false,
  recorded_by uuid,
  created_at timestamptz not null default now(),
  constraint requirement_versions_pkey primary key (tenant_id, id),
  constraint requirement_versions_number_unique unique (tenant_id, requirement_id, number),
  constraint requirement_versions_target_fits check ((applies_to = 'job_title') = (job_title is not null) and (applies_to = 'department') = (department_id is not null)),
  constraint requirement_versions_requirement_exists foreign key (tenant_id, requirement_id) references compliance.requirements (tenant_id, id),
  constraint requirement_versions_department_exists foreign key (tenant_id, department_id) references directory.departments (tenant_id, id)
);
comment on table compliance.requirement_versions is 'In force at T as known at K: greatest effective_at <= T among recorded_at <= K; ties go to the greatest recorded_at, then the greatest number';
comment on column compliance.requirement_versions.effective_at is 'True from';
comment on column compliance.requirement_versions.recorded_at is 'Known from';
comment on column compliance.requirement_versions.ended is 'From effective_at on the requirement applies to nobody';
create index requirement_versions_by_requirement on compliance.requirement_versions (tenant_id, requirement_id, effective_at desc, recorded_at desc, number desc);
create index requirement_versions_by_job_title on compliance.requirement_versions (tenant_id, job_title, effective_at);
create index requirement_versions_by_department on compliance.requirement_versions (tenant_id, department_id, effective_at);
select platform.protect_append_only('compliance.requirement_versions');

create table compliance.requirement_items (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  version_id uuid not null,
  kind text not null constraint requirement_items_kind_known check (kind in ('certificate', 'fitness')),
  course_id uuid,
  not_worse_than text constraint requirement_items_not_worse_than_known check (not_worse_than in ('fit', 'fit_with_adjustments', 'temporarily_unfit', 'unfit')),
  created_at timestamptz not null default now(),
  constraint requirement_items_pkey primary key (tenant_id, id),
  constraint requirement_items_kind_fits check ((kind = 'certificate') = (course_id is not null) and (kind = 'fitness') = (not_worse_than is not null)),
  constraint requirement_items_version_exists foreign key (tenant_id, version_id) references compliance.requirement_versions (tenant_id, id),
  constraint requirement_items_course_exists foreign key (tenant_id, course_id) references courses.courses (tenant_id, id)
);
comment on column compliance.requirement_items.not_worse_than is 'From best to worst: fit, fit_with_adjustments, temporarily_unfit, unfit';
create unique index requirement_items_course_once on compliance.requirement_items (tenant_id, version_id, course_id) where course_id is not null;
create unique index requirement_items_fitness_once on compliance.requirement_items (tenant_id, version_id) where kind = 'fitness';
create index requirement_items_by_version on compliance.requirement_items (tenant_id, version_id);
create index requirement_items_by_course on compliance.requirement_items (tenant_id, course_id);
select platform.protect_append_only('compliance.requirement_items');
