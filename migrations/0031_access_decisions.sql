-- What a decision needs beside roles and grants, and how a second administrator takes part in appointing one.

alter table access.permissions add column is_narrowable boolean not null default false;
comment on column access.permissions.is_narrowable is 'Its rows are people''s: a scope or condition narrows whose. Any other permission about the whole tenant counts in full or not at all';
comment on column access.permissions.scope is 'The widest reach it can have: own is about one''s own matters and cannot be narrowed further';
comment on column access.role_permissions.conditions is 'Whose rows: narrows the role''s scope, {"scope": "branch", "where": [{"attribute": "userType", "is": "one_of", "values": ["employee"]}]}';
comment on column access.role_permissions.constraints is 'Under which circumstances: {"hours": ["08:00", "18:00"], "days": [1, 2, 3, 4, 5], "timeZone": "Europe/London", "networks": ["10.0.0.0/8"], "secondFactorMinutes": 60}; hours past midnight belong to the day they began on';
comment on column access.roles.metadata is 'What the editor remembers: {"copiedFrom": "<name of the role it began as>"}';

create table access.owner_proposals (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  role_id uuid not null,
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  expires_at timestamptz not null,
  outcome text constraint owner_proposals_outcome_known check (outcome in ('confirmed', 'declined')),
  decided_by uuid,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint owner_proposals_pkey primary key (tenant_id, id),
  constraint owner_proposals_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint owner_proposals_role_exists foreign key (tenant_id, role_id) references access.roles (tenant_id, id),
  constraint owner_proposals_decided_whole check ((outcome is null) = (decided_at is null)),
  constraint owner_proposals_confirmed_by_another check (outcome is distinct from 'confirmed' or decided_by <> proposed_by),
  constraint owner_proposals_end_after_start check (expires_at > proposed_at)
);
comment on table access.owner_proposals is 'One administrator proposes another tenant administrator, a second one confirms';
comment on column access.owner_proposals.expires_at is 'Can be confirmed before this instant';
create unique index owner_proposals_one_open on access.owner_proposals (tenant_id, user_id, role_id) where outcome is null;
create index owner_proposals_open on access.owner_proposals (tenant_id, proposed_at, id) where outcome is null;
create index owner_proposals_by_user on access.owner_proposals (tenant_id, user_id);
create index owner_proposals_by_role on access.owner_proposals (tenant_id, role_id);
select platform.protect('access.owner_proposals');
