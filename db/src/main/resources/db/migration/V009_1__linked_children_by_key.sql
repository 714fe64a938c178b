-- A plan for this is made while the table is small and kept: it must be by key from the first, or
-- every push would read all manifests.
create or replace function link_sparse_child() returns trigger language plpgsql as $$
declare
  linked bytea;
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('sparse', new.repository_id));
  for linked in
    with those as (
      update manifest_child set child = new.digest
      where repository_id = new.repository_id and raw_digest = new.digest and child is null
      returning parent)
    select distinct parent from those order by parent
  loop
    update manifest set total_bytes = total_bytes + new.total_bytes
    where repository_id = new.repository_id and digest = linked;
  end loop;
  return null;
end
$$;
