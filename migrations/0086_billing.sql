-- What tenants are billed: invoices and credit notes, what is still open of them, and how it was paid.

create schema billing;
select platform.open_schema('billing');

-- Who bills: the installation's operator. Its counters make numbers without gaps: whoever takes one holds the row until they commit.
create table billing.issuers (
  id smallint not null default 1 constraint issuers_only_one check (id = 1),
  name text not null constraint issuers_name_length check (length(name) between 1 and 200),
  address text not null,
  email text not null constraint issuers_email_form check (email = lower(email)),
  vat_number text,
  vat_rate numeric(5, 2) not null constraint issuers_vat_rate_percent check (vat_rate between 0 and 100),
  bank_details text,
  invoice_prefix text not null default 'INV-' constraint issuers_invoice_prefix_form check (invoice_prefix ~ '^[A-Z0-9-]{0,12}$'),
  credit_prefix text not null default 'CN-' constraint issuers_credit_prefix_form check (credit_prefix ~ '^[A-Z0-9-]{0,12}$'),
  payment_days int not null constraint issuers_payment_days_known check (payment_days between 0 and 90),
  grace_days int not null constraint issuers_grace_days_known check (grace_days between 2 and 90),
  last_invoice int not null default 0,
  last_credit_note int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint issuers_pkey primary key (id),
  constraint issuers_prefixes_differ check (invoice_prefix <> credit_prefix)
);
comment on table billing.issuers is 'Global, one row. The server''s own role may only read it and count';
comment on column billing.issuers.vat_rate is 'Per cent on every net amount';
comment on column billing.issuers.payment_days is 'From issue to due date';
comment on column billing.issuers.grace_days is 'From the first reminder to suspension';
grant select, insert, update on billing.issuers to salus_system;
grant select, update (last_invoice, last_credit_note) on billing.issuers to salus_app;

-- Issued once, never changed: what is wrong is put right by a credit note.
create table billing.invoices (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  kind text not null constraint invoices_kind_known check (kind in ('invoice', 'credit_note')),
  occasion text not null constraint invoices_occasion_known check (occasion in ('period', 'change', 'correction')),
  number text not null,
  subscription_id uuid not null,
  corrects_id uuid,
  period_starts_at timestamptz not null,
  period_ends_at timestamptz not null,
  seller jsonb not null,
  buyer jsonb not null,
  lines jsonb not null constraint invoices_lines_array check (jsonb_typeof(lines) = 'array'),
  currency text not null,
  net numeric(12, 2) not null,
  vat_rate numeric(5, 2) not null,
  vat numeric(12, 2) not null,
  total numeric(12, 2) not null,
  issued_at timestamptz not null,
  due_at timestamptz not null,
  created_at timestamptz not null default now(),
  constraint invoices_pkey primary key (tenant_id, id),
  constraint invoices_number_unique unique (tenant_id, number),
  constraint invoices_corrected_once unique (tenant_id, corrects_id),
  constraint invoices_subscription_exists foreign key (tenant_id, subscription_id) references tenancy.tenant_subscriptions (tenant_id, id),
  constraint invoices_corrects_exists foreign key (tenant_id, corrects_id) references billing.invoices (tenant_id, id),
  constraint invoices_add_up check (total = net + vat),
  constraint invoices_sign_fits_kind check (case kind when 'invoice' then total > 0 else total < 0 end)
);
comment on column billing.invoices.occasion is 'period: a new period; change: another plan within one; correction: an invoice taken back';
comment on column billing.invoices.seller is 'Who bills, as it was then: {"name", "address", "email", "vatNumber", "bankDetails"}';
comment on column billing.invoices.buyer is 'Who is billed, as it was then: {"name", "address", "email", "taxId"}';
comment on column billing.invoices.lines is '[{"description", "net"}]';
create unique index invoices_period_once on billing.invoices (tenant_id, subscription_id, period_starts_at) where occasion = 'period';
create index invoices_by_subscription on billing.invoices (tenant_id, subscription_id);
create index invoices_by_time on billing.invoices (tenant_id, issued_at desc, id desc);
select platform.protect_append_only('billing.invoices');

