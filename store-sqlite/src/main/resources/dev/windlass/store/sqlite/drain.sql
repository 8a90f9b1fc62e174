-- Workers that take nothing more, at somebody's word.
alter table windlass_worker add column draining integer not null default 0;
