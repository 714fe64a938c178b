-- The rule of V018 stays; what it costs goes down. Written as one statement it was inlined into each
-- request's query with some seventy nodes of a plan, and to set those up took PostgreSQL longer than
-- all the rest (0.12 ms a request instead of 0.06). Now the one repository of a request is judged by
-- steps that stop as soon as the answer is known, and lists ask for namespaces and grants, which are
-- few, and not for each repository of a namespace. "(select reach is null)" is asked once a query, and
-- hides from the planner that a plan made for this one caller could do without. Nodes of the version
-- before find their functions.
-- owner: hub-accounts (token_stands, account_stands),
--        hub-repositories (granted_namespaces, repository_grants, granted_repositories,
--        repository_permission, granted_namespace_ids, repository_grant_ids, visible_repositories)

-- ---------------------------------------------------------------- who is asking

-- Whether an access token of this account stands. Not inlined: most callers came with a password.
create function token_stands(token uuid, account bigint, credential_epoch integer)
returns boolean language plpgsql stable as $$
begin
  return exists (
    select from access_token t
    where t.id = token and t.account_id = account and t.epoch = credential_epoch
      and t.revoked_at is null and (t.expires_at is null or t.expires_at > now()));
end $$;

-- One row while what was made from a credential stands, none when it has ended: its account is not
-- suspended and of the same epoch, and so is its password or, where a token is named, that token.
-- Tells besides what of the account may have changed meanwhile. Inlined where it is called.
create or replace function account_stands(
  caller bigint, caller_epoch integer, token uuid, credential_epoch integer)
returns table (name text, confirmed boolean, site_admin boolean)
language sql stable as $$
  select a.name, a.email_confirmed_at is not null, a.site_admin
  from account a
  where a.id = caller
    and a.epoch = caller_epoch
    and a.suspended_at is null
    and case when token is null then a.password_epoch = credential_epoch
             else token_stands(token, a.id, credential_epoch) end
$$;

-- ---------------------------------------------------------------- what may they do

-- A new kind of grant is one more branch in the first or the second of these two.

-- The namespaces that an account has by itself.
create or replace function granted_namespaces(caller bigint)
returns table (namespace_id bigint, permission smallint)
language sql stable as $$
  select caller, 3::smallint where caller is not null
  union all
  select n.id, 3::smallint
  from account n
  join account a on a.id = caller and a.site_admin
  where n.name = 'library'
$$;

-- The repositories on which an account was given something, one by one, whatever its credential.
create function repository_grants(caller bigint)
returns table (repository_id bigint, permission smallint)
language sql stable as $$
  select c.repository_id, 2::smallint
  from collaborator c
  where c.account_id = caller
$$;

-- The repositories on which an account has more than everybody, drafts included. One may come
-- twice; the highest permission counts.
create or replace function granted_repositories(caller bigint, reach text[])
returns table (repository_id bigint, permission smallint)
language sql stable as $$
  select r.id, g.permission
  from granted_namespaces(caller) g
  join repository r on r.namespace_id = g.namespace_id
  where (select reach is null)
     or exists (select from account n
                where n.id = r.namespace_id and n.name || '/' || r.name like any (reach))
  union all
  select g.repository_id, g.permission
  from repository_grants(caller) g
  where (select reach is null)
     or exists (select from repository r join account n on n.id = r.namespace_id
                where r.id = g.repository_id and n.name || '/' || r.name like any (reach))
$$;

-- What an account may do with this one repository, null where that must look absent; at least, where
-- it is enough: then nothing more is looked at. Not inlined, on purpose.
create function repository_permission(
  caller bigint, reach text[], enough smallint,
  repository bigint, namespace bigint, full_name text, is_open boolean)
returns smallint language plpgsql stable as $$
declare
  read constant smallint := 1;
begin
  if repository is null then
    return null;
  end if;
  if is_open and enough <= read then
    return read;
  end if;
  if caller is null or (reach is not null and (full_name like any (reach)) is not true) then
    return case when is_open then read end;
  end if;
  if namespace = caller then
    return 3;
  end if;
  return greatest(
    case when is_open then read end,
    (select max(g.permission) from granted_namespaces(caller) g where g.namespace_id = namespace),
    (select max(g.permission) from repository_grants(caller) g where g.repository_id = repository));
end $$;

-- The same two as sets of numbers, not inlined: how many there are for this one caller must not tempt
-- the planner into a plan of its own for each request.
create function granted_namespace_ids(caller bigint)
returns setof bigint language plpgsql stable rows 2 as $$
begin
  return query select g.namespace_id from granted_namespaces(caller) g;
end $$;

create function repository_grant_ids(caller bigint)
returns setof bigint language plpgsql stable rows 20 as $$
begin
  return query select g.repository_id from repository_grants(caller) g;
end $$;

-- The rows of all repositories that an account sees, for lists and search. A draft is none yet.
create or replace function visible_repositories(caller bigint, reach text[])
returns setof repository
language sql stable as $$
  select r.*
  from repository r
  where not r.draft
    and (r.visibility = 'public'
         or (r.namespace_id in (select granted_namespace_ids(caller))
             or r.id in (select repository_grant_ids(caller)))
            and ((select reach is null)
                 or exists (select from account n
                            where n.id = r.namespace_id and n.name || '/' || r.name like any (reach))))
$$;
