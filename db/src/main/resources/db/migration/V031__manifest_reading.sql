-- How far the hub has come with reading again what manifests are about, of which an older version has
-- kept less or nothing: one row, which goes on where it was after a stop.
create table manifest_reading (
  single_row    boolean primary key default true check (single_row),
  -- the form that rows have once they were read, as manifest.about_form
  form          smallint not null,
  -- a node of the older version may push meanwhile, so all is gone through once more a day later
  pass          smallint not null default 1,
  -- of the last manifest that was looked at
  repository_id bigint not null default 0,
  digest        bytea not null default ''::bytea,
  total         bigint not null,
  looked_at     bigint not null default 0,
  read          bigint not null default 0,
  -- whose configuration is damaged, or not in the store
  unreadable    bigint not null default 0,
  started_at    timestamptz not null default now(),
  finished_at   timestamptz
);
comment on table manifest_reading is 'hub-registry';
