-- Professionals, when they work, what they offer, and who sees them when.
create schema appointments;
select platform.open_schema('appointments');

create table appointments.professionals (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  registration_number text constraint professionals_registration_number_length check (length(registration_number) between 1 and 50),
  specialization text constraint professionals_specialization_length check (length(specialization) between 1 and 200),
  working_hours jsonb not null default '{}' constraint professionals_working_hours_object check (jsonb_typeof(working_hours) = 'object'),
  time_zone text not null default 'Europe/London' constraint professionals_time_zone_length check (length(time_zone) between 1 and 64),
  location text constraint professionals_location_length check (length(location) between 1 and 500),
  is_available boolean not null default true,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint professionals_pkey primary key (tenant_id, id),
  constraint professionals_user_once unique (tenant_id, user_id),
  constraint professionals_registration_number_unique unique (tenant_id, registration_number),
  constraint professionals_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id)
);
comment on column appointments.professionals.registration_number is 'With the professional body: NMC, GMC, HCPC …';
comment on column appointments.professionals.working_hours is 'Spans of wall time per weekday: {"monday": [["09:00", "12:30"], ["13:15", "17:00"]], …}; a break is the gap between two spans; a weekday left out is free';
comment on column appointments.professionals.time_zone is 'IANA name; working hours are wall time of this zone';
comment on column appointments.professionals.location is 'Where people come in person: a building and room; neutral words, for they stand in mails and calendars';
comment on column appointments.professionals.is_available is 'False: offers no slots; what is booked stays';
create index professionals_by_availability on appointments.professionals (tenant_id, is_available);
select platform.protect('appointments.professionals');

create table appointments.professional_services (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  professional_id uuid not null,
  appointment_type text not null constraint professional_services_appointment_type_known check (appointment_type in ('consultation', 'health_check', 'follow_up', 'emergency')),
  duration_minutes int not null constraint professional_services_duration_sensible check (duration_minutes between 5 and 480),
  modes text[] not null constraint professional_services_modes_known check (cardinality(modes) > 0 and modes <@ array['in_person', 'virtual', 'phone']),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint professional_services_pkey primary key (tenant_id, id),
  constraint professional_services_type_once unique (tenant_id, professional_id, appointment_type),
  constraint professional_services_professional_exists foreign key (tenant_id, professional_id) references appointments.professionals (tenant_id, id) on delete cascade
);
comment on column appointments.professional_services.modes is 'Any of in_person, virtual, phone';
create index professional_services_by_type on appointments.professional_services (tenant_id, appointment_type);
select platform.protect('appointments.professional_services');

create table appointments.working_exceptions (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  professional_id uuid not null,
  date date not null,
  spans jsonb not null default '[]' constraint working_exceptions_spans_list check (jsonb_typeof(spans) = 'array'),
  reason text constraint working_exceptions_reason_length check (length(reason) between 1 and 200),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint working_exceptions_pkey primary key (tenant_id, id),
  constraint working_exceptions_date_once unique (tenant_id, professional_id, date),
  constraint working_exceptions_professional_exists foreign key (tenant_id, professional_id) references appointments.professionals (tenant_id, id) on delete cascade
);
comment on column appointments.working_exceptions.date is 'A day in the professional''s zone';
comment on column appointments.working_exceptions.spans is 'Instead of the weekday''s: [["09:00", "12:00"]]; empty: a day off';
select platform.protect('appointments.working_exceptions');

