-- Ids that grow with time. PostgreSQL 18 makes them itself; for 15 to 17 this makes the same.
do $do$
begin
  if current_setting('server_version_num')::int < 180000 then
    create function uuidv7() returns uuid language sql volatile parallel safe as $$
      -- 48 bits of milliseconds over a random uuid, and 4 turned into 7
      select encode(
        set_bit(set_bit(
          overlay(
            uuid_send(gen_random_uuid())
            placing substring(
              int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
            from 1 for 6),
          52, 1), 53, 1),
        'hex')::uuid
    $$;
  end if;
end
$do$;
