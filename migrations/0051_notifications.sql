-- Notifications: content once, a recipient per person, a delivery per channel with its own status.

create schema notifications;
select platform.open_schema('notifications');

create table notifications.notifications (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  notification_type text not null
    constraint notifications_notification_type_known check (notification_type in (
      'appointment_reminder', 'message_alert', 'system_notification', 'appointment_update', 'fitness_update',
      'course_assigned', 'course_reminder', 'certificate_issued', 'certificate_expiring', 'discussion_reply', 'security_alert')),
  title text not null constraint notifications_title_length check (length(title) between 1 and 200),
  message text not null constraint notifications_message_length check (length(message) <= 4000),
  metadata jsonb not null default '{}',
  status text not null default 'scheduled'
    constraint notifications_status_known check (status in ('scheduled', 'sent', 'cancelled', 'failed')),
  scheduled_for timestamptz not null,
  sent_at timestamptz,
  dedupe_key text constraint notifications_dedupe_key_length check (length(dedupe_key) between 1 and 200),
  subject_type text,
  subject_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint notifications_pkey primary key (tenant_id, id),
  constraint notifications_dedupe_key_unique unique (tenant_id, dedupe_key),
  constraint notifications_subject_complete check ((subject_type is null) = (subject_id is null))
);
comment on column notifications.notifications.message is 'Neutral wording: never a clinical value or reason';
comment on column notifications.notifications.metadata is 'Where a click leads, ids to word it in the reader''s language, attachments such as a calendar file';
comment on column notifications.notifications.status is 'Of the whole; each channel''s own is in deliveries';
comment on column notifications.notifications.scheduled_for is 'Not sent before; moved when what it is about moves';
comment on column notifications.notifications.dedupe_key is 'The same key is the same notification: a second one is not made';
comment on column notifications.notifications.subject_type is 'What it is about, as schema.table; with subject_id, so that it can be moved or dropped';
create index notifications_by_subject on notifications.notifications (tenant_id, subject_type, subject_id);
create index notifications_by_schedule on notifications.notifications (tenant_id, scheduled_for) where status = 'scheduled';
select platform.protect('notifications.notifications');

create table notifications.recipients (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  notification_id uuid not null,
  user_id uuid not null,
  is_read boolean not null generated always as (read_at is not null) stored,
  read_at timestamptz,
  visible_at timestamptz,
  created_at timestamptz not null default now(),
  constraint recipients_pkey primary key (tenant_id, id),
  constraint recipients_notification_exists foreign key (tenant_id, notification_id)
    references notifications.notifications (tenant_id, id) on delete cascade,
  constraint recipients_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint recipients_user_unique unique (tenant_id, notification_id, user_id)
);
comment on column notifications.recipients.is_read is 'Derived from read_at';
comment on column notifications.recipients.visible_at is 'When it entered the person''s inbox, which sorts by it; null until then, or when in-app is switched off';
create index recipients_inbox on notifications.recipients (tenant_id, user_id, visible_at desc, id desc);
create index recipients_unread on notifications.recipients (tenant_id, user_id) where read_at is null and visible_at is not null;
select platform.protect('notifications.recipients');

create table notifications.deliveries (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  recipient_id uuid not null,
  channel text not null constraint deliveries_channel_known check (channel in ('email', 'sms', 'push', 'in_app')),
  status text not null default 'pending'
    constraint deliveries_status_known check (status in ('pending', 'sent', 'delivered', 'read', 'failed', 'cancelled')),
  attempts int not null default 0 constraint deliveries_attempts_not_negative check (attempts >= 0),
  last_error text,
  provider_id text,
  sent_at timestamptz,
  delivered_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint deliveries_pkey primary key (tenant_id, id, created_at),
  constraint deliveries_recipient_exists foreign key (tenant_id, recipient_id)
    references notifications.recipients (tenant_id, id) on delete cascade,
  constraint deliveries_channel_unique unique (tenant_id, recipient_id, channel, created_at)
) partition by range (created_at);
comment on column notifications.deliveries.created_at is 'The recipient''s created_at, so that there is one delivery per recipient and channel';
comment on column notifications.deliveries.last_error is 'The provider''s answer, without addresses';
comment on column notifications.deliveries.provider_id is 'The provider''s reference, to match its receipts';
create index deliveries_pending on notifications.deliveries (tenant_id, created_at) where status = 'pending';
create index deliveries_by_time on notifications.deliveries (tenant_id, created_at desc, id desc);
create index deliveries_by_provider on notifications.deliveries (tenant_id, provider_id);
select platform.protect('notifications.deliveries');

create table notifications.user_notification_preferences (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  notification_type text not null,
  channel text not null
    constraint user_notification_preferences_channel_known check (channel in ('email', 'sms', 'push', 'in_app')),
  is_enabled boolean not null default true,
  delivery_schedule jsonb not null default '{}'
    constraint user_notification_preferences_schedule_object check (jsonb_typeof(delivery_schedule) = 'object'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint user_notification_preferences_pkey primary key (tenant_id, id),
  constraint user_notification_preferences_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint user_notification_preferences_unique unique (tenant_id, user_id, notification_type, channel)
);
comment on column notifications.user_notification_preferences.notification_type is 'A type of notification, or ''*'' for all that have no row of their own';
comment on column notifications.user_notification_preferences.delivery_schedule is 'Quiet hours in the person''s zone: {"quietFrom": "20:00", "quietUntil": "07:00", "days": [1, 2, 3, 4, 5]}; {} is at once';
select platform.protect('notifications.user_notification_preferences');

create table notifications.push_subscriptions (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  endpoint text not null constraint push_subscriptions_endpoint_https check (endpoint like 'https://%'),
  p256dh text not null,
  auth text not null,
  user_agent text,
  failed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint push_subscriptions_pkey primary key (tenant_id, id),
  constraint push_subscriptions_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint push_subscriptions_endpoint_unique unique (tenant_id, endpoint)
);
comment on column notifications.push_subscriptions.p256dh is 'The browser''s public key, base64url';
comment on column notifications.push_subscriptions.auth is 'The browser''s shared secret, base64url';
comment on column notifications.push_subscriptions.failed_at is 'The push service refused it; not tried again';
create index push_subscriptions_by_user on notifications.push_subscriptions (tenant_id, user_id);
select platform.protect('notifications.push_subscriptions');

do $$
begin
  perform platform.ensure_partitions('notifications.deliveries', (date_trunc('month', now()) - interval '2 months')::date, 6);
end $$;
