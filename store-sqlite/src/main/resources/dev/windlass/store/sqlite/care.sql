-- What the auditor has healed, the last of it, for people to read.
create table windlass_repair (
    number integer primary key,
    at integer not null,
    fault text not null,
    subject text not null,
    remedy text not null
);

-- What workers have counted, a row for each append and kind of end: read for sums over time, never for one job. Ran are microseconds;
-- most is the longest of them, and within_0 to within_7 count them by length.
create table windlass_count (
    number integer primary key,
    at integer not null,
    worker integer not null,
    append integer not null,
    queue integer not null,
    task integer not null,
    outcome integer not null,
    count integer not null,
    ran integer not null,
    most integer not null,
    within_0 integer not null,
    within_1 integer not null,
    within_2 integer not null,
    within_3 integer not null,
    within_4 integer not null,
    within_5 integer not null,
    within_6 integer not null,
    within_7 integer not null
);

create index windlass_count_at on windlass_count (at);
create unique index windlass_count_append on windlass_count (worker, append, queue, task, outcome);
