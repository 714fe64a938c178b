-- Owner: hub-registry.
-- tag.sort_key is written in another way from here on: latest first, words before a version, what
-- tools keep beside an image last. What was written before begins with 0 or 1, and is written anew
-- in the background; this finds it, and is empty once that is done. It is one look over the table.
create index tag_reorder on tag (repository_id, name) where sort_key >= '0' and sort_key < '2';
