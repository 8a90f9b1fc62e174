-- Payloads that are too large for a row. Loose is when a pile of parts goes that belongs to no job: an hour after its last part while
-- it is staged, at once when its job is pruned, never while there is the job. A pile is named by the job's id, which is known
-- before there is a job.
create table windlass_pile (
    number integer primary key,
    job blob not null unique,
    loose integer
);

create index windlass_pile_loose on windlass_pile (loose) where loose is not null;

create table windlass_part (
    pile integer not null,
    part integer not null,
    type integer not null,
    version integer not null,
    crc integer not null,
    bytes blob not null,
    primary key (pile, part)
);
