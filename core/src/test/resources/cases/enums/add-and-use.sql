-- from
create type mood as enum ('a', 'b');
create table t (m mood default 'a', id int);
insert into t values ('b', 1);
-- to
create type mood as enum ('a', 'b', 'c');
create table t (m mood default 'c', id int, check (m <> 'c' or id > 0));
create index i on t (id) where m = 'c';
create view v as select id from t where m = 'c';
