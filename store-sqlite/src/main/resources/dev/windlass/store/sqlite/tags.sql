-- Tags as they are, and not as numbers of names: a program that tags each job with a number of its own would fill windlass_name for
-- ever, since nobody can tell cheaply who else uses a name. What was named before stays there.
create table windlass_tagged (
    tag text not null,
    job integer not null,
    primary key (tag, job)
) without rowid;

insert into windlass_tagged (tag, job)
select n.text, t.job
from windlass_tag t join windlass_name n on n.number = t.tag;

drop table windlass_tag;
alter table windlass_tagged rename to windlass_tag;
create index windlass_tag_job on windlass_tag (job);
