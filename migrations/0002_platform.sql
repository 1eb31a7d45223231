-- The job queue's own tables are closed to the server's roles, which enqueue and dequeue through these. The queue makes its tables
-- itself, after the migrations. A key is unique within its tenant; without a tenant (jobs of the platform itself, by salus_system
-- only) it stands alone. The tenant travels in the payload as `tenantId`.
create or replace function platform.enqueue(tenant uuid, task text, payload jsonb, key text default null, run_at timestamptz default null, attempts int default null)
  returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if session_user = 'salus_app' and tenant is distinct from platform.current_tenant() then
    raise exception 'a job belongs to the tenant of its transaction' using errcode = '42501';
  end if;
  perform graphile_worker.add_job(
    identifier => task,
    payload => (coalesce(payload, '{}') || case when tenant is null then '{}' else jsonb_build_object('tenantId', tenant) end)::json,
    run_at => run_at,
    max_attempts => attempts,
    job_key => case when tenant is null then key else tenant::text || ':' || key end);
end $$;
create or replace function platform.dequeue(key text)
  returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare tenant text := nullif(current_setting('salus.tenant', true), '');
begin
  if session_user = 'salus_app' then tenant := platform.current_tenant()::text; end if;
  perform graphile_worker.remove_job(case when tenant is null then key else tenant || ':' || key end);
end $$;
revoke execute on function platform.enqueue, platform.dequeue from public;
grant execute on function platform.enqueue, platform.dequeue to salus_app, salus_system;