create table billing.open_items (
  tenant_id uuid not null,
  invoice_id uuid not null,
  open_amount numeric(12, 2) not null constraint open_items_something_open check (open_amount <> 0),
  due_at timestamptz not null,
  reminders int not null default 0,
  next_step_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint open_items_pkey primary key (tenant_id, invoice_id),
  constraint open_items_invoice_exists foreign key (tenant_id, invoice_id) references billing.invoices (tenant_id, id)
);
comment on table billing.open_items is 'Invoices and credit notes that are not settled; a settled one has no row';
comment on column billing.open_items.open_amount is 'Total less payments: positive is owed by the tenant, negative is credit it still has';
comment on column billing.open_items.next_step_at is 'When a reminder goes out, or after the last of them the tenant is suspended; null: never (again)';
create index open_items_by_step on billing.open_items (next_step_at);
select platform.protect('billing.open_items');
select platform.open_to_system('billing.open_items', 'select');

create table billing.payments (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  invoice_id uuid not null,
  amount numeric(12, 2) not null constraint payments_amount_positive check (amount > 0),
  method text not null constraint payments_method_known check (method in ('transfer', 'card', 'credit')),
  credit_note_id uuid,
  provider text not null constraint payments_provider_known check (provider in ('invoice', 'stripe')),
  reference text not null constraint payments_reference_length check (length(reference) between 1 and 200),
  received_at timestamptz not null,
  created_at timestamptz not null default now(),
  constraint payments_pkey primary key (tenant_id, id),
  constraint payments_invoice_exists foreign key (tenant_id, invoice_id) references billing.invoices (tenant_id, id),
  constraint payments_credit_exists foreign key (tenant_id, credit_note_id) references billing.invoices (tenant_id, id),
  constraint payments_credit_names_it check ((method = 'credit') = (credit_note_id is not null)),
  constraint payments_reference_unique unique (tenant_id, provider, reference, invoice_id)
);
comment on column billing.payments.credit_note_id is 'method credit: what it is taken from, which may also be an invoice that was paid twice';
comment on column billing.payments.reference is 'On the bank statement; of a card the provider''s id, which counts once; of a credit the number of its document';
create index payments_by_invoice on billing.payments (tenant_id, invoice_id, received_at);
create index payments_by_credit on billing.payments (tenant_id, credit_note_id);
select platform.protect_append_only('billing.payments');

create table billing.charges (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  invoice_id uuid not null,
  kind text not null constraint charges_kind_known check (kind in ('asked', 'automatic')),
  status text not null default 'pending' constraint charges_status_known check (status in ('pending', 'ready', 'paid', 'failed')),
  url text,
  problem text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint charges_pkey primary key (tenant_id, id),
  constraint charges_invoice_exists foreign key (tenant_id, invoice_id) references billing.invoices (tenant_id, id),
  constraint charges_ready_has_url check (status <> 'ready' or url is not null)
);
comment on table billing.charges is 'Tries to take money through the provider; its id is the provider''s idempotency key';
comment on column billing.charges.kind is 'asked: somebody pays on the provider''s page; automatic: from the card on file';
comment on column billing.charges.url is 'status ready: the provider''s page, where somebody pays';
create index charges_by_invoice on billing.charges (tenant_id, invoice_id, created_at desc);
create unique index charges_one_open on billing.charges (tenant_id, invoice_id) where status in ('pending', 'ready');
select platform.protect('billing.charges');

create table billing.provider_events (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  provider text not null constraint provider_events_provider_known check (provider in ('invoice', 'stripe')),
  event_id text not null constraint provider_events_event_id_length check (length(event_id) between 1 and 255),
  event_type text not null,
  received_at timestamptz not null,
  created_at timestamptz not null default now(),
  constraint provider_events_pkey primary key (tenant_id, id),
  constraint provider_events_once unique (tenant_id, provider, event_id)
);
comment on table billing.provider_events is 'What a provider told, each event once';
select platform.protect_append_only('billing.provider_events');
