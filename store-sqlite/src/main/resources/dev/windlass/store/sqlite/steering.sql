-- A cancel of a running job, which stands until the job leaves RUNNING; keep is how long a cancelled job is kept then.
create table windlass_cancel (
    job integer primary key,
    keep integer not null
);

-- A parked job is found by what its worker lacked. The index holds those alone that wait for it: whatever moves such a job takes it
-- out, and a store in which nothing is parked asks one empty page.
alter table windlass_life add column parked_task integer;
alter table windlass_life add column parked_version integer;
create index windlass_parked on windlass_life (queue, line, parked_task, parked_version, position)
where state = 3 and waiting = 5;

-- Jobs that must have started by a time. The row goes with the job's end, so that one which is revived runs.
create table windlass_expiry (
    job integer primary key,
    at integer not null
);

create index windlass_expiry_at on windlass_expiry (at);

-- One more mark: 2048 has a time by which it must have started. A parked job keeps its permit: it was granted, and runs as soon as
-- somebody can.
drop index windlass_loose;
create index windlass_loose on windlass_life (number)
where marks > 1 and (
    state >= 4
    or (state = 2 and marks & 132)
    or (state in (0, 1, 3) and marks & 64)
    or (state in (0, 3) and marks & 32 and waiting is not 5)
    or (state = 1 and (marks & 48 = 16 or marks & 512))
    or (state <> 3 and marks & 1024));
