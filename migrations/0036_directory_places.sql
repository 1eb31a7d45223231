-- Every organization that has branches has exactly one main branch, and what it set for itself is one of the settings that are known.

alter table directory.branches add column version int not null default 1;

-- Branches that are there already, of every tenant: the owner sees them while row security is not forced on it. The oldest becomes the main one.
alter table directory.branches no force row level security;

update directory.branches b set is_main_branch = true
 where not exists (select from directory.branches o where o.tenant_id = b.tenant_id and o.org_id = b.org_id and o.is_main_branch)
   and not exists (select from directory.branches o where o.tenant_id = b.tenant_id and o.org_id = b.org_id and o.id < b.id);

alter table directory.branches force row level security;

-- Each branch refers to the main branch of its organization: there is one at every commit, and the index beneath keeps it to one.
alter table directory.branches
  add column main_of uuid generated always as (case when is_main_branch then org_id end) stored,
  add constraint branches_one_main_of unique (tenant_id, main_of);
alter table directory.branches
  add constraint branches_main_exists foreign key (tenant_id, org_id) references directory.branches (tenant_id, main_of)
    deferrable initially deferred;
comment on column directory.branches.main_of is 'The organization whose main branch it is; null for the others';
drop index directory.branches_one_main;
