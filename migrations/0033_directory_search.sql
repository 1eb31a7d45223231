-- How people are found: by the words of their names, typed rightly or nearly. Plain comparisons only, because under row security
-- nothing else can use an index.

create table directory.person_words (
  tenant_id uuid not null,
  word text collate "C" not null,
  name text collate "C" not null,
  user_id uuid not null,
  constraint person_words_pkey primary key (tenant_id, user_id, word),
  constraint person_words_person_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id) on delete cascade
);
comment on table directory.person_words is 'Each word of a person''s name, kept by the module with the name; people who were removed have none';
comment on column directory.person_words.name is 'All words of the name, with a blank before each: what the other words of a search are looked for in';
create index person_words_by_word on directory.person_words (tenant_id, word, name, user_id);
select platform.protect('directory.person_words');

create table directory.spellings (
  tenant_id uuid not null,
  spelling text collate "C" not null,
  word text collate "C" not null,
  constraint spellings_pkey primary key (tenant_id, spelling, word)
);
comment on table directory.spellings is 'The words of the tenant''s names, each by itself and with a letter (a long one: up to two) left out: words alike share one';
create index spellings_by_word on directory.spellings (tenant_id, word);
select platform.protect('directory.spellings');

-- Numbers and addresses are found by how they begin, whatever the database's own order of letters is.
create index users_by_email on directory.users (tenant_id, email collate "C");
create index users_by_employee_id on directory.users (tenant_id, employee_id collate "C");

-- People who are there already, of every tenant: the owner sees them while row security is not forced on it.
alter table directory.users no force row level security;
alter table directory.person_words no force row level security;
alter table directory.spellings no force row level security;

insert into directory.person_words (tenant_id, word, name, user_id)
select distinct tenant_id, word, regexp_replace(' ' || name, '[^[:alnum:]]+', ' ', 'g'), id
  from (select tenant_id, id,
               replace(replace(replace(replace(translate(search_name, 'łøđðı''', 'loddi'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th') as name
          from directory.users where removed_at is null) named,
       regexp_split_to_table(name, '[^[:alnum:]]+') word
 where word <> '';

insert into directory.spellings (tenant_id, spelling, word)
select tenant_id, spelling, word
  from (select distinct tenant_id, word from directory.person_words) words, lateral (
    select word as spelling
    union select left(word, i - 1) || substr(word, i + 1) from generate_series(1, length(word)) i where length(word) >= 4
    union select left(word, i - 1) || substr(word, i + 1, j - i - 1) || substr(word, j + 1)
      from generate_series(1, length(word)) i, generate_series(i + 1, length(word)) j where length(word) >= 8) spelt;

alter table directory.users force row level security;
alter table directory.person_words force row level security;
alter table directory.spellings force row level security;
