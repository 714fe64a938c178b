-- Bytes that no row names, where a scan found so many that it took none: of a whole store, not of a
-- crash. At most one row, of the last scan.
create table orphan_hold (
  id          smallint    primary key default 1 check (id = 1),
  found_at    timestamptz not null,
  objects     bigint      not null,
  bytes       bigint      not null,
  -- of how many that the store holds
  listed      bigint      not null,
  -- when a site admin said that they may go
  released_at timestamptz
);
