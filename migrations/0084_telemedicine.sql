-- Video sessions of appointments.

create schema telemedicine;
select platform.open_schema('telemedicine');

create table telemedicine.video_sessions (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  appointment_id uuid not null,
  meeting_room_id text not null constraint video_sessions_meeting_room_length check (length(meeting_room_id) between 16 and 200),
  session_url text,
  started_at timestamptz,
  ended_at timestamptz,
  status text not null default 'waiting'
    constraint video_sessions_status_known check (status in ('waiting', 'active', 'ended', 'failed')),
  session_config jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint video_sessions_pkey primary key (tenant_id, id),
  constraint video_sessions_appointment_exists foreign key (tenant_id, appointment_id)
    references appointments.appointments (tenant_id, id),
  constraint video_sessions_appointment_unique unique (tenant_id, appointment_id),
  constraint video_sessions_room_unique unique (tenant_id, meeting_room_id),
  constraint video_sessions_end_after_start check (ended_at >= started_at)
);
comment on column telemedicine.video_sessions.meeting_room_id is 'Random, not to be guessed; says nothing about the appointment';
comment on column telemedicine.video_sessions.session_url is 'Without the token; each participant gets their own, short-lived';
comment on column telemedicine.video_sessions.session_config is 'Provider, waiting room, lobby message; never recording: consultations are not recorded';
create index video_sessions_by_status on telemedicine.video_sessions (tenant_id, status, created_at desc, id desc);
select platform.protect('telemedicine.video_sessions');

create table telemedicine.session_participants (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  session_id uuid not null,
  user_id uuid not null,
  joined_at timestamptz,
  left_at timestamptz,
  role text not null default 'participant' constraint session_participants_role_known check (role in ('host', 'participant')),
  connection_info jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint session_participants_pkey primary key (tenant_id, id),
  constraint session_participants_session_exists foreign key (tenant_id, session_id)
    references telemedicine.video_sessions (tenant_id, id) on delete cascade,
  constraint session_participants_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint session_participants_user_unique unique (tenant_id, session_id, user_id),
  constraint session_participants_end_after_start check (left_at >= joined_at)
);
comment on column telemedicine.session_participants.joined_at is 'First joined; null while only invited';
comment on column telemedicine.session_participants.left_at is 'Last left';
comment on column telemedicine.session_participants.connection_info is 'Quality figures: browser, bitrate in kbit/s, packet loss in per cent, times reconnected';
create index session_participants_by_user on telemedicine.session_participants (tenant_id, user_id, joined_at desc, id desc);
select platform.protect('telemedicine.session_participants');
