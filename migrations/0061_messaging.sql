-- Conversations between people; a clinical one is about a person and readable by its participants only.

create schema messaging;
select platform.open_schema('messaging');

create table messaging.conversations (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  conversation_name text constraint conversations_name_length check (length(conversation_name) between 1 and 200),
  conversation_type text not null constraint conversations_conversation_type_known check (conversation_type in ('direct', 'group')),
  confidentiality text not null default 'personal'
    constraint conversations_confidentiality_known check (confidentiality in ('personal', 'clinical')),
  about_user_id uuid,
  direct_key text,
  last_message_at timestamptz,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint conversations_pkey primary key (tenant_id, id),
  constraint conversations_about_user_exists foreign key (tenant_id, about_user_id) references directory.users (tenant_id, id),
  constraint conversations_direct_key_unique unique (tenant_id, direct_key),
  constraint conversations_group_has_name check (conversation_type = 'direct' or conversation_name is not null),
  constraint conversations_direct_has_key check ((conversation_type = 'direct') = (direct_key is not null)),
  constraint conversations_clinical_is_about_somebody check (confidentiality <> 'clinical' or about_user_id is not null)
);
comment on column messaging.conversations.conversation_name is 'Groups only; neutral words in a clinical one';
comment on column messaging.conversations.about_user_id is 'Whose clinical conversation it is: their data key encrypts the messages';
comment on column messaging.conversations.direct_key is 'Confidentiality and the two people''s ids in order: two people have one direct conversation of a kind';
create index conversations_by_about_user on messaging.conversations (tenant_id, about_user_id);
create index conversations_by_last_message on messaging.conversations (tenant_id, last_message_at desc, id desc);
select platform.protect('messaging.conversations');

create table messaging.conversation_participants (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  conversation_id uuid not null,
  user_id uuid not null,
  joined_at timestamptz not null,
  left_at timestamptz,
  is_active boolean not null generated always as (left_at is null) stored,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint conversation_participants_pkey primary key (tenant_id, id),
  constraint conversation_participants_conversation_exists foreign key (tenant_id, conversation_id)
    references messaging.conversations (tenant_id, id) on delete cascade,
  constraint conversation_participants_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint conversation_participants_user_unique unique (tenant_id, conversation_id, user_id),
  constraint conversation_participants_end_after_start check (left_at >= joined_at)
);
comment on column messaging.conversation_participants.left_at is 'Messages sent later are not theirs to read';
comment on column messaging.conversation_participants.is_active is 'Derived from left_at';
create index conversation_participants_by_user on messaging.conversation_participants (tenant_id, user_id, conversation_id);
select platform.protect('messaging.conversation_participants');

create table messaging.messages (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  conversation_id uuid not null,
  sender_id uuid not null,
  message_content bytea not null,
  message_type text not null default 'text' constraint messages_message_type_known check (message_type in ('text', 'file', 'image')),
  attachments jsonb not null default '[]' constraint messages_attachments_array check (jsonb_typeof(attachments) = 'array'),
  is_deleted boolean not null generated always as (deleted_at is not null) stored,
  deleted_at timestamptz,
  sent_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint messages_pkey primary key (tenant_id, id),
  constraint messages_conversation_exists foreign key (tenant_id, conversation_id) references messaging.conversations (tenant_id, id),
  constraint messages_sender_exists foreign key (tenant_id, sender_id) references directory.users (tenant_id, id),
  constraint messages_conversation_unique unique (tenant_id, conversation_id, id)
);
comment on column messaging.messages.message_content is 'AES-256-GCM, under the data key of the conversation''s about_user_id, else of the sender; JSON of the text and the attachments'' names; empty once deleted';
comment on column messaging.messages.attachments is '[{"fileKey", "sha256", "mimeType", "size"}], size in bytes; names are inside the encrypted content';
comment on column messaging.messages.is_deleted is 'Derived from deleted_at';
create index messages_by_sender on messaging.messages (tenant_id, sender_id, id desc);
select platform.protect('messaging.messages');

create table messaging.message_reads (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  conversation_id uuid not null,
  message_id uuid not null,
  user_id uuid not null,
  read_at timestamptz not null,
  created_at timestamptz not null default now(),
  constraint message_reads_pkey primary key (tenant_id, id),
  constraint message_reads_message_exists foreign key (tenant_id, conversation_id, message_id)
    references messaging.messages (tenant_id, conversation_id, id),
  constraint message_reads_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint message_reads_user_unique unique (tenant_id, conversation_id, user_id)
);
comment on table messaging.message_reads is 'One row per person and conversation: everything up to this message has been read';
create index message_reads_by_message on messaging.message_reads (tenant_id, conversation_id, message_id);
create index message_reads_by_user on messaging.message_reads (tenant_id, user_id);
select platform.protect('messaging.message_reads');
