-- By this the hub knows its storage again: an empty disk in the place of its own looks like a store
-- in which all is lost. One row; what it says lies in the storage too once that was planted.
create table storage_mark (
  id         smallint    primary key default 1 check (id = 1),
  mark       uuid        not null default gen_random_uuid(),
  -- when the storage was first found; what has no mark from then on is not it
  planted_at timestamptz
);

insert into storage_mark default values;
