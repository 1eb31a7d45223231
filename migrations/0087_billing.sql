-- Money goes back by credit notes of their own; tax has rates from a day on, and is not for everybody.

alter table billing.issuers add column vat_rates jsonb, add column country text constraint issuers_country_form check (country ~ '^[A-Z]{2}$');
update billing.issuers set vat_rates = jsonb_build_array(jsonb_build_object('from', '2000-01-01', 'rate', vat_rate));
alter table billing.issuers
  alter column vat_rates set not null,
  add constraint issuers_vat_rates_listed check (jsonb_typeof(vat_rates) = 'array'),
  drop column vat_rate;
comment on column billing.issuers.vat_rates is '[{"from": "2011-01-04", "rate": 20}]: per cent on net amounts of documents issued from that day (UTC) on';
comment on column billing.issuers.country is 'ISO 3166-1 alpha-2';

alter table billing.invoices
  add column tax_treatment text not null default 'standard'
    constraint invoices_tax_treatment_known check (tax_treatment in ('standard', 'reverse_charge', 'exempt')),
  add column tax_note text,
  add constraint invoices_untaxed_has_no_vat check (tax_treatment = 'standard' or vat = 0),
  drop constraint invoices_occasion_known,
  add constraint invoices_occasion_known check (occasion in ('period', 'change', 'correction', 'refund')),
  drop constraint invoices_corrected_once;
create unique index invoices_corrected_once on billing.invoices (tenant_id, corrects_id) where occasion = 'correction';
create index invoices_by_correction on billing.invoices (tenant_id, corrects_id);
comment on column billing.invoices.occasion is 'period: a new period; change: another plan within one; correction: an invoice taken back; refund: money that goes back';
comment on column billing.invoices.tax_note is 'Why there is no tax on it, as it was then';

create table billing.refunds (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  payment_id uuid not null,
  credit_note_id uuid not null,
  amount numeric(12, 2) not null constraint refunds_amount_positive check (amount > 0),
  status text not null constraint refunds_status_known check (status in ('pending', 'paid', 'failed')),
  reference text constraint refunds_reference_length check (length(reference) between 1 and 200),
  problem text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint refunds_pkey primary key (tenant_id, id),
  constraint refunds_payment_exists foreign key (tenant_id, payment_id) references billing.payments (tenant_id, id),
  constraint refunds_credit_note_exists foreign key (tenant_id, credit_note_id) references billing.invoices (tenant_id, id),
  constraint refunds_paid_has_reference check (status <> 'paid' or reference is not null)
);
comment on table billing.refunds is 'Money on its way back along a payment; of a card its id is the provider''s idempotency key';
comment on column billing.refunds.status is 'failed: the provider did not take it; the credit note is then credit for the next invoices';
comment on column billing.refunds.reference is 'On the bank statement, or the provider''s id';
create index refunds_by_payment on billing.refunds (tenant_id, payment_id);
create index refunds_by_credit_note on billing.refunds (tenant_id, credit_note_id);
select platform.protect('billing.refunds');
