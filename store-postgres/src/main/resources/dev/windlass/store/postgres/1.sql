-- Present, future and past live in different tables. ready and lease are narrow and know insert and delete; a job's state is the
-- table that holds its id. No foreign keys, no triggers: they cost a lookup per row of a batch.
--
-- Every name stands with the schema windlass before it, which the store replaces by the schema and the prefix of its settings.
-- Columns are ordered by size, so that no row is padded.

-- The one place that reads the time. Tests replace it to steer the store's clock.
create function windlass.windlass_now() returns timestamptz language sql volatile as 'select clock_timestamp()';

-- Microseconds as two exact products: one multiplication goes through a double, which is not exact beyond 285 years.
create function windlass.windlass_after(at timestamptz, micros bigint) returns timestamptz language sql stable as
  'select at + (micros / 1000000) * interval ''1 second'' + (micros % 1000000) * interval ''1 microsecond''';

-- Uncached: with a cache, a session could hand out a place before one that another session gave long ago.
create sequence windlass.place cache 1;

create table windlass.generation (value bigint not null, system text not null, timeline text not null);
insert into windlass.generation (value, system, timeline) values (0, '', '');

-- Every claim asks here for the generation of its fences. A server that was restored or promoted may have forgotten claims; its
-- identity or its timeline differs then, and its first claim raises the generation above every fence of the old one. Asked by the claim
-- and not by each new connection: behind a pooler or an address that moves, the server changes and the connection stays.
-- The timeline comes from the name of the WAL file: after a promotion pg_control_checkpoint() told the old one for over 2 s, until the
-- first checkpoint was done. Costs 8 microseconds a claim.
create function windlass.windlass_generation() returns bigint language plpgsql volatile as $$
declare
  here text := (select system_identifier::text from pg_control_system());
  line text := left(pg_walfile_name(pg_current_wal_lsn()), 8);
  answer bigint;
begin
  select value into answer from windlass.generation where system = here and timeline = line;
  if not found then
    -- Of those who see it at the same time one raises it; the others wait for its commit, and find it done.
    update windlass.generation
    set value = greatest(value + 1, extract(epoch from windlass.windlass_now())::bigint), system = here, timeline = line
    where (system, timeline) is distinct from (here, line);
    select value into answer from windlass.generation;
  end if;
  return answer;
end
$$;

-- Revision is raised by everything that people decide and workers have to follow; edition by every write of the rules of queues, some of
-- which only prepare a change. Half empty, so that a raise finds room on its page. Locks on the whole table order rules and jobs: who
-- accepts has it in row share mode, who joins in row exclusive, who changes rules in share row exclusive, who waits for accepts under
-- older rules in exclusive.
create table windlass.control (revision bigint not null, edition bigint not null) with (fillfactor = 50);
insert into windlass.control (revision, edition) values (0, 0);

-- Written once. Due and marks are null where there is nothing to say, and cost nothing then. Number is the order of the accepts, and
-- the place of a job that is ready at once. Bytes is what a payload in parts counts.
create table windlass.job (
  id uuid primary key,
  parent uuid,
  number bigint not null,
  accepted timestamptz not null,
  due timestamptz,
  bytes bigint,
  payload_crc int not null,
  payload_version int not null,
  marks int,
  lane smallint not null,
  task text not null,
  queue text not null,
  payload_type text not null,
  payload bytea not null);
-- Rows lie in the order of their numbers, so a summary of each page range finds them for next to nothing.
create index job_number on windlass.job using brin (number) with (pages_per_range = 32, autosummarize = on);

-- Line is the lane's code, plus 4 for suspects, who stand apart so that nobody claims them by accident. Weight are the bytes of the
-- payload, so that a claim can be bounded before it reads them. Marks say what a job has beside these rows:
--   1 terms, 2 a key until it has ended, 4 a key until it has started, 8 counted in its queue's depth, 16 limits, 32 permits,
--   256 a token of a rate is set aside, 512 such a token was spent by the claim, 1024 stands in the line of a limit,
--   2048 has a time by which it must have started, 4096 its claim has ended its hold on its key.
create table windlass.ready (
  position bigint not null,
  job uuid not null,
  fence bigint not null,
  since timestamptz not null,
  first_claimed timestamptz,
  failures int not null,
  losses int not null,
  releases int not null,
  weight int not null,
  marks int not null,
  line smallint not null,
  queue text collate "C" not null,
  primary key (queue, line, position));
