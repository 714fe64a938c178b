-- Who is asking, and what may they do: each decided by one function, which every door asks.
-- owner: hub-accounts (columns of account and access_token, account_stands),
--        hub-repositories (granted_namespaces, granted_repositories, repository_permission, visible_repositories)

-- ---------------------------------------------------------------- who is asking

alter table account
  -- raised when all that was made from this account ends
  add column epoch integer not null default 0,
  -- raised with each new password: ends all that was made from the old one
  add column password_epoch integer not null default 0,
  -- while this is set, the account opens no door
  add column suspended_at timestamptz;

-- raised when a token reaches less far than before: ends all that was made from it
alter table access_token add column epoch integer not null default 0;

-- A refresh token is of the epochs in which it was made; null in those of before, which are of the first.
alter table refresh_token
  add column account_epoch integer,
  add column credential_epoch integer;

-- A new password is a new epoch, also where a node of the version before takes it.
create function raise_password_epoch() returns trigger language plpgsql as $$
begin
  if new.password_epoch = old.password_epoch then
    new.password_epoch := old.password_epoch + 1;
  end if;
  return new;
end $$;

create trigger password_changed before update of password_hash on account
  for each row when (old.password_hash is distinct from new.password_hash)
  execute function raise_password_epoch();

-- One row while what was made from a credential stands, none when it has ended: its account is not
-- suspended and of the same epoch, and so is its password or, where a token is named, that token.
-- Tells besides what of the account may have changed meanwhile. Inlined where it is called.
create function account_stands(
  caller bigint, caller_epoch integer, token uuid, credential_epoch integer)
returns table (name text, confirmed boolean, site_admin boolean)
language sql stable as $$
  select a.name, a.email_confirmed_at is not null, a.site_admin
  from account a
  where a.id = caller
    and a.epoch = caller_epoch
    and a.suspended_at is null
    and ((token is null and a.password_epoch = credential_epoch)
         or exists (select from access_token t
                    where t.id = token and t.account_id = a.id and t.epoch = credential_epoch
                      and t.revoked_at is null
                      and (t.expires_at is null or t.expires_at > now())))
$$;

-- ---------------------------------------------------------------- what may they do

-- Permissions are 1 (read), 2 (write), 3 (admin); each includes the ones before it. A reach is what
-- a credential is limited to: LIKE patterns of namespace/name, or null for everything. These four
-- functions are the only place that knows of owners and grants; a new kind of grant is one more
-- branch in the first or the second. All are inlined where they are called.

-- The namespaces that an account has by itself.
create function granted_namespaces(caller bigint)
returns table (namespace_id bigint, permission smallint)
language sql stable as $$
  select caller, 3::smallint where caller is not null
  union all
  select n.id, 3::smallint
  from account n
  where n.name = 'library'
    and exists (select from account a where a.id = caller and a.site_admin)
$$;

-- The repositories on which an account has more than everybody, drafts included. One may come
-- twice; the highest permission counts.
create function granted_repositories(caller bigint, reach text[])
returns table (repository_id bigint, permission smallint)
language sql stable as $$
  select r.id, g.permission
  from granted_namespaces(caller) g
  join repository r on r.namespace_id = g.namespace_id
  where reach is null
     or exists (select from account n
                where n.id = r.namespace_id and n.name || '/' || r.name like any (reach))
  union all
  select c.repository_id, 2::smallint
  from collaborator c
  where c.account_id = caller
    and (reach is null
         or exists (select from repository r join account n on n.id = r.namespace_id
                    where r.id = c.repository_id and n.name || '/' || r.name like any (reach)))
$$;

-- What an account may do with one repository; null where that must look absent.
create function repository_permission(caller bigint, reach text[], repository bigint)
returns table (permission smallint)
language sql stable as $$
  select max(p.permission)
  from (select 1::smallint as permission
        from repository r
        where r.id = repository and r.visibility = 'public' and not r.draft
        union all
        select g.permission from granted_repositories(caller, reach) g
        where g.repository_id = repository) p
$$;

-- The rows of all repositories that an account sees, for lists and search. A draft is none yet.
create function visible_repositories(caller bigint, reach text[])
returns setof repository
language sql stable as $$
  select r.*
  from repository r
  where not r.draft
    and (r.visibility = 'public'
         or r.id in (select g.repository_id from granted_repositories(caller, reach) g))
$$;
