-- Present, future and past live in different tables. ready and lease are narrow and know insert and delete; a job's state is the
-- table that holds its id. No foreign keys, no triggers: they cost a lookup per row of a batch.

-- The one place that reads the time. Tests replace it to steer the store's clock.
create function windlass_now() returns timestamptz language sql volatile as 'select clock_timestamp()';

-- Microseconds as two exact products: one multiplication goes through a double, which is not exact beyond 285 years.
create function windlass_after(at timestamptz, micros bigint) returns timestamptz language sql stable as
  'select at + (micros / 1000000) * interval ''1 second'' + (micros % 1000000) * interval ''1 microsecond''';

-- Uncached: with a cache, a session could hand out a place before one that another session gave long ago.
create sequence place cache 1;

create table generation (value bigint not null, system text not null, timeline text not null);
insert into generation values (0, '', '');

create table job (
  id uuid primary key,
  parent uuid,
  accepted timestamptz not null,
  -- Due time and place at the accept. With them an accept needs no join of what it inserted with what it was asked.
  due timestamptz not null,
  position bigint not null,
  payload_crc int not null,
  payload_version int not null,
  lane smallint not null,
  task text not null,
  queue text not null,
  payload_type text not null,
  payload bytea not null);

create table ready (
  position bigint not null,
  job uuid not null,
  fence bigint not null,
  since timestamptz not null,
  first_claimed timestamptz,
  failures int not null,
  losses int not null,
  releases int not null,
  lane smallint not null,
  suspect boolean not null,
  queue text collate "C" not null,
  primary key (queue, suspect, lane, position));
-- For find, cancel and list, which know the id and not the place.
create unique index ready_job on ready (job);

create table lease (
  job uuid primary key,
  fence bigint not null,
  worker bigint not null,
  claim bigint not null,
  position bigint not null,
  claimed timestamptz not null,
  first_claimed timestamptz not null,
  until timestamptz,
  failures int not null,
  losses int not null,
  releases int not null,
  lane smallint not null,
  suspect boolean not null,
  queue text not null);
-- For the repeat of a claim, and for the count that every renewal returns.
create index lease_worker on lease (worker, claim);

create table scheduled (
  due timestamptz not null,
  job uuid not null,
  fence bigint not null,
  since timestamptz not null,
  first_claimed timestamptz,
  failures int not null,
  releases int not null,
  lane smallint not null,
  queue text not null,
  primary key (due, job));
create unique index scheduled_job on scheduled (job);

create table ended (
  job uuid primary key,
  fence bigint not null,
  since timestamptz not null,
  keep_until timestamptz not null,
  failures int not null,
  losses int not null,
  releases int not null,
  state smallint not null,
  reason smallint,
  result_version int,
  result_crc int,
  result_type text,
  result_bytes bytea);
create index ended_keep on ended (keep_until);

-- Ordinal 0 is the end of an attempt; the others record a checkpoint and have no outcome.
create table attempt (
  job uuid not null,
  fence bigint not null,
  ordinal int not null,
  number int not null,
  worker bigint not null,
  started timestamptz,
  ended timestamptz not null,
  ran bigint,
  outcome smallint,
  host text not null,
  error text,
  primary key (job, fence, ordinal));

create table checkpoint (
  job uuid primary key,
  version int not null,
  crc int not null,
  type text not null,
  bytes bytea not null);

create table progress (
  job uuid primary key,
  done bigint not null,
  total bigint not null);

create table log (
  job uuid not null,
  line bigint generated always as identity,
  fence bigint not null,
  at timestamptz not null,
  text text not null,
  primary key (job, line));

-- Half full, so that a renewal finds room on its page and touches no index.
create table worker (
  id bigint primary key,
  pid bigint not null,
  claimed bigint not null default 0,
  lease bigint not null,
  joined timestamptz not null,
  until timestamptz not null,
  ended boolean not null default false,
  name text not null,
  host text not null,
  tasks text[] not null) with (fillfactor = 50);

-- The types are the same in all four to the letter: else the planner does not look into them by job, but reads all of each.
create view standing as
  select job, 0::smallint as state, fence, since, failures, 0 as losses, releases, due, null::smallint as reason
  from scheduled
  union all
  select job, 1::smallint, fence, since, failures, losses, releases, null::timestamptz, null::smallint
  from ready
  union all
  select job, 2::smallint, fence, claimed, failures, losses, releases, null::timestamptz, null::smallint
  from lease
  union all
  select job, state, fence, since, failures, losses, releases, null::timestamptz, reason
  from ended;
