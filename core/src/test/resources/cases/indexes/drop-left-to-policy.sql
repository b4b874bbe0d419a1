-- policy ALTER
-- from
create table t (a int);
create index i on t (a);
-- to
create table t (a int);
-- unmanaged
index i on t
