-- The clinical record: read by occupational health with a reason, and by the person. Contents are encrypted with the person's data key.
create schema clinical;
select platform.open_schema('clinical');

create table clinical.employee_health_info (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  employee_id uuid not null,
  nhs_number bytea,
  nhs_number_hash bytea constraint employee_health_info_nhs_number_hash_length check (octet_length(nhs_number_hash) = 32),
  gp_name bytea,
  gp_address bytea,
  blood_group bytea,
  allergies bytea,
  medications bytea,
  medical_conditions bytea,
  health_notes bytea,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint employee_health_info_pkey primary key (tenant_id, id),
  constraint employee_health_info_employee_once unique (tenant_id, employee_id),
  constraint employee_health_info_nhs_number_unique unique (tenant_id, nhs_number_hash),
  constraint employee_health_info_nhs_number_findable check ((nhs_number is null) = (nhs_number_hash is null)),
  constraint employee_health_info_employee_exists foreign key (tenant_id, employee_id) references employees.employees (tenant_id, id)
);
comment on column clinical.employee_health_info.nhs_number is 'AES-256-GCM, ten digits without spaces';
comment on column clinical.employee_health_info.nhs_number_hash is 'HMAC-SHA-256 of the ten digits, keyed per tenant: how a number is found';
comment on column clinical.employee_health_info.gp_name is 'AES-256-GCM, text';
comment on column clinical.employee_health_info.gp_address is 'AES-256-GCM, text';
comment on column clinical.employee_health_info.blood_group is 'AES-256-GCM, one of A+, A-, B+, B-, AB+, AB-, O+, O-, unknown';
comment on column clinical.employee_health_info.allergies is 'AES-256-GCM, JSON';
comment on column clinical.employee_health_info.medications is 'AES-256-GCM, JSON';
comment on column clinical.employee_health_info.medical_conditions is 'AES-256-GCM, JSON';
comment on column clinical.employee_health_info.health_notes is 'AES-256-GCM, text';
select platform.protect('clinical.employee_health_info');

create table clinical.referrals (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  employee_id uuid not null,
  referred_by uuid not null,
  referred_at timestamptz not null,
  reason bytea not null,
  status text not null default 'open' constraint referrals_status_known check (status in ('open', 'accepted', 'declined', 'closed')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint referrals_pkey primary key (tenant_id, id),
  constraint referrals_employee_exists foreign key (tenant_id, employee_id) references employees.employees (tenant_id, id)
);
comment on column clinical.referrals.reason is 'AES-256-GCM, text';
create index referrals_by_employee on clinical.referrals (tenant_id, employee_id, referred_at desc);
create index referrals_by_referrer on clinical.referrals (tenant_id, referred_by, referred_at desc);
create index referrals_by_status on clinical.referrals (tenant_id, status, referred_at);
select platform.protect('clinical.referrals');

create table clinical.notes (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  employee_id uuid not null,
  appointment_id uuid,
  author_id uuid not null,
  body bytea not null,
  signed_at timestamptz not null,
  amends_id uuid,
  created_at timestamptz not null default now(),
  constraint notes_pkey primary key (tenant_id, id),
  constraint notes_amends_another check (amends_id <> id),
  constraint notes_employee_exists foreign key (tenant_id, employee_id) references employees.employees (tenant_id, id),
  constraint notes_appointment_exists foreign key (tenant_id, appointment_id) references appointments.appointments (tenant_id, id),
  constraint notes_amends_exists foreign key (tenant_id, amends_id) references clinical.notes (tenant_id, id)
);
comment on table clinical.notes is 'A row is a signed note; it is never changed, an amendment is another row';
comment on column clinical.notes.appointment_id is 'The encounter; null: written outside one';
comment on column clinical.notes.author_id is 'The professional''s user, a plain id';
comment on column clinical.notes.body is 'AES-256-GCM, text';
comment on column clinical.notes.amends_id is 'The note this one corrects or adds to; both stay readable';
create index notes_by_employee on clinical.notes (tenant_id, employee_id, signed_at desc);
create index notes_by_appointment on clinical.notes (tenant_id, appointment_id, signed_at);
create index notes_by_amended on clinical.notes (tenant_id, amends_id);
create index notes_by_author on clinical.notes (tenant_id, author_id, signed_at desc);
select platform.protect_append_only('clinical.notes');

create table clinical.results (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  employee_id uuid not null,
  appointment_id uuid,
  kind text not null constraint results_kind_known check (kind in
    ('audiometry', 'spirometry', 'hand_arm_vibration', 'vision', 'blood_pressure', 'skin', 'musculoskeletal', 'blood_test', 'urine_test', 'questionnaire', 'other')),
  taken_at timestamptz not null,
  values bytea not null,
  recorded_by uuid not null,
  amends_id uuid,
  created_at timestamptz not null default now(),
  constraint results_pkey primary key (tenant_id, id),
  constraint results_amends_another check (amends_id <> id),
  constraint results_employee_exists foreign key (tenant_id, employee_id) references employees.employees (tenant_id, id),
  constraint results_appointment_exists foreign key (tenant_id, appointment_id) references appointments.appointments (tenant_id, id),
  constraint results_amends_exists foreign key (tenant_id, amends_id) references clinical.results (tenant_id, id)
);
comment on column clinical.results.values is 'AES-256-GCM, JSON with units, by kind';
comment on column clinical.results.amends_id is 'The result this one corrects; both stay readable';
create index results_by_employee on clinical.results (tenant_id, employee_id, kind, taken_at desc);
create index results_by_appointment on clinical.results (tenant_id, appointment_id);
create index results_by_amended on clinical.results (tenant_id, amends_id);
select platform.protect_append_only('clinical.results');
