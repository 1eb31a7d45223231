-- Imports of people from files: what was read, what would happen, what happened, and how it is undone.
create schema imports;
select platform.open_schema('imports');

create table imports.runs (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  file_name text not null constraint runs_file_name_length check (length(file_name) between 1 and 200),
  file_key text not null,
  columns text[] not null constraint runs_columns_some check (cardinality(columns) between 1 and 100),
  samples jsonb not null default '[]' constraint runs_samples_array check (jsonb_typeof(samples) = 'array'),
  mapping jsonb not null constraint runs_mapping_array check (jsonb_typeof(mapping) = 'array'),
  status text not null default 'mapping'
    constraint runs_status_known check (status in ('mapping', 'checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'unreadable')),
  problem text constraint runs_problem_length check (length(problem) between 1 and 500),
  deactivates_leavers boolean not null default false,
  total int not null default 0 constraint runs_total_positive check (total >= 0),
  done int not null default 0 constraint runs_done_positive check (done >= 0),
  started_by uuid not null,
  applied_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint runs_pkey primary key (tenant_id, id),
  constraint runs_started_by_exists foreign key (tenant_id, started_by) references directory.users (tenant_id, id)
);
comment on column imports.runs.mapping is 'For each column of the file the field it fills, or null';
comment on column imports.runs.samples is 'For each column what its first rows hold';
comment on column imports.runs.total is 'Rows that the step under way is about';
comment on column imports.runs.done is 'Of these, how many it has seen to';
create index runs_by_person on imports.runs (tenant_id, started_by);
select platform.protect('imports.runs');

create table imports.rows (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  run_id uuid not null,
  line int not null constraint rows_line_positive check (line > 0),
  outcome text not null constraint rows_outcome_known check (outcome in ('create', 'change', 'same', 'refuse', 'leave')),
  state text not null default 'waiting' constraint rows_state_known check (state in ('waiting', 'done', 'failed', 'undone', 'kept')),
  employee_number text,
  name text not null,
  user_id uuid,
  seen jsonb not null default '{}',
  changes jsonb not null default '{}' constraint rows_changes_object check (jsonb_typeof(changes) = 'object'),
  problems jsonb not null default '[]' constraint rows_problems_array check (jsonb_typeof(problems) = 'array'),
  created_at timestamptz not null default now(),
  constraint rows_pkey primary key (tenant_id, id),
  constraint rows_line_unique unique (tenant_id, run_id, line),
  constraint rows_run_exists foreign key (tenant_id, run_id) references imports.runs (tenant_id, id)
);
comment on table imports.rows is 'A line of the file and what comes of it; outcome leave: somebody employed whom the file does not name';
comment on column imports.rows.user_id is 'The person; of a row that creates one, the id they will have';
comment on column imports.rows.seen is 'The versions of the person and their employment that the row was checked against';
comment on column imports.rows.changes is 'By field: [what there was, what there will be], as people read it and as it is stored';
comment on column imports.rows.problems is '[{"field", "message"}]: why a row is left out, failed or was kept';
create index rows_by_outcome on imports.rows (tenant_id, run_id, outcome, line);
create index rows_by_state on imports.rows (tenant_id, run_id, state, line);
select platform.protect('imports.rows');

create table imports.mappings (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  column_name text not null constraint mappings_column_name_lower check (column_name = lower(column_name) and length(column_name) between 1 and 200),
  field text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint mappings_pkey primary key (tenant_id, id),
  constraint mappings_column_unique unique (tenant_id, column_name)
);
comment on table imports.mappings is 'What a column of this name meant last time; field null: it is left out';
select platform.protect('imports.mappings');
