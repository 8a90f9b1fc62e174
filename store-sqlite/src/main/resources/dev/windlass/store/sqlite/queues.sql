-- The rules of queues: what code declared, and what people said instead. Level and spent are the bucket of starts of a rated
-- queue; jobs and bytes what stands in a bounded one: the jobs that bear the mark 8, no more and no fewer.
create table windlass_queue (
    number integer primary key,
    declared text,
    overridden text,
    paused integer not null default 0,
    level integer not null default 0,
    spent integer not null default 0,
    jobs integer not null default 0,
    bytes integer not null default 0
);

-- Raised by everything that people decide and workers have to follow.
alter table windlass_engine add column revision integer not null default 0;

-- With the queue, so that counting what runs of one reads the index alone.
drop index windlass_running;
create index windlass_running on windlass_life (worker, queue) where state = 2;
