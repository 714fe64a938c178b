-- How it is found.
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists fuzzystrmatch;

-- Words as they are, and English words by their stems; accents count for nothing in either.
create text search configuration hub_simple (copy = simple);
alter text search configuration hub_simple
  alter mapping for hword, hword_part, word with unaccent, simple;
create text search configuration hub_english (copy = english);
alter text search configuration hub_english
  alter mapping for hword, hword_part, word with unaccent, english_stem;

create table star (
  account_id    bigint      not null references account on delete cascade,
  repository_id bigint      not null references repository on delete cascade,
  starred_at    timestamptz not null default now(),
  primary key (account_id, repository_id)
);

create index star_repository on star (repository_id);

-- One row a repository, kept by events in the transaction of what they tell.
create table search_entry (
  repository_id bigint primary key references repository on delete cascade,
  namespace_id  bigint   not null references account on delete restrict,
  -- namespace/name, of official images too
  full_name     text collate "C" not null,
  name          text collate "C" not null,
  official      boolean  not null,
  public        boolean  not null,
  stars         int      not null default 0,
  words         tsvector not null
);

create index search_entry_words on search_entry using gin (words);
create index search_entry_trigrams on search_entry using gin (full_name gin_trgm_ops);
create index search_entry_full_name on search_entry (full_name);
create index search_entry_name on search_entry (name);
create index search_entry_namespace on search_entry (namespace_id);

-- What is found of a text: everything but letters and digits parts words, so web-server is two.
create function search_words(text text, weight "char") returns tsvector
language sql immutable parallel safe as $$
  select setweight(
    to_tsvector('public.hub_simple', regexp_replace(text, '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f]+', ' ', 'g'))
    || to_tsvector('public.hub_english', regexp_replace(text, '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f]+', ' ', 'g')),
    weight)
$$;
