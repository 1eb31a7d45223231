-- Transactions that NOTIFY commit one after the other, each waiting for the disk alone. So writers do not: the process says what
-- happened once it has committed, many events at a time (platform/live.ts).
drop function platform.log_event(uuid, text, jsonb, uuid, text);
drop function platform.enqueue(uuid, text, jsonb, text, timestamptz, int);

-- Takes the place of pg_notify in what the queue does on behalf of platform.enqueue.
create function platform.pg_notify(channel text, payload text) returns void language plpgsql as $$ begin end $$;

-- jobs: [{"task", "payload", "key", "runAt", "attempts"}], every key at most once. The rules of keys and tenants are those of dequeue.
create function platform.enqueue(tenant uuid, jobs jsonb) returns void
  language plpgsql security definer set search_path = platform, pg_catalog, pg_temp as $$
begin
  if session_user = 'salus_app' and tenant is distinct from platform.current_tenant() then
    raise exception 'a job belongs to the tenant of its transaction' using errcode = '42501';
  end if;
  perform graphile_worker.add_jobs(array(
    select row(
        j.task,
        (coalesce(j.payload, '{}') || case when tenant is null then '{}' else jsonb_build_object('tenantId', tenant) end)::json,
        null, j."runAt", j.attempts,
        case when tenant is null then j.key else tenant::text || ':' || j.key end,
        null, null)::graphile_worker.job_spec
      from jsonb_to_recordset(jobs) as j(task text, payload jsonb, key text, "runAt" timestamptz, attempts int)));
end $$;
revoke execute on function platform.enqueue, platform.pg_notify from public;
grant execute on function platform.enqueue to salus_app, salus_system;
