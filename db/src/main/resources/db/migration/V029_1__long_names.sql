-- Names of repositories have up to 255 characters, as on Docker Hub. Every row there is passes, so
-- none is looked at, and the table is locked for a moment only.
alter table repository add constraint repository_name_is_one
  check (name ~ '^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$' and length(name) between 2 and 255) not valid;
alter table repository drop constraint repository_name_check;