-- For find, cancel and list, which know the id and not the place.
create unique index ready_job on windlass.ready (job);
-- Jobs that a grant let pass: how many stand ahead of the slots. Empty as long as nobody uses limits.
create index ready_granted on windlass.ready (queue) where marks & 32 <> 0;

-- Host is the worker's, whose row may go before the history of what it ran. Cancel_keep is set while somebody has called the job off:
-- how long it is kept then, in microseconds. Paced is set for jobs of queues with a concurrency, whose leases a claim counts: no mark,
-- because marks stay with the job and this ends with the lease.
create table windlass.lease (
  job uuid primary key,
  fence bigint not null,
  worker bigint not null,
  claim bigint not null,
  position bigint not null,
  claimed timestamptz not null,
  first_claimed timestamptz not null,
  until timestamptz,
  cancel_keep bigint,
  failures int not null,
  losses int not null,
  releases int not null,
  weight int not null,
  marks int not null,
  line smallint not null,
  paced boolean not null default false,
  queue text collate "C" not null,
  host text);
-- For the repeat of a claim, and for the count that every renewal returns.
create index lease_worker on windlass.lease (worker, claim);
create index lease_until on windlass.lease (until) where until is not null;
create index lease_cancel on windlass.lease (worker) where cancel_keep is not null;
-- Holds nothing of other queues: they pay a look at one bit.
create index lease_paced on windlass.lease (queue) where paced;

create table windlass.scheduled (
  due timestamptz not null,
  job uuid not null,
  fence bigint not null,
  since timestamptz not null,
  first_claimed timestamptz,
  failures int not null,
  releases int not null,
  weight int not null,
  marks int not null,
  lane smallint not null,
  queue text not null,
  primary key (due, job));
create unique index scheduled_job on windlass.scheduled (job);

-- Reason says what for; a parked job keeps its position, and is found by what its worker lacked.
create table windlass.waiting (
  job uuid primary key,
  position bigint,
  fence bigint not null,
  since timestamptz not null,
  first_claimed timestamptz,
  failures int not null,
  losses int not null,
  releases int not null,
  weight int not null,
  marks int not null,
  parked_version int,
  reason smallint not null,
  line smallint not null,
  queue text collate "C" not null,
  parked_task text collate "C");
create index waiting_parked on windlass.waiting (queue, line, parked_task, parked_version, position) where reason = 5;

-- What a job came to, with the last of its attempts: one row instead of two at the end of nearly every job. The attempt's columns are
-- null where the job has ended without one; its end is since. Dead letters are apart, because people bring them back.
--
-- What is kept for one of the three retentions (kept: 1, 7, 90 days) lies in partitions by the time at which it goes, days or weeks made
-- a week ahead. Rows lie there in the order in which they go, so they are found without an index by it, and all are gone when the
-- partition is dropped. What is kept for any other time (kept: 0), or came where no partition was made, is found by an index.
create table windlass.past (
  job uuid not null,
  fence bigint not null,
  since timestamptz not null,
  keep_until timestamptz not null,
  worker bigint,
  started timestamptz,
  ran bigint,
  failures int not null,
  losses int not null,
  releases int not null,
  number int,
  marks int,
  result_version int,
  result_crc int,
  state smallint not null,
  kept smallint not null default 0,
  outcome smallint,
  host text,
  error text,
  result_type text,
  result_bytes bytea) partition by range (kept, keep_until);
create index past_job on windlass.past (job);
create table windlass.past_other partition of windlass.past for values from (0, minvalue) to (0, maxvalue);
create index past_other_keep on windlass.past_other (keep_until);
create table windlass.past_rest partition of windlass.past default;
create index past_rest_keep on windlass.past_rest (keep_until);

-- In whose partitions a job lies that is kept for so many microseconds.
create function windlass.windlass_kept(keep bigint) returns smallint language sql immutable as
  'select (case keep when 86400000000 then 1 when 604800000000 then 7 when 7776000000000 then 90 else 0 end)::smallint';

-- Up to which page nothing is left of a partition, and when the next of its rows goes. And one row, locked by whoever removes rows and
-- makes or drops partitions: when that was tried last.
create table windlass.pruned (page bigint not null, next timestamptz, name text primary key);
create table windlass.pruner (tried timestamptz not null);
insert into windlass.pruner (tried) values ('epoch');