create table appointments.appointments (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  employee_id uuid not null,
  professional_id uuid not null,
  appointment_type text not null constraint appointments_appointment_type_known check (appointment_type in ('consultation', 'health_check', 'follow_up', 'emergency')),
  appointment_mode text not null constraint appointments_appointment_mode_known check (appointment_mode in ('in_person', 'virtual', 'phone')),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  duration_minutes int not null constraint appointments_duration_sensible check (duration_minutes between 5 and 480),
  time_zone text not null constraint appointments_time_zone_length check (length(time_zone) between 1 and 64),
  local_start timestamp not null,
  status text not null default 'scheduled' constraint appointments_status_known check (status in ('scheduled', 'confirmed', 'in_progress', 'completed', 'cancelled', 'no_show')),
  location text constraint appointments_location_length check (length(location) between 1 and 500),
  reason bytea,
  notes bytea,
  cancelled_reason text constraint appointments_cancelled_reason_length check (length(cancelled_reason) between 1 and 500),
  cancelled_by uuid,
  booked_by uuid not null,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint appointments_pkey primary key (tenant_id, id),
  constraint appointments_end_after_start check (ends_at > starts_at),
  constraint appointments_duration_matches check (extract(epoch from ends_at - starts_at) = duration_minutes * 60),
  constraint appointments_cancelled_with_reason check ((status = 'cancelled') = (cancelled_reason is not null)),
  constraint appointments_employee_exists foreign key (tenant_id, employee_id) references employees.employees (tenant_id, id),
  constraint appointments_professional_exists foreign key (tenant_id, professional_id) references appointments.professionals (tenant_id, id),
  constraint appointments_no_overlap exclude using gist
    (tenant_id with =, professional_id with =, tstzrange(starts_at, ends_at) with &&)
    where (status in ('scheduled', 'confirmed', 'in_progress')),
  constraint appointments_employee_no_overlap exclude using gist
    (tenant_id with =, employee_id with =, tstzrange(starts_at, ends_at) with &&)
    where (status in ('scheduled', 'confirmed', 'in_progress'))
);
comment on column appointments.appointments.ends_at is 'starts_at plus duration_minutes; the end itself is free for the next';
comment on column appointments.appointments.time_zone is 'IANA name of the zone it was booked in';
comment on column appointments.appointments.local_start is 'Wall time as booked, in time_zone: what was promised, should the zone''s rules change';
comment on column appointments.appointments.status is 'scheduled, confirmed, in_progress, completed in this order; scheduled or confirmed may become cancelled or no_show';
comment on column appointments.appointments.location is 'A place, a room or a number to ring; never a cause';
comment on column appointments.appointments.reason is 'AES-256-GCM, the employee''s words why they come';
comment on column appointments.appointments.notes is 'AES-256-GCM, the professional''s preparation; the encounter itself is in clinical.notes';
create index appointments_by_employee on appointments.appointments (tenant_id, employee_id, starts_at desc);
create index appointments_by_professional on appointments.appointments (tenant_id, professional_id, starts_at);
create index appointments_busy on appointments.appointments (tenant_id, professional_id, starts_at) include (ends_at)
  where status in ('scheduled', 'confirmed', 'in_progress');
create index appointments_reminders_due on appointments.appointments (tenant_id, starts_at) where status in ('scheduled', 'confirmed');
create index appointments_by_time on appointments.appointments (tenant_id, starts_at desc, id desc);
select platform.protect('appointments.appointments');

create table appointments.status_changes (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  appointment_id uuid not null,
  from_status text constraint status_changes_from_status_known check (from_status in ('scheduled', 'confirmed', 'in_progress', 'completed', 'cancelled', 'no_show')),
  to_status text not null constraint status_changes_to_status_known check (to_status in ('scheduled', 'confirmed', 'in_progress', 'completed', 'cancelled', 'no_show')),
  changed_at timestamptz not null,
  changed_by uuid,
  reason text constraint status_changes_reason_length check (length(reason) between 1 and 500),
  created_at timestamptz not null default now(),
  constraint status_changes_pkey primary key (tenant_id, id),
  constraint status_changes_appointment_exists foreign key (tenant_id, appointment_id) references appointments.appointments (tenant_id, id)
);
comment on column appointments.status_changes.from_status is 'Null: it was booked';
comment on column appointments.status_changes.changed_by is 'Null: the system';
create index status_changes_by_appointment on appointments.status_changes (tenant_id, appointment_id, changed_at);
select platform.protect_append_only('appointments.status_changes');

-- What higher modules may read: never reason or notes.
create view appointments.bookings with (security_invoker = true) as
  select a.tenant_id, a.id as appointment_id, a.employee_id, e.user_id as employee_user_id, a.professional_id, p.user_id as professional_user_id,
    a.appointment_type, a.appointment_mode, a.starts_at, a.ends_at, a.duration_minutes, a.time_zone, a.status, a.location
  from appointments.appointments a
  join employees.roster e on e.tenant_id = a.tenant_id and e.employee_id = a.employee_id
  join appointments.professionals p on p.tenant_id = a.tenant_id and p.id = a.professional_id;

grant select on appointments.bookings to salus_app;
