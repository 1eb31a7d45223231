-- Billing details are there before the first subscription, one set a tenant; periods are counted from an anchor; and a suspension
-- says what it is for, so that whoever may end it (a payment, another plan, the operator) ends that one only.

alter table tenancy.tenant_billing
  alter column subscription_id drop not null,
  add column anchor_at timestamptz,
  add constraint tenant_billing_one_per_tenant unique (tenant_id);
comment on column tenancy.tenant_billing.anchor_at is 'Periods begin so many months (UTC) after it: 31 January, 28 February, 31 March';
comment on column tenancy.tenant_billing.next_billing_at is 'End of the period that is billed, or of the trial; null where no subscription runs';

alter table tenancy.tenants
  add column suspended_for text constraint tenants_suspended_for_known check (suspended_for in ('ended', 'unpaid', 'operator'));
comment on column tenancy.tenants.suspended_for is 'ended: a trial or subscription is over; unpaid: an invoice is overdue; operator: whoever runs the installation';
comment on column tenancy.tenants.max_users is 'Active and invited users at most; null: as many as the plan in force says';
comment on column tenancy.tenants.max_storage_gb is 'Files at most, in gigabytes of 10^9 bytes; null: as the plan in force says';
comment on column tenancy.plans.usage_limits is '{"max_users": 250, "max_storage_gb": 50}; null or a missing key is no limit';
