-- What a job may have beyond its payload stands in tables of its own, so that a job that has nothing pays for nothing.
-- Marks say which of them have a row for it: 1 terms, 2 a key until it has ended, 4 a key until it has started, 8 counted in its
-- queue's depth, 16 limits, 32 permits, 64 a cancel that was asked for, 128 parked. Waiting is why a WAITING job waits.
alter table windlass_life add column marks integer not null default 0;
alter table windlass_life add column waiting integer;

-- Jobs that still have what their state does not allow. Whoever moves jobs looks here before the transaction ends, so a key or a
-- permit is given back by every way a job can go, those included that are written tomorrow.
create index windlass_loose on windlass_life (number)
where marks > 1 and (
    state >= 4
    or (state = 2 and marks & 132)
    or (state in (0, 1, 3) and marks & 64)
    or (state in (0, 3) and marks & 32));

create table windlass_terms (
    job integer primary key,
    text text not null
);

create table windlass_tag (
    tag integer not null,
    job integer not null,
    primary key (tag, job)
) without rowid;

create index windlass_tag_job on windlass_tag (job);

-- Who holds a unique key. The first job is named by its id and not by its number: a key that is held for a time outlives it.
create table windlass_key (
    task integer not null,
    key text not null,
    first blob not null,
    until integer,
    primary key (task, key)
) without rowid;

create index windlass_key_first on windlass_key (first);
create index windlass_key_until on windlass_key (until) where until is not null;
