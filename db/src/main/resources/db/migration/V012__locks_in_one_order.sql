-- An index is locked before its entries, as by who deletes it: so a push that brings one of its
-- children and its deletion never wait for each other in a ring. Each statement is by key, since
-- the plan is made while the tables are small and kept.
create or replace function link_sparse_child() returns trigger language plpgsql as $$
declare
  index_digest bytea;
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('sparse', new.repository_id));
  for index_digest in
    select distinct c.parent from manifest_child c
    where c.repository_id = new.repository_id and c.raw_digest = new.digest and c.child is null
    order by c.parent
  loop
    perform from manifest m
    where m.repository_id = new.repository_id and m.digest = index_digest for no key update;
    update manifest_child set child = new.digest
    where repository_id = new.repository_id and parent = index_digest
      and raw_digest = new.digest and child is null;
    if found then
      update manifest set total_bytes = total_bytes + new.total_bytes
      where repository_id = new.repository_id and digest = index_digest;
    end if;
  end loop;
  return null;
end
$$;

-- The sweeper looks for old drafts each minute, and there are few among all repositories.
create index repository_draft on repository (created_at) where draft;