create table windlass.dead (
  job uuid primary key,
  fence bigint not null,
  since timestamptz not null,
  keep_until timestamptz not null,
  worker bigint,
  started timestamptz,
  ran bigint,
  failures int not null,
  losses int not null,
  releases int not null,
  number int,
  marks int,
  reason smallint,
  outcome smallint,
  host text,
  error text);
create index dead_keep on windlass.dead (keep_until);

-- Attempts that did not end their job, and what was committed under a lease: ordinal 0 ends the attempt, those from 1 on are
-- checkpoints and have no outcome.
create table windlass.attempt (
  job uuid not null,
  fence bigint not null,
  worker bigint not null,
  started timestamptz,
  ended timestamptz not null,
  ran bigint,
  ordinal int not null,
  number int not null,
  outcome smallint,
  host text not null,
  error text,
  primary key (job, fence, ordinal));

create table windlass.checkpoint (
  job uuid primary key,
  version int not null,
  crc int not null,
  type text not null,
  bytes bytea not null);

create table windlass.progress (
  job uuid primary key,
  done bigint not null,
  total bigint not null);

create table windlass.log (
  job uuid not null,
  line bigint generated always as identity,
  fence bigint not null,
  at timestamptz not null,
  text text not null,
  primary key (job, line));

-- Half full, so that a renewal finds room on its page and touches no index. Tasks and versions go in pairs.
create table windlass.worker (
  id bigint primary key,
  pid bigint not null,
  claimed bigint not null default 0,
  lease bigint not null,
  joined timestamptz not null,
  until timestamptz not null,
  ended boolean not null default false,
  draining boolean not null default false,
  name text not null,
  host text not null,
  tasks text[] not null,
  versions int[] not null) with (fillfactor = 50);

-- What a job brought along beside its payload.
create table windlass.terms (job uuid primary key, text text not null);

create table windlass.tag (tag text collate "C" not null, job uuid not null, primary key (tag, job));
create index tag_job on windlass.tag (job);

-- Jobs that must have started by a time.
create table windlass.expiry (job uuid primary key, at timestamptz not null);
create index expiry_at on windlass.expiry (at);

-- Who holds a unique key; until is set for one that is held for a time, whatever becomes of the job.
create table windlass.unique_key (
  job uuid not null,
  until timestamptz,
  task text collate "C" not null,
  key text collate "C" not null,
  primary key (task, key));
create index unique_key_job on windlass.unique_key (job);
create index unique_key_until on windlass.unique_key (until) where until is not null;

-- The rules of queues: what code declared, and what people said instead. Level and spent are the bucket of starts of a rated queue.
-- Bounded: what comes into it is counted and bears the mark for it. Paced: its leases are. Both hold before the rules that need them.
create table windlass.queue (
  level bigint not null default 0,
  spent bigint not null default 0,
  paused boolean not null default false,
  bounded boolean not null default false,
  paced boolean not null default false,
  name text collate "C" primary key,
  declared text,
  overridden text) with (fillfactor = 50);

-- What stands in bounded queues: the sum over a queue's rows. Who accepts or ends jobs appends a row, so that no end waits for another;
-- who may be refused locks the queue's row before he adds up, and makes one row of many.
create table windlass.depth (
  number bigint generated always as identity,
  jobs bigint not null,
  bytes bigint not null,
  queue text collate "C" not null,
  primary key (queue, number));

-- Bounds on jobs that share a key: what programs declared, and what people put over it. Kind: 1 concurrent, 2 mutex, 3 sequence,
-- 4 rate.
create table windlass.bound (
  period bigint not null,
  kind int not null,
  count int not null,
  burst int not null,
  person boolean not null,
  name text collate "C" not null,
  primary key (name, person));

-- Full is the time at which a key of a rate has all its tokens again. A key goes with its last use, one of a rate not before that time.
-- Whoever gives jobs places at a key holds its row for key share, which holds up nobody but the one who removes keys.
create table windlass.limit_key (
  number bigint generated always as identity primary key,
  "full" timestamptz,
  name text collate "C" not null,
  text text collate "C" not null,
  unique (name, text)) with (fillfactor = 80);

-- A job's part in a key: its place in the line, whether it waits there, and its permit. There is no counter that could be wrong.
-- Spent is what full was after the job's last start: as long as it still is, nobody has taken a token since.
create table windlass.use (
  job uuid not null,
  key bigint not null,
  line bigint not null,
  spent timestamptz,
  waits boolean not null default false,
  held boolean not null default false,
  queue text collate "C" not null,
  primary key (job, key));
