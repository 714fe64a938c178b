-- From where an account has signed in by password, so that nobody's guesses keep it from doing so
-- again. Starts empty: each sign-in notes its network.
create table sign_in_network (
  account_id bigint not null references account (id) on delete cascade,
  network text not null,
  last_at timestamptz not null default now(),
  primary key (account_id, network)
);

comment on table sign_in_network is 'hub-accounts';
