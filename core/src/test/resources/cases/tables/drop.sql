-- allow DELETES_DATA:public.old
-- from
create table old (id int primary key);
create table t (id int primary key, old int references old);
insert into old values (1);
insert into t values (1, 1);
-- to
create table t (id int primary key, old int);
