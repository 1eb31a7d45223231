-- What a tenant configures is kept key by key, each with its schema, in tenancy.tenant_configs.
alter table tenancy.tenants drop column configuration;

-- Tax is not for everybody.
alter table tenancy.tenant_billing
  add column country text constraint tenant_billing_country_form check (country ~ '^[A-Z]{2}$'),
  add column tax_treatment text not null default 'standard'
    constraint tenant_billing_tax_treatment_known check (tax_treatment in ('standard', 'reverse_charge', 'exempt')),
  add column tax_note text constraint tenant_billing_tax_note_length check (length(tax_note) between 1 and 300),
  add constraint tenant_billing_reverse_charge_has_number check (tax_treatment <> 'reverse_charge' or (country is not null and tax_id is not null)),
  add constraint tenant_billing_exempt_says_why check (tax_treatment <> 'exempt' or tax_note is not null);
comment on column tenancy.tenant_billing.country is 'Of the address: ISO 3166-1 alpha-2';
comment on column tenancy.tenant_billing.tax_treatment is 'As the operator has checked it. reverse_charge: the customer accounts for the tax in another country; exempt: as tax_note says';
comment on column tenancy.tenant_billing.tax_note is 'Printed on documents';
