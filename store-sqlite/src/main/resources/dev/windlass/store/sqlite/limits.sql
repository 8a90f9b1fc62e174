-- Bounds on jobs that share a key. More marks: 256 a token of a rate is set aside, 512 such a token was spent by the claim,
-- 1024 stands in the line of a limit.

-- What programs declared (person 0), and what people put over it (person 1). Kind: 1 concurrent, 2 mutex, 3 sequence, 4 rate.
create table windlass_limit (
    name integer not null,
    person integer not null,
    kind integer not null,
    count integer not null,
    period integer not null,
    burst integer not null,
    primary key (name, person)
) without rowid;

-- Full is the time at which a key of a rate has all its tokens again. A key goes with its last use, one of a rate not before that time.
create table windlass_limit_key (
    number integer primary key,
    name integer not null,
    text text not null,
    full integer not null default 0,
    unique (name, text)
);

-- A job's part in a key: its place in the line, whether it waits there, and its permit. There is no counter that could be wrong.
-- Spent is what full was after the job's last start: as long as it still is, nobody has taken a token since.
create table windlass_use (
    job integer not null,
    key integer not null,
    name integer not null,
    queue integer not null,
    line integer not null,
    waits integer not null default 0,
    held integer not null default 0,
    spent integer not null default 0,
    primary key (job, key)
) without rowid;

create index windlass_use_held on windlass_use (name, key) where held = 1;
create index windlass_use_waits on windlass_use (name, key, queue, line) where waits = 1;
create index windlass_use_line on windlass_use (key, line);

-- The keys at which a grant has to look, from some time on. However many jobs wait, only keys at which something may have changed
-- stand here. Queue 0 is nobody's: there, keys wait to be forgotten.
create table windlass_look (
    queue integer not null,
    key integer not null,
    name integer not null,
    at integer not null,
    turn integer not null,
    primary key (queue, key)
) without rowid;

create index windlass_look_at on windlass_look (queue, at, turn);

create index windlass_granted on windlass_life (queue) where state = 1 and marks & 32;
create index windlass_waiting on windlass_life (number) where state = 3;

drop index windlass_loose;
create index windlass_loose on windlass_life (number)
where marks > 1 and (
    state >= 4
    or (state = 2 and marks & 132)
    or (state in (0, 1, 3) and marks & 64)
    or (state in (0, 3) and marks & 32)
    or (state = 1 and (marks & 48 = 16 or marks & 512))
    or (state <> 3 and marks & 1024));