create index use_held on windlass.use (key) where held;
create index use_waits on windlass.use (key, queue, line) where waits;
create index use_line on windlass.use (key, line);

-- Keys at which something has changed. Whoever changes something appends a row and asks nobody who waits there: one whom it cannot see
-- yet appends a row of its own. A grant takes away those that it has seen, by their numbers, and so misses none that comes meanwhile.
create table windlass.look (number bigint generated always as identity primary key, key bigint not null);

-- Where a grant looks, from some time on, and in which order: only grants write here, one at a time. The queue without a name is that of
-- keys that nobody uses and whose bucket is not full yet.
create table windlass.turn (
  at timestamptz not null,
  key bigint not null,
  number bigint not null,
  queue text collate "C" not null,
  primary key (queue, key));
create index turn_at on windlass.turn (queue, at, number);

-- One row, locked by whoever grants: one grants at a time, so what is counted cannot be given twice.
create table windlass.granter (only_row boolean primary key);
insert into windlass.granter (only_row) values (true);

-- Payloads in parts. Loose is when a pile goes that belongs to no job.
create table windlass.pile (job uuid primary key, loose timestamptz);
create index pile_loose on windlass.pile (loose) where loose is not null;

create table windlass.part (
  job uuid not null,
  part int not null,
  version int not null,
  crc int not null,
  type text not null,
  bytes bytea not null,
  primary key (job, part));
-- Parts are cut small and often compressed already.
alter table windlass.part alter column bytes set storage external;

-- What the auditor has healed, the last of it.
create table windlass.repair (
  number bigint generated always as identity primary key,
  at timestamptz not null,
  fault text not null,
  subject text not null,
  remedy text not null);

-- One row: which process audits, and until when it need not say so again. Whoever heals holds it, so that no two heal the same.
create table windlass.auditor (until timestamptz not null, holder uuid not null);
insert into windlass.auditor (until, holder) values ('epoch', '00000000-0000-0000-0000-000000000000');

-- What workers have counted, a row for each append and kind of end. Times are microseconds; the arrays count by length.
create table windlass.count (
  number bigint generated always as identity,
  at timestamptz not null,
  worker bigint not null,
  append bigint not null,
  count bigint not null,
  ran bigint not null,
  most bigint not null,
  waits bigint not null,
  waited bigint not null,
  waited_most bigint not null,
  outcome smallint not null,
  within bigint[] not null,
  waited_within bigint[] not null,
  queue text not null,
  task text not null,
  primary key (worker, append, queue, task, outcome));
create index count_at on windlass.count (at);
create index count_number on windlass.count (number);

-- The types are the same in all to the letter: else the planner does not look into them by job, but reads all of each.
create view windlass.standing as
  select job, 0::smallint as state, fence, since, failures, 0 as losses, releases, marks, due,
         null::smallint as reason, null::smallint as waiting, null::text as error
  from windlass.scheduled
  union all
  select job, 1::smallint, fence, since, failures, losses, releases, marks, null::timestamptz, null::smallint, null::smallint,
         null::text
  from windlass.ready
  union all
  select job, 2::smallint, fence, claimed, failures, losses, releases, marks, null::timestamptz, null::smallint, null::smallint,
         null::text
  from windlass.lease
  union all
  select job, 3::smallint, fence, since, failures, losses, releases, marks, null::timestamptz, null::smallint, reason,
         null::text
  from windlass.waiting
  union all
  select job, state, fence, since, failures, losses, releases, coalesce(marks, 0), null::timestamptz, null::smallint,
         null::smallint, error
  from windlass.past
  union all
  select job, 6::smallint, fence, since, failures, losses, releases, coalesce(marks, 0), null::timestamptz, reason,
         null::smallint, error
  from windlass.dead;

-- All attempts of jobs, those that ended them included.
create view windlass.history as
  select job, fence, ordinal, number, worker, host, started, ended, ran, outcome, error
  from windlass.attempt
  union all
  select job, fence, 0, number, worker, host, started, since, ran, outcome, error
  from windlass.past
  where outcome is not null
  union all
  select job, fence, 0, number, worker, host, started, since, ran, outcome, error
  from windlass.dead
  where outcome is not null;

alter table windlass.ready set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off);
alter table windlass.lease set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
  autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off);
alter table windlass.scheduled set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
  autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off);
alter table windlass.worker set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200,
  autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off);
alter table windlass.look set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off);
alter table windlass.turn set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off);
alter table windlass.use set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
  autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off);
alter table windlass.depth set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off);
