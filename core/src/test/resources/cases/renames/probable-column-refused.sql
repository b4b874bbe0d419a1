-- allow DELETES_DATA:public.t.old_total
-- from
create table t (id int primary key, old_total int);
insert into t values (1, 5);
-- to
create table t (id int primary key, total int);
