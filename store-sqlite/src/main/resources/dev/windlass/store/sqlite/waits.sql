-- How long the jobs of counted attempts had stood ready: how many are known, microseconds, the longest, and how many of which length.
alter table windlass_count add column waits integer not null default 0;
alter table windlass_count add column waited integer not null default 0;
alter table windlass_count add column waited_most integer not null default 0;
alter table windlass_count add column waited_0 integer not null default 0;
alter table windlass_count add column waited_1 integer not null default 0;
alter table windlass_count add column waited_2 integer not null default 0;
alter table windlass_count add column waited_3 integer not null default 0;
alter table windlass_count add column waited_4 integer not null default 0;
alter table windlass_count add column waited_5 integer not null default 0;
alter table windlass_count add column waited_6 integer not null default 0;
alter table windlass_count add column waited_7 integer not null default 0;
