-- How a webhook fares: calls in a row that brought no 2xx, since when, and when it was switched off
-- for that. Nodes of the version before know none of it and call it all the same.
alter table webhook
  add column failures int not null default 0,
  add column failing_since timestamptz,
  add column switched_off_at timestamptz;
