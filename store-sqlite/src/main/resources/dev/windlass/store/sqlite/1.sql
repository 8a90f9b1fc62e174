-- Times are microseconds since 1970. Task, queue, host and content type are numbers of rows in windlass_name.
-- All names here begin with windlass_: users keep tables of their own in this file, and no upgrade may meet one of those.

-- One row. Opening raises the number; every write transaction compares it and carries the sequence and the
-- clock on. The sequence gives numbers of jobs and places in lines, none of them twice.
create table windlass_engine (
    number integer not null,
    generation integer not null,
    sequence integer not null,
    clock integer not null,
    clean integer not null,
    pid integer not null
);

insert into windlass_engine (number, generation, sequence, clock, clean, pid) values (0, 0, 0, 0, 1, 0);

create table windlass_name (
    number integer primary key,
    text text not null unique
);

-- Written once, never changed. Apart from the job's life because a row that carries the payload is dear to rewrite.
-- All tables are keyed by the number: keyed by the id itself, claim and finish did 100,000 jobs a second instead of 140,000.
create table windlass_job (
    number integer primary key,
    id blob not null unique,
    task integer not null,
    queue integer not null,
    lane integer not null,
    accepted integer not null,
    parent blob,
    type integer not null,
    version integer not null,
    crc integer not null,
    payload blob not null
);

-- Where a job stands. Line is the lane's code, plus 4 for suspects; position is its place in the line.
-- Worker and claim name the latest holder; lease_end is an end of the lease's own.
create table windlass_life (
    number integer primary key,
    state integer not null,
    queue integer not null,
    line integer not null,
    position integer,
    due integer,
    since integer not null,
    fence integer not null default 0,
    first integer,
    failures integer not null default 0,
    losses integer not null default 0,
    releases integer not null default 0,
    worker integer,
    claim integer,
    lease_end integer,
    keep_until integer,
    reason integer,
    done integer,
    total integer
);

create index windlass_ready on windlass_life (queue, line, position) where state = 1;
create index windlass_scheduled on windlass_life (due) where state = 0;
create index windlass_running on windlass_life (worker) where state = 2;
create index windlass_lease_end on windlass_life (lease_end) where state = 2 and lease_end is not null;
create index windlass_dead on windlass_life (number) where state = 6;

-- What was committed under a lease: ordinal 0 ends the attempt, those from 1 on are checkpoints and have no outcome.
create table windlass_attempt (
    job integer not null,
    fence integer not null,
    ordinal integer not null,
    outcome integer,
    number integer not null,
    worker integer not null,
    host integer,
    started integer,
    ended integer not null,
    ran integer,
    error text,
    type integer,
    version integer,
    crc integer,
    result blob,
    primary key (job, fence, ordinal)
) without rowid;

create table windlass_checkpoint (
    job integer primary key,
    type integer not null,
    version integer not null,
    crc integer not null,
    bytes blob not null
);

create table windlass_log (
    job integer not null,
    line integer not null,
    fence integer not null,
    at integer not null,
    text text not null,
    primary key (job, line)
) without rowid;

create table windlass_worker (
    id integer primary key,
    name text not null,
    host integer not null,
    pid integer not null,
    lease integer not null,
    tasks text not null,
    joined integer not null,
    until integer not null,
    ended integer,
    claim integer not null default 0
);
