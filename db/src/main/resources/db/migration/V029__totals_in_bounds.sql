-- Sizes are at most 2^49 bytes, and so is the total of what is pushed: what a push brings is refused
-- beyond that. An earlier version believed any size of a layer that was not here. These two look at
-- each manifest once, and lock only those they change, of which an honest hub has none.
update manifest
set total_bytes = 1::bigint << 49
where total_bytes < 0 or total_bytes > 1::bigint << 49;

-- Annotations are texts. Others were taken too, and the list of referrers tells them on, which
-- clients then cannot read at all.
update manifest
set annotations = (
  select coalesce(jsonb_object_agg(key, value) filter (where jsonb_typeof(value) = 'string'), '{}')
  from jsonb_each(annotations))
where jsonb_path_exists(annotations, 'strict $.* ? (@.type() != "string")');

-- As in V012, and the sum stays a number, should a node of the version before have taken one that is
-- too large meanwhile: a failure here is one of whoever brings the child.
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
      update manifest
      set total_bytes = least(total_bytes::numeric + new.total_bytes, 1::bigint << 62)
      where repository_id = new.repository_id and digest = index_digest;
    end if;
  end loop;
  return null;
end
$$;
