-- policy ALTER
-- from
create table t (id int);
grant select on t to case_reader;
-- to
create table t (id int);
-- unmanaged
surplus privileges of table t
